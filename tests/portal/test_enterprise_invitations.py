"""Invitations from both desks: the enterprise asks or accepts, the department offers, answers and requests."""

from io import BytesIO

import pytest
import python_calamine
from django.test import Client
from django.urls import reverse

from jingwei.inspections.models import Invitation
from jingwei.inspections.terms import InvitationState
from tests.inspections.walking import Walk
from tests.people import district

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Walk:
    return Walk(district())


@pytest.fixture
def enterprise(walk: Walk) -> Client:
    return walk.people.contact.sign_in(Client())


@pytest.fixture
def clerk(walk: Walk) -> Client:
    return walk.people.clerk.sign_in(Client())


def invite(client: Client, walk: Walk, **changes: object) -> tuple[int, str]:
    """Send the form of an invitation; return status and page."""
    fields = {
        "site": walk.people.site.pk,
        "matter": "请看新设备",
        "item_ids": [walk.people.item.pk],
    } | changes
    address = f"{reverse('enterprise_invite')}?subject={walk.people.subject.pk}"
    answer = client.post(address, fields, follow=True)
    return answer.status_code, answer.content.decode()


def test_the_enterprise_chooses_a_department_and_says_what_to_look_at(walk: Walk, enterprise: Client) -> None:
    assert "请部门来看一看" in enterprise.get(reverse("enterprise_invitations")).content.decode()
    page = enterprise.get(reverse("enterprise_invite")).content.decode()
    assert walk.people.other_subject.name in page
    page = enterprise.get(reverse("enterprise_invite"), {"subject": walk.people.subject.pk}).content.decode()
    assert walk.people.item.name in page
    assert walk.people.unpublished_item.name not in page
    status, page = invite(enterprise, walk)
    assert status == 200
    assert "邀〔" in page
    assert "待答复" in page


def test_an_empty_wish_and_an_unknown_department_come_back(walk: Walk, enterprise: Client) -> None:
    status, page = invite(enterprise, walk, matter="")
    assert status == 422
    assert "请看新设备" not in page
    assert enterprise.get(reverse("enterprise_invite"), {"subject": "999999"}).status_code == 422
    assert not Invitation.objects.exists()


def test_the_clerk_accepts_and_requests_with_one_click(walk: Walk, enterprise: Client, clerk: Client) -> None:
    invite(enterprise, walk)
    made = Invitation.objects.get()
    page = clerk.get(reverse("invitation_list")).content.decode()
    assert walk.people.enterprise.name in page
    answer = clerk.post(reverse("invitation_accept", args=[made.pk]), {"answer": "欢迎"}, follow=True)
    page = answer.content.decode()
    assert "申请检查" in page
    assert f"invitation={made.pk}" in page
    assert "答复：欢迎" in enterprise.get(reverse("enterprise_invitations")).content.decode()
    form = clerk.get(reverse("inspection_new"), {"site": made.site_id, "invitation": made.pk})
    assert made.number in form.content.decode()


def test_declining_needs_a_reason_and_tells_it(walk: Walk, enterprise: Client, clerk: Client) -> None:
    invite(enterprise, walk)
    made = Invitation.objects.get()
    address = reverse("invitation_decline", args=[made.pk])
    answer = clerk.post(address, {"decline-reason": ""})
    assert answer.status_code == 422
    assert "须写明理由" in answer.content.decode()
    clerk.post(address, {"decline-reason": "近期排满"})
    assert "答复：近期排满" in enterprise.get(reverse("enterprise_invitations")).content.decode()
    assert clerk.post(reverse("invitation_accept", args=[made.pk])).status_code == 409


def test_a_department_offers_and_the_enterprise_accepts(
    walk: Walk, enterprise: Client, clerk: Client
) -> None:
    found = clerk.get(reverse("invitation_new"), {"q": "星禾"}).content.decode()
    assert f"?site={walk.people.site.pk}" in found
    address = f"{reverse('invitation_new')}?site={walk.people.site.pk}"
    assert clerk.post(address, {"matter": ""}).status_code == 422
    page = clerk.post(address, {"matter": "消防体检"}, follow=True).content.decode()
    assert "已发给企业" in page
    made = Invitation.objects.get()
    assert "消防体检" in enterprise.get(reverse("enterprise_home")).content.decode()
    enterprise.post(reverse("enterprise_accept", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == InvitationState.ACCEPTED
    clerk.post(reverse("invitation_take_back", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == InvitationState.TAKEN_BACK


def test_the_enterprise_declines_or_takes_back_its_own(walk: Walk, enterprise: Client, clerk: Client) -> None:
    clerk.post(f"{reverse('invitation_new')}?site={walk.people.site.pk}", {"matter": "消防体检"})
    offer = Invitation.objects.get()
    assert enterprise.post(reverse("enterprise_decline", args=[offer.pk]), {"reason": ""}).status_code == 422
    enterprise.post(reverse("enterprise_decline", args=[offer.pk]), {"reason": "停产中"})
    invite(enterprise, walk)
    own = Invitation.objects.exclude(pk=offer.pk).get()
    enterprise.post(reverse("enterprise_take_back", args=[own.pk]))
    states = dict(Invitation.objects.values_list("pk", "state"))
    assert states == {offer.pk: "declined", own.pk: "taken_back"}


def test_nobody_else_sees_or_answers_it(walk: Walk, enterprise: Client) -> None:
    invite(enterprise, walk)
    made = Invitation.objects.get()
    stranger = walk.people.other_clerk.sign_in(Client())
    assert stranger.get(reverse("invitation_detail", args=[made.pk])).status_code == 403
    assert stranger.post(reverse("invitation_accept", args=[made.pk])).status_code == 403
    assert "还没有邀约" in stranger.get(reverse("invitation_list")).content.decode()
    other = walk.people.other_contact.sign_in(Client())
    assert made.number not in other.get(reverse("enterprise_invitations")).content.decode()
    assert other.post(reverse("enterprise_take_back", args=[made.pk])).status_code == 403


def test_the_bureau_sees_all_filters_and_exports(walk: Walk, enterprise: Client) -> None:
    invite(enterprise, walk)
    bureau = walk.people.supervisor.sign_in(Client())
    assert (
        "请看新设备"
        in bureau.get(reverse("invitation_list"), {"q": "星禾", "state": "open"}).content.decode()
    )
    assert "没有符合条件" in bureau.get(reverse("invitation_list"), {"state": "used"}).content.decode()
    answer = bureau.get(reverse("invitation_export"))
    rows = python_calamine.load_workbook(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][6] == "请看新设备"
    detail = bureau.get(reverse("invitation_detail", args=[Invitation.objects.get().pk])).content.decode()
    assert "答复企业" not in detail
