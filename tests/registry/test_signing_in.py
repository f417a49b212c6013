"""The way in: name and password, the lock, the choice among several roles, and what the log says."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import PlatformAction
from jingwei.registry.middleware import SESSION_KEY
from jingwei.registry.models import Membership
from jingwei.registry.terms import MembershipAction, Role
from tests.people import BEGAN, District, Person, district

PASSWORD = "three-quiet-rivers"
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> District:
    cast = district()
    for person in (cast.clerk, cast.deputy):
        person.account.set_password(PASSWORD)
        person.account.save()
    return cast


def sign_in(client: Client, person: Person, password: str = PASSWORD, **extra: str) -> tuple[int, str]:
    form = {"username": person.account.username, "password": password, **extra}
    answer = client.post(reverse("sign_in"), form)
    return answer.status_code, answer.headers.get("Location", answer.content.decode())


def logged() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def test_the_page_asks_for_name_and_password(client: Client, cast: District) -> None:
    page = client.get(reverse("sign_in"))
    assert page.status_code == 200
    assert 'autocomplete="current-password"' in page.content.decode()


def test_a_right_password_opens_the_front_page_and_is_logged(client: Client, cast: District) -> None:
    assert sign_in(client, cast.clerk) == (302, "/")
    assert client.session[SESSION_KEY] == cast.clerk.member.membership_id
    assert AuditEvent.objects.get(action=PlatformAction.SIGNED_IN).account_id == cast.clerk.account.pk


def test_a_wrong_password_is_told_from_nothing_else_and_is_logged(client: Client, cast: District) -> None:
    status, page = sign_in(client, cast.clerk, "wrong")
    unknown = client.post(reverse("sign_in"), {"username": "nobody", "password": "wrong"})
    assert status == unknown.status_code == 422
    assert "登录名或密码不正确" in page
    assert "登录名或密码不正确" in unknown.content.decode()
    assert logged() == [PlatformAction.SIGN_IN_FAILED] * 2
    assert AuditEvent.objects.filter(sentence="登录名“alice”登录失败").exists()


def test_no_password_ever_reaches_the_log(client: Client, cast: District) -> None:
    sign_in(client, cast.clerk, "my-secret-mistake")
    sign_in(client, cast.clerk)
    for event in AuditEvent.objects.all():
        assert "my-secret-mistake" not in f"{event.sentence}{event.data}"
        assert PASSWORD not in f"{event.sentence}{event.data}"


def test_five_wrong_passwords_lock_the_name_even_for_the_right_one(client: Client, cast: District) -> None:
    for _ in range(4):
        assert sign_in(client, cast.clerk, "wrong")[0] == 422
    status, page = sign_in(client, cast.clerk, "wrong")
    assert status == 429
    assert "暂时不能登录" in page
    assert sign_in(client, cast.clerk)[0] == 429
    assert SESSION_KEY not in client.session
    assert logged() == [PlatformAction.SIGN_IN_FAILED] * 6


def test_the_lock_of_one_name_leaves_others_alone(client: Client, cast: District) -> None:
    for _ in range(5):
        sign_in(client, cast.deputy, "wrong")
    assert sign_in(client, cast.clerk) == (302, "/")


def test_an_empty_form_says_what_is_missing(client: Client, cast: District) -> None:
    answer = client.post(reverse("sign_in"), {"username": "", "password": ""})
    assert answer.status_code == 422
    assert logged() == []


def test_an_account_without_a_role_is_turned_away(client: Client, cast: District) -> None:
    Membership.objects.filter(account=cast.clerk.account).update(valid_until=BEGAN)
    status, page = sign_in(client, cast.clerk)
    assert status == 403
    assert "没有有效的任职" in page
    assert "_auth_user_id" not in client.session


def test_an_account_without_a_password_cannot_sign_in(client: Client, cast: District) -> None:
    assert sign_in(client, cast.head, "")[0] == 422
    assert sign_in(client, cast.head, "!")[0] == 422


@pytest.mark.parametrize("wanted", ["/officers/verify/", "/components/?a=1"])
def test_one_comes_back_to_where_one_was(client: Client, cast: District, wanted: str) -> None:
    assert sign_in(client, cast.clerk, next=wanted) == (302, wanted)


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_an_address_elsewhere_is_never_followed(client: Client, cast: District, wanted: str) -> None:
    assert sign_in(client, cast.clerk, next=wanted) == (302, "/")


def test_who_has_several_roles_chooses_one(client: Client, cast: District) -> None:
    second = Membership.objects.create(
        account=cast.deputy.account, role=Role.LEGAL_REVIEWER, subject=cast.subject, valid_from=BEGAN
    )
    status, place = sign_in(client, cast.deputy, next="/officers/verify/")
    assert (status, place) == (302, "/choose-membership/?next=%2Fofficers%2Fverify%2F")
    page = client.get(place).content.decode()
    assert "法制审核人员" in page
    assert "铜应急授〔2026〕1号" in page
    chosen = client.post("/choose-membership/", {"membership": second.pk, "next": "/officers/verify/"})
    assert chosen.headers["Location"] == "/officers/verify/"
    assert client.session[SESSION_KEY] == second.pk
    assert logged() == [PlatformAction.SIGNED_IN, MembershipAction.CHOSEN]


@pytest.mark.parametrize("whose", ["lead", "nonsense", "-1", "9" * 30])
def test_nobody_chooses_a_role_of_another(client: Client, cast: District, whose: str) -> None:
    cast.clerk.sign_in(client)
    membership = str(cast.lead.member.membership_id) if whose == "lead" else whose
    answer = client.post("/choose-membership/", {"membership": membership})
    assert answer.status_code == 403
    assert client.session[SESSION_KEY] == cast.clerk.member.membership_id


def test_a_role_that_has_ended_is_not_acted_in(client: Client, cast: District) -> None:
    cast.clerk.sign_in(client)
    Membership.objects.filter(pk=cast.clerk.member.membership_id).update(valid_until=BEGAN)
    assert client.get(reverse("site_code", args=[cast.site.pk])).status_code == 403


def test_nobody_goes_on_silently_under_another_role(client: Client, cast: District) -> None:
    other = Membership.objects.create(
        account=cast.deputy.account, role=Role.CLERK, subject=cast.subject, valid_from=BEGAN
    )
    sign_in(client, cast.deputy)
    client.post(reverse("choose_membership"), {"membership": cast.deputy.member.membership_id})
    Membership.objects.exclude(pk=other.pk).filter(account=cast.deputy.account).update(valid_until=BEGAN)
    here = reverse("inspection_list")
    answer = client.get(here, follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('choose_membership')}?{urlencode({'next': here})}"
    assert "原来的任职已经结束" in answer.content.decode()
    client.post(reverse("choose_membership"), {"membership": other.pk})
    assert client.get(here).status_code == 200


def test_whose_last_role_has_ended_is_told_so(client: Client, cast: District) -> None:
    sign_in(client, cast.clerk)
    Membership.objects.filter(account=cast.clerk.account).update(valid_until=BEGAN)
    answer = client.get("/", follow=True)
    assert answer.status_code == 200
    assert "没有有效的任职" in answer.content.decode()


def test_signing_out_takes_a_post_and_is_logged(client: Client, cast: District) -> None:
    cast.clerk.sign_in(client)
    assert client.get(reverse("sign_out")).status_code == 405
    assert client.post(reverse("sign_out")).headers["Location"] == reverse("sign_in")
    assert "_auth_user_id" not in client.session
    assert logged() == [PlatformAction.SIGNED_OUT]


def test_whoever_is_signed_in_need_not_again(client: Client, cast: District) -> None:
    cast.clerk.sign_in(client)
    assert client.get(reverse("sign_in")).status_code == 302
    assert client.get(reverse("choose_membership")).status_code == 200
