"""The system's pages for programs: the same rows, the same acts, the same refusals as on the pages."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jingwei.platform.calendar import local_date
from jingwei.platform.models import Account, AuditEvent, CalendarYear
from jingwei.registry.models import Membership
from tests.people import District, district

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> District:
    return district(local_date(timezone.now()))


def post(client: Client, address: str, **body: Any) -> Any:
    return client.post(f"/api/v1{address}", body, content_type="application/json")


def test_an_account_is_shut_and_read_as_on_its_page(cast: District, client: Client) -> None:
    account = cast.clerk.account
    cast.system.sign_in(client)
    shut = post(client, f"/accounts/{account.pk}/close", reason="调离")
    assert (shut.status_code, shut.json()["is_active"]) == (200, False)
    assert "停用" in client.get(reverse("account_detail", args=[account.pk])).content.decode()
    again = post(client, f"/accounts/{account.pk}/close", reason="再次")
    assert again.status_code == 409
    page = client.post(reverse("account_close", args=[account.pk]), {"close-reason": "再次"})
    assert page.status_code == 409
    assert again.json()["error"]["message"] in page.content.decode()
    assert post(client, f"/accounts/{account.pk}/reopen").json()["is_active"]


def test_a_membership_is_granted_and_ended_by_the_security_administrator_alone(
    cast: District, client: Client
) -> None:
    account = Account.objects.create_account("zhong", "钟一")
    today = local_date(timezone.now()).isoformat()
    given = {"role": "clerk", "subject": cast.subject.pk, "valid_from": today}
    cast.system.sign_in(client)
    assert post(client, f"/accounts/{account.pk}/grant", **given).status_code == 403
    cast.security.sign_in(client)
    granted = post(client, f"/accounts/{account.pk}/grant", **given).json()
    assert "经办人" in granted["memberships"][0]["acts_as"]
    held = Membership.objects.get(account=account)
    address = f"/accounts/{account.pk}/memberships/{held.pk}/revoke"
    assert post(client, address, ends_on=today).status_code == 422
    assert post(client, address, ends_on=today, reason="调离").status_code == 200
    held.refresh_from_db()
    assert held.valid_until is not None


def test_no_program_is_given_a_password(cast: District, client: Client) -> None:
    cast.system.sign_in(client)
    assert post(client, f"/accounts/{cast.clerk.account.pk}/reset").status_code == 404
    assert post(client, "/accounts", username="zhong", name="钟一").status_code == 405


def test_the_log_is_read_from_the_newest_on(cast: District, client: Client) -> None:
    AuditEvent.objects.bulk_create(
        AuditEvent(at=timezone.now(), action="test.log.written", outcome="done", sentence=f"第{number}行")
        for number in range(150)
    )
    cast.audit.sign_in(client)
    first = client.get("/api/v1/log", {"q": "行"}).json()
    assert (first["count"], first["events"][0]["sentence"]) == (150, "第149行")
    rest = client.get("/api/v1/log", {"q": "行", "older_than": first["older_than"]}).json()
    assert (len(rest["events"]), rest["events"][-1]["sentence"]) == (50, "第0行")
    cast.system.sign_in(client)
    assert client.get("/api/v1/log").status_code == 403


def test_a_years_working_days_are_entered_by_the_lead(cast: District, client: Client) -> None:
    given = {"year": 2031, "document": "国办发明电〔2030〕9号", "days": "01-01 休\n01-19 班"}
    cast.supervisor.sign_in(client)
    assert post(client, "/calendar/load", **given).status_code == 403
    cast.lead.sign_in(client)
    assert "第 1 行" in post(client, "/calendar/load", **{**given, "days": "元旦"}).json()["error"]["message"]
    assert post(client, "/calendar/load", **given).status_code == 200
    assert CalendarYear.objects.get(year=2031).is_official
    years = client.get("/api/v1/calendar").json()["years"]
    assert years[0]["days_worked"] == ["2031-01-19"]
