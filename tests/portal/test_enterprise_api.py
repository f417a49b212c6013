"""The enterprise's times for programs, and imports: the same acts and refusals as on the pages."""

import base64
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.planning.models import Slot
from jingwei.platform.models import ImportRun
from jingwei.platform.terms import ImportState
from jingwei.portal.jobs import preview_import
from tests.people import District, district
from tests.portal.test_imports import roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> District:
    return district()


def post(client: Client, address: str, **body: Any) -> Any:
    return client.post(f"/api/v1{address}", body, content_type="application/json")


def test_a_time_is_offered_and_withdrawn(people: District, client: Client) -> None:
    people.contact.sign_in(client)
    given = {"site_id": people.site.pk, "weekday": 2, "opens": "09:00", "closes": "12:00"}
    assert post(client, "/enterprise/slots/offer", **given).status_code == 200
    again = post(client, "/enterprise/slots/offer", **given)
    assert (again.status_code, Slot.objects.count()) == (422, 1)
    form = {"site": people.site.pk, "weekday": "2", "opens": "09:00", "closes": "12:00"}
    page = client.post(reverse("enterprise_slots"), form)
    assert again.json()["error"]["message"] in page.content.decode()
    offered = client.get("/api/v1/enterprise/slots").json()["sites"][0]["slots"]
    assert offered[0]["weekday"]["label"] == "星期二"
    people.other_contact.sign_in(client)
    assert post(client, f"/enterprise/slots/{Slot.objects.get().pk}/withdraw").status_code == 403
    people.contact.sign_in(client)
    assert post(client, f"/enterprise/slots/{Slot.objects.get().pk}/withdraw").status_code == 200
    assert client.get("/api/v1/enterprise/slots").json()["sites"][0]["slots"] == []


def test_a_sheet_is_sent_checked_and_confirmed(people: District, client: Client) -> None:
    people.clerk.sign_in(client)
    file = {"name": "名册.xlsx", "content": base64.b64encode(roster(people)).decode()}
    assert post(client, "/imports/kinds/officers", file=file).status_code == 200
    run = ImportRun.objects.get()
    assert client.get(f"/api/v1/imports/{run.pk}").json()["state"]["code"] == "running"
    assert post(client, f"/imports/{run.pk}/confirm").status_code == 409
    preview_import(importrun_id=run.pk)
    seen = client.get(f"/api/v1/imports/{run.pk}").json()
    assert (seen["imported"], seen["rejected"]) == (2, 1)
    people.supervisor.sign_in(client)
    refused = post(client, f"/imports/{run.pk}/confirm")
    page = client.post(reverse("import_confirm", args=[run.pk]))
    assert refused.status_code == page.status_code
    assert refused.json()["error"]["message"] in page.content.decode()
    people.clerk.sign_in(client)
    assert post(client, f"/imports/{run.pk}/confirm").status_code == 200
    run.refresh_from_db()
    assert run.state == ImportState.RUNNING
    assert not run.is_dry_run
