"""Fictional rows never come to stand beside real ones."""

from datetime import date

import pytest
from pytest_django import Settings

from jingwei.demonstration.operations import load_demonstration
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import Account
from jingwei.registry.models import Enterprise


@pytest.mark.django_db
def test_nothing_is_loaded_into_a_database_with_real_accounts(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    Account.objects.create_account("real", "真实账号")
    with pytest.raises(NotAllowed, match="正式账号"):
        load_demonstration(today=date(2026, 11, 22))
    assert not Enterprise.objects.exists()
