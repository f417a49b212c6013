"""Inspections of departments' own systems come in concluded, judged by the rules of their day, and never as scans."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.inspections.models import Inspection, Result, Visit
from jingwei.inspections.operations import (
    ImportedInspection,
    import_inspections,
    void_imported_inspection,
)
from jingwei.inspections.queries import get_three_counters
from jingwei.inspections.terms import InspectionAction, Mode, Origin, Outcome, Stage
from jingwei.planning.models import CapLedger
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import AuditEvent
from jingwei.registry.models import Entrustment, Standard
from jingwei.registry.terms import CancelReason, CertificateStatus, PartyKind
from jingwei.rulebook import Refused
from tests.inspections.walking import Walk, cap
from tests.people import NOW, TODAY

pytestmark = pytest.mark.django_db
LAST_YEAR = date(2025, 6, 3)


def reported(walk: Walk, **changes: Any) -> ImportedInspection:
    """What a department reports: a routine inspection of last June by two officers, nothing found."""
    people = walk.people
    usual: dict[str, Any] = {
        "number": "铜应急检〔2025〕18号",
        "subject_id": people.subject.pk,
        "site_id": people.site.pk,
        "kind": InspectionKind.ROUTINE,
        "performed_on": LAST_YEAR,
        "item_ids": [people.item.pk],
        "certificate_ids": [people.officer.card.pk, people.second.card.pk],
        "outcome": Outcome.NO_PROBLEM,
        "source_system": "省安全生产执法系统",
    }
    return ImportedInspection(**usual | changes)


def take_in(walk: Walk, *, by: Actor = SYSTEM, **changes: Any) -> Inspection:
    """Import one."""
    return import_inspections(inspections=[reported(walk, **changes)], actor=by, now=NOW)[0]


def test_an_imported_inspection_is_concluded_and_reportable_under_its_own_day(walk: Walk) -> None:
    task = Inspection.objects.get(pk=take_in(walk).pk)
    assert (task.origin, task.stage, task.visit) == (Origin.IMPORTED, Stage.CONCLUDED, None)
    assert (task.performed_on, task.reportable_on, task.requested_by) == (LAST_YEAR, LAST_YEAR, None)
    assert task.source_system == "省安全生产执法系统"


def test_it_is_no_visit_and_takes_no_cap(walk: Walk) -> None:
    cap(walk.people.subject, 1)
    take_in(walk, performed_on=TODAY)
    assert not Visit.objects.exists()
    assert not CapLedger.objects.exclude(used=0, exempt=0).exists()
    counters = get_three_counters(walk.people.subject, walk.people.enterprise, on=TODAY)
    assert (counters.visits, counters.capped, counters.reportable) == (0, 0, 1)


def test_its_items_bear_the_standard_of_their_day_and_its_team_the_cards_shown(walk: Walk) -> None:
    people = walk.people
    old = people.standard
    Standard.objects.filter(pk=old.pk).update(valid_until=date(2026, 1, 1))
    Standard.objects.create(item=people.item, version="2026", valid_from=date(2026, 1, 1))
    task = take_in(walk)
    assert [line.standard for line in task.lines.all()] == [old]
    cards = [member.certificate for member in task.team.order_by("id")]
    assert cards == [people.officer.card, people.second.card]


def test_its_outcome_stands_without_a_paper_of_ours(walk: Walk) -> None:
    result = Result.objects.get(inspection=take_in(walk))
    assert (result.outcome, result.number, result.told_at) == (Outcome.NO_PROBLEM, None, None)
    assert not Result.objects.filter(inspection=take_in(walk, number="无结果1号", outcome=None)).exists()


def test_each_has_its_own_row_on_the_log(walk: Walk) -> None:
    both = import_inspections(
        inspections=[reported(walk), reported(walk, number="铜应急检〔2025〕19号")], actor=SYSTEM, now=NOW
    )
    rows = AuditEvent.objects.filter(action=InspectionAction.IMPORTED).order_by("id")
    assert [row.target_id for row in rows] == [task.pk for task in both]
    assert rows[0].sentence == (
        "系统导入2025-06-03检查徐州星禾示例机械有限公司（铜应急检〔2025〕18号），来源：省安全生产执法系统"
    )
    assert {"R-SUB-01", "R-PUB-02", "R-OFF-01"} <= set(rows[0].data["passed"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"performed_on": TODAY + timedelta(days=1)}, "晚于今天"),
        ({"performed_on": date(1925, 6, 3)}, "早于 2000"),
        ({"number": " "}, "没有写文号"),
        ({"ended_in_case": True}, "须填写案号"),
        ({"case_number": "铜应急立〔2025〕1号"}, "没有写转立案"),
        ({"site_id": 0}, "没有这个经营场所"),
        ({"item_ids": []}, "没有写检查事项"),
        ({"certificate_ids": [0]}, "没有这本执法证"),
    ],
)
def test_what_cannot_be_right_is_a_mistake(walk: Walk, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Mistake, match=said):
        take_in(walk, **changes)
    assert not Inspection.objects.exists()


def test_the_rules_of_its_day_are_asked(walk: Walk) -> None:
    people = walk.people
    refused: list[tuple[dict[str, Any], str]] = [
        ({"certificate_ids": [people.officer.card.pk]}, "R-OFF-01"),
        ({"exempt": ExemptReason.COMPLAINT}, "R-FRQ-03"),
        ({"kind": InspectionKind.CASE_BASED}, "R-SUB-10"),
        ({"item_ids": [people.unpublished_item.pk]}, "R-PUB-02"),
        ({"item_ids": [people.other_item.pk]}, "R-SUB-07"),
        (
            {"certificate_ids": [people.officer.card.pk, people.expired.card.pk], "performed_on": TODAY},
            "R-OFF-02",
        ),
    ]
    for changes, code in refused:
        with pytest.raises(Refused) as error:
            take_in(walk, **changes)
        assert code in {finding.rule.code for finding in error.value.judgement.refusals}


def test_a_rule_binds_from_its_own_day_on(walk: Walk) -> None:
    walk.people.subject.announced_on = LAST_YEAR + timedelta(days=1)
    walk.people.subject.save()
    with pytest.raises(Refused, match="才公告"):
        take_in(walk)
    people = walk.people
    for card in (people.officer.card, people.second.card):
        card.valid_from = date(2023, 1, 1)
        card.save()
    # Before the state council's opinion of 30 December 2024 nobody had to be announced.
    assert take_in(walk, performed_on=date(2024, 6, 3)).reportable_on == date(2024, 6, 3)


def test_a_card_cancelled_since_was_valid_on_the_day(walk: Walk) -> None:
    card = walk.people.officer.card
    card.status, card.cancelled_on = CertificateStatus.CANCELLED, LAST_YEAR + timedelta(days=1)
    card.cancel_reason = CancelReason.RETIRED
    card.save()
    take_in(walk)
    with pytest.raises(Refused, match="已注销"):
        take_in(walk, number="铜应急检〔2025〕19号", performed_on=LAST_YEAR + timedelta(days=1))


def test_one_that_ended_in_a_case_or_was_done_from_the_desk_is_not_reportable(walk: Walk) -> None:
    assert take_in(walk, ended_in_case=True, case_number="铜应急立〔2025〕1号").reportable_on is None
    assert take_in(walk, number="铜应急检〔2025〕19号", mode=Mode.OFF_SITE).reportable_on is None


def test_a_document_number_stands_once_and_is_not_given_again(walk: Walk) -> None:
    take_in(walk, performed_on=TODAY, number="铜应急检〔2026〕18号")
    with pytest.raises(Mistake, match="已有一件检查"):
        take_in(walk, number="铜应急检〔2026〕18号")
    assert walk.request().number == "铜应急检〔2026〕19号"


def test_all_are_taken_in_or_none(walk: Walk) -> None:
    wrong = reported(walk, number="铜应急检〔2025〕19号", exempt=ExemptReason.MEDIA)
    with pytest.raises(Refused):
        import_inspections(inspections=[reported(walk), wrong], actor=SYSTEM, now=NOW)
    assert not Inspection.objects.exists()


def test_a_clerk_imports_for_the_own_subject_and_the_bureau_for_all(walk: Walk) -> None:
    people = walk.people
    with pytest.raises(NotAllowed):
        take_in(walk, by=people.other_clerk.member)
    with pytest.raises(NotAllowed):
        take_in(walk, by=people.officer.member)
    assert take_in(walk, by=people.clerk.member).requested_by == people.clerk.account
    take_in(walk, by=people.supervisor.member, number="铜应急检〔2025〕19号")


def test_an_entrusted_body_needs_a_letter_of_that_day_which_is_read_once_for_many(walk: Walk) -> None:
    people = walk.people
    people.subject.kind, people.subject.principal = PartyKind.ENTRUSTED, people.other_subject
    people.subject.save()
    with pytest.raises(Refused, match="委托书"):
        take_in(walk)
    letter = Entrustment.objects.create(
        principal=people.other_subject,
        agent=people.subject,
        number="铜市监委〔2025〕1号",
        powers="检查",
        valid_from=date(2025, 1, 1),
        valid_to=date(2025, 12, 31),
        issuer=people.other_subject.name,
        published_on=date(2025, 1, 1),
        published_url="https://example.org/1",
    )
    letter.items.add(people.item)
    take_in(walk)
    several = [
        [reported(walk, number=f"铜应急检〔2025〕{first + each}号") for each in range(count)]
        for first, count in ((100, 2), (200, 30))
    ]
    asked = []
    for many in several:
        with CaptureQueriesContext(connection) as statements:
            import_inspections(inspections=many, actor=SYSTEM, now=NOW)
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_many_are_judged_and_written_in_as_many_statements_as_few(walk: Walk) -> None:
    def statements(first: int, count: int) -> int:
        many = [reported(walk, number=f"铜应急检〔2025〕{first + each}号") for each in range(count)]
        with CaptureQueriesContext(connection) as asked:
            import_inspections(inspections=many, actor=SYSTEM, now=NOW)
        return len(asked)

    statements(1, 1)
    assert statements(100, 40) == statements(200, 2)


def test_a_voided_import_stays_and_counts_no_more(walk: Walk) -> None:
    people = walk.people
    task = take_in(walk)
    for actor in (people.clerk.member, people.other_head.member, people.contact.member):
        with pytest.raises(NotAllowed):
            void_imported_inspection(inspection_id=task.pk, reason="重复", actor=actor, now=NOW)
    with pytest.raises(Mistake):
        void_imported_inspection(inspection_id=task.pk, reason=" ", actor=people.head.member, now=NOW)
    void_imported_inspection(inspection_id=task.pk, reason="报错企业", actor=people.head.member, now=NOW)
    task.refresh_from_db()
    assert (task.stage, task.reportable_on) == (Stage.WITHDRAWN, None)
    assert AuditEvent.objects.get(action=InspectionAction.IMPORT_VOIDED, outcome="done").target_id == task.pk
    with pytest.raises(Conflict):
        void_imported_inspection(inspection_id=task.pk, reason="再次", actor=people.lead.member, now=NOW)


def test_after_a_void_the_right_one_is_imported_under_the_same_number(walk: Walk) -> None:
    wrong = take_in(walk)
    void_imported_inspection(
        inspection_id=wrong.pk, reason="报错日期", actor=walk.people.supervisor.member, now=NOW
    )
    assert take_in(walk, performed_on=LAST_YEAR + timedelta(days=1)).number == wrong.number


def test_what_was_done_here_is_not_voided_as_an_import(walk: Walk) -> None:
    task = walk.signed()
    with pytest.raises(Conflict, match="不是导入的"):
        void_imported_inspection(inspection_id=task.pk, reason="错", actor=walk.people.head.member, now=NOW)
