"""The way in offers the demonstration's log-ins, and nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from jingwei.demonstration.logins import PASSWORD, list_log_ins

pytestmark = pytest.mark.django_db


def test_a_demonstration_offers_each_log_in_with_a_button_of_its_own(
    client: Client, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    assert reverse("demonstration_log_ins") in client.get("/sign-in/").content.decode()
    shown = client.get(reverse("demonstration_log_ins")).content.decode()
    assert shown.count(f'value="{PASSWORD}"') == len(list_log_ins())
    for each in list_log_ins():
        assert f'name="username" value="{each.username}"' in shown
        assert each.roles in shown


def test_where_real_data_is_kept_nothing_is_told(client: Client) -> None:
    assert "demonstration" not in client.get("/sign-in/").content.decode()
    assert client.get(reverse("demonstration_log_ins")).status_code == 404
