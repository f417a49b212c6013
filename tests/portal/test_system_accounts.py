"""账号: opened by one administrator, entitled by another, read about by the third; passwords that are shown once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import Account, AuditEvent, CalendarDay, CalendarYear
from jingwei.portal import operations
from jingwei.registry import operations as registry
from jingwei.registry.models import Membership
from jingwei.registry.terms import Role
from tests.people import NOW, TODAY, District, Person, district

pytestmark = pytest.mark.django_db
ACCOUNTS, NEW = reverse("system_accounts"), reverse("account_new")
SHOWN = re.compile(r"\b([a-z2-9]{4}(?:-[a-z2-9]{4}){3})\b")
OWN = "一条只属于我自己的长密码"


@pytest.fixture
def cast() -> District:
    return district(local_date(timezone.now()))


def act(client: Client, name: str, account: Account, **given: Any) -> Any:
    return client.post(reverse(name, args=[account.pk]), given)


def opened(client: Client, cast: District) -> tuple[Account, str]:
    cast.system.sign_in(client)
    answer = client.post(NEW, {"username": "zhong.yi", "name": "钟一"})
    found = SHOWN.search(answer.content.decode())
    assert found is not None
    return Account.objects.get(username="zhong.yi"), found[1]


def test_an_account_is_opened_entitled_and_signs_in_to_choose_its_own_password(
    cast: District, client: Client
) -> None:
    account, password = opened(client, cast)
    cast.security.sign_in(client)
    granted = act(
        client,
        "membership_grant",
        account,
        **{
            "grant-role": "clerk",
            "grant-subject": str(cast.subject.pk),
            "grant-valid_from": local_date(timezone.now()).isoformat(),
        },
    )
    assert granted.status_code == 302
    person = Client()
    answer = person.post(reverse("sign_in"), {"username": "zhong.yi", "password": password})
    assert answer["Location"] == reverse("change_password")
    assert person.get(reverse("workbench"), follow=True).redirect_chain[-1][0] == reverse("change_password")
    wrong = person.post(reverse("change_password"), {"old": "x", "new": OWN, "again": OWN})
    assert "原密码不正确" in wrong.content.decode()
    differing = person.post(reverse("change_password"), {"old": password, "new": OWN, "again": "另一个"})
    assert "两遍输入的新密码不同" in differing.content.decode()
    weak = person.post(reverse("change_password"), {"old": password, "new": "123456", "again": "123456"})
    assert weak.status_code == 422
    assert (
        person.post(reverse("change_password"), {"old": password, "new": OWN, "again": OWN}).status_code
        == 302
    )
    assert person.get(reverse("workbench")).status_code == 200


def test_the_one_time_password_is_shown_once_and_kept_nowhere(cast: District, client: Client) -> None:
    account, password = opened(client, cast)
    assert password not in client.get(reverse("account_detail", args=[account.pk])).content.decode()
    assert password not in "".join(str(event.data) + event.sentence for event in AuditEvent.objects.all())
    assert password not in account.password
    assert account.check_password(password)


def test_no_password_is_left_on_the_log_by_an_attempt_that_failed(cast: District, client: Client) -> None:
    cast.clerk.sign_in(client)
    client.post(reverse("change_password"), {"old": "猜一个密码", "new": OWN, "again": OWN})
    last = AuditEvent.objects.latest("id")
    assert last.outcome == "refused"
    assert OWN not in str(last.data)
    assert "猜一个密码" not in str(last.data)


def test_a_reset_signs_out_and_gives_a_new_password(cast: District, client: Client) -> None:
    inside = cast.clerk.sign_in(Client())
    assert inside.get(reverse("workbench")).status_code == 200
    cast.system.sign_in(client)
    answer = act(client, "account_reset", cast.clerk.account)
    assert SHOWN.search(answer.content.decode())
    assert inside.get(reverse("workbench")).status_code == 302


def test_a_shut_account_is_out_at_once_and_comes_back_when_opened(cast: District, client: Client) -> None:
    inside = cast.clerk.sign_in(Client())
    cast.system.sign_in(client)
    account = cast.clerk.account
    assert act(client, "account_close", account).status_code == 422
    assert act(client, "account_close", account, **{"close-reason": "调离"}).status_code == 302
    assert inside.get(reverse("workbench")).status_code == 302
    assert act(client, "account_close", account, **{"close-reason": "再次"}).status_code == 409
    assert act(client, "account_reset", account).status_code == 409
    assert act(client, "account_reopen", account).status_code == 302
    assert act(client, "account_reopen", account).status_code == 409


@pytest.mark.parametrize("name", ["account_reset", "account_close", "account_reopen"])
@pytest.mark.parametrize("who", ["security", "audit", "lead", "clerk"])
def test_accounts_are_the_system_administrators_alone(
    cast: District, client: Client, name: str, who: str
) -> None:
    getattr(cast, who).sign_in(client)
    assert act(client, name, cast.head.account).status_code == 403
    assert client.post(NEW, {"username": "x", "name": "某"}).status_code == 403


@pytest.mark.parametrize("name", ["membership_grant", "deputy_authorise"])
@pytest.mark.parametrize("who", ["system", "audit", "lead", "head"])
def test_entitlements_are_the_security_administrators_alone(
    cast: District, client: Client, name: str, who: str
) -> None:
    getattr(cast, who).sign_in(client)
    assert act(client, name, cast.clerk.account).status_code == 403


@pytest.mark.parametrize("whose", ["security", "audit", "system"])
def test_no_administrator_takes_over_the_account_of_another(cast: District, whose: str) -> None:
    account = getattr(cast, whose).account
    with pytest.raises(NotAllowed):
        operations.reset_account_password(account_id=account.pk, actor=cast.system.member, now=NOW)
    with pytest.raises(NotAllowed):
        operations.close_account(account_id=account.pk, reason="调离", actor=cast.system.member, now=NOW)


@pytest.mark.parametrize(
    "given",
    [{}, {"username": "ALICE", "name": "某"}, {"username": "有 空格", "name": "某"}, {"username": "x"}],
)
def test_a_name_that_is_taken_or_wrong_is_told(cast: District, client: Client, given: dict[str, str]) -> None:
    cast.system.sign_in(client)
    before = Account.objects.count()
    assert client.post(NEW, given).status_code == 422
    assert Account.objects.count() == before


def test_nor_the_account_of_somebody_who_is_to_be_one(cast: District) -> None:
    today = local_date(timezone.now())
    account = Account.objects.create_account("yan", "闫一")
    registry.grant_membership(
        account_id=account.pk,
        role=Role.AUDIT_ADMINISTRATOR,
        valid_from=today + timedelta(days=1),
        actor=cast.security.member,
        now=timezone.now(),
    )
    with pytest.raises(NotAllowed, match="三员"):
        operations.reset_account_password(account_id=account.pk, actor=cast.system.member, now=timezone.now())


def revoke(cast: District, person: Person, by: Person, **changed: Any) -> Membership:
    given: dict[str, Any] = {"ends_on": TODAY, "reason": "调离"}
    return registry.revoke_membership(
        membership_id=person.member.membership_id, **{**given, **changed}, actor=by.member, now=NOW
    )


def test_a_membership_ends_on_its_day_and_the_person_is_out(cast: District, client: Client) -> None:
    inside = cast.clerk.sign_in(Client())
    cast.security.sign_in(client)
    name = f"end-{cast.clerk.member.membership_id}"
    address = reverse("membership_revoke", args=[cast.clerk.account.pk, cast.clerk.member.membership_id])
    today = local_date(timezone.now()).isoformat()
    assert client.post(address, {f"{name}-ends_on": today}).status_code == 422
    assert client.post(address, {f"{name}-ends_on": today, f"{name}-reason": "调离"}).status_code == 302
    assert inside.get(reverse("workbench")).status_code == 302
    elsewhere = reverse("membership_revoke", args=[cast.head.account.pk, cast.clerk.member.membership_id])
    assert client.post(elsewhere, {}).status_code == 404


def test_a_membership_ends_once_with_a_reason_from_today_and_by_somebody_else(cast: District) -> None:
    with pytest.raises(NotAllowed):
        revoke(cast, cast.clerk, cast.system)
    with pytest.raises(NotAllowed, match="自己的任职"):
        revoke(cast, cast.security, cast.security)
    with pytest.raises(Mistake):
        revoke(cast, cast.clerk, cast.security, reason=" ")
    with pytest.raises(Mistake, match="已经过去"):
        revoke(cast, cast.clerk, cast.security, ends_on=TODAY - timedelta(days=1))
    assert revoke(cast, cast.clerk, cast.security).valid_until == TODAY
    with pytest.raises(Conflict):
        revoke(cast, cast.clerk, cast.security)


def deputise(cast: District, **changed: Any) -> Membership:
    given: dict[str, Any] = {
        "account_id": cast.clerk.account.pk,
        "subject_id": cast.subject.pk,
        "authorisation": "铜应急授〔2026〕7号",
        "valid_from": TODAY,
        "valid_until": TODAY + timedelta(days=30),
    }
    return registry.authorise_deputy(**{**given, **changed}, actor=cast.security.member, now=NOW)


def test_a_deputy_has_a_writ_and_a_term_and_is_listed(cast: District, client: Client) -> None:
    today = local_date(timezone.now())
    held = deputise(cast, valid_from=today, valid_until=today + timedelta(days=30))
    assert (held.is_deputy, held.role) == (True, Role.HEAD)
    for who in (cast.security, cast.supervisor):
        assert "铜应急授〔2026〕7号" in who.sign_in(client).get(reverse("deputy_list")).content.decode()
    assert cast.clerk.sign_in(client).get(reverse("deputy_list")).status_code == 403


@pytest.mark.parametrize(
    "changed",
    [
        {"authorisation": " "},
        {"valid_until": TODAY},
        {"valid_from": TODAY - timedelta(days=9), "valid_until": TODAY - timedelta(days=1)},
    ],
)
def test_a_deputy_without_writ_or_term_is_none(cast: District, changed: dict[str, Any]) -> None:
    with pytest.raises(Mistake):
        deputise(cast, **changed)


def test_accounts_are_narrowed_by_text_role_and_state(cast: District, client: Client) -> None:
    cast.system.sign_in(client)
    Account.objects.create_account("idle", "闲人")
    for query, is_found in (
        ({"q": "袁知"}, True),
        ({"q": "alice", "role": "clerk"}, True),
        ({"role": "head"}, False),
        ({"state": "shut"}, False),
        ({"state": "idle"}, False),
    ):
        text = client.get(ACCOUNTS, query).content.decode()
        assert ("alice" in text) == is_found, query
    assert "闲人" in client.get(ACCOUNTS, {"state": "idle"}).content.decode()


def test_the_lead_enters_a_years_working_days_from_the_notice(cast: District, client: Client) -> None:
    cast.lead.sign_in(client)
    address = reverse("calendar_years")
    given = {
        "year": "2031",
        "document": "国办发明电〔2030〕9号",
        "days": "01-01 休\n01-22至01-28 休\n01-19 班",
    }
    assert client.post(address, given).status_code == 302
    assert CalendarYear.objects.get(year=2031).is_official
    assert CalendarDay.objects.filter(year=2031, is_working_day=False).count() == 8
    text = client.post(address, {**given, "days": "元旦放假"}).content.decode()
    assert "第 1 行“元旦放假”读不懂" in text
    for wrong in ("02-30 休", "03-05至03-01 休"):
        assert client.post(address, {**given, "days": wrong}).status_code == 422
    cast.supervisor.sign_in(client)
    assert client.post(address, given).status_code == 403
