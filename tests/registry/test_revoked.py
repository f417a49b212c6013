"""A subject that is revoked: its people hold nothing for it any more, and nobody new is put under it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import note_no_case
from jingwei.inspections.terms import Outcome
from jingwei.platform.errors import Mistake, NotAllowed
from jingwei.platform.spreadsheets.layout import Layout
from jingwei.portal.queries.workbench import count_todo, list_todo
from jingwei.registry import operations as registry
from jingwei.registry.imports.items import ItemImporter
from jingwei.registry.imports.officers import OfficerImporter
from jingwei.registry.models import Membership, Subject
from jingwei.registry.terms import Role, StaffKind
from tests.inspections.walking import TOLD_AT, Walk
from tests.people import NOW, TODAY, District, district
from tests.sheets import import_rows, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> District:
    return district()


def revoke(cast: District, subject: Subject | None = None, **changed: object) -> Subject:
    arguments = {"reason": "职责划转", "on": TODAY, "actor": cast.supervisor.member, "now": NOW} | changed
    return registry.revoke_subject(subject_id=(subject or cast.subject).pk, **arguments)  # type: ignore[arg-type]


def test_its_memberships_end_today_at_the_earliest(cast: District) -> None:
    revoke(cast, on=TODAY - timedelta(days=30))
    assert not Membership.objects.in_force(TODAY).filter(subject=cast.subject).exists()
    assert Membership.objects.in_force(TODAY - timedelta(days=1)).filter(subject=cast.subject).exists()
    assert Membership.objects.in_force(TODAY).filter(subject=cast.other_subject).exists()


def test_its_memberships_hold_until_a_day_to_come(cast: District) -> None:
    last = TODAY + timedelta(days=9)
    revoke(cast, on=last + timedelta(days=1))
    assert Membership.objects.in_force(last).filter(subject=cast.subject, role=Role.CLERK).exists()
    assert not Membership.objects.in_force(last + timedelta(days=1)).filter(subject=cast.subject).exists()


def move(cast: District) -> None:
    registry.change_officer(
        officer_id=cast.officer.roster.pk, subject_id=cast.other_subject.pk,
        actor=cast.supervisor.member, now=NOW,
    )  # fmt: skip


def enrol(cast: District) -> None:
    registry.register_officer(
        subject_id=cast.other_subject.pk, name="新人", staff=StaffKind.CIVIL_SERVANT,
        actor=cast.supervisor.member, now=NOW,
    )  # fmt: skip


def grant(cast: District) -> None:
    registry.grant_membership(
        account_id=cast.clerk.account.pk, role=Role.CLERK, subject=Subject.objects.get(pk=cast.other_subject.pk),
        valid_from=TODAY, actor=cast.security.member, now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("act", [move, enrol, grant])
def test_nobody_is_put_under_it(cast: District, act: Callable[[District], None]) -> None:
    revoke(cast, cast.other_subject)
    with pytest.raises(Mistake, match=f"已于 {TODAY} 撤销"):
        act(cast)


def test_sheets_bring_nobody_and_nothing_under_it(cast: District) -> None:
    revoke(cast, cast.other_subject)

    def row(layout: Layout, unit: str) -> dict[str, str]:
        cells = {column.title: column.example for column in layout.columns}
        return cells | {unit: cast.other_subject.name}

    people = import_rows(OfficerImporter(), row(OfficerImporter.layout, "单位"))
    items = import_rows(ItemImporter(), row(ItemImporter.layout, "主体"))
    for outcome in (people, items):
        assert any(f"已于 {TODAY} 撤销" in words for words in reasons(outcome))


def test_what_it_left_open_waits_for_the_bureau(cast: District, client: Client) -> None:
    walk = Walk(cast)
    task = walk.signed()
    walk.tell(task, outcome=Outcome.CLUE_OF_VIOLATION, problems="安全出口堵塞")
    bureau = cast.supervisor.member
    with pytest.raises(NotAllowed):
        note_no_case(inspection_id=task.pk, reason="已改正", actor=bureau, now=TOLD_AT)
    revoke(cast)
    assert "立案或说明" in [todo.step for todo in list_todo(bureau, now=TOLD_AT)]
    assert count_todo(bureau, now=TOLD_AT) == len(list_todo(bureau, now=TOLD_AT))
    page = cast.supervisor.sign_in(client).get(reverse("inspection_detail", args=[task.pk]))
    assert reverse("inspection_no_case", args=[task.pk]) in page.content.decode()
    note_no_case(inspection_id=task.pk, reason="已改正", actor=bureau, now=TOLD_AT)
    assert Inspection.objects.get(pk=task.pk).no_case_reason == "已改正"
