"""A special inspection as the tests of it fill the form in, and the one who approves it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations import SpecialDraft, approve_special, draft_special, submit_special
from jingwei.planning.terms import ApproverLevel
from jingwei.registry.terms import Role
from tests.people import NOW, District, Person, make_person

FIRST, LAST = date(2026, 4, 1), date(2026, 5, 31)


def form(people: District, **changes: Any) -> SpecialDraft:
    """Return the form of a special inspection that every rule lets pass."""
    draft = SpecialDraft(
        name="有限空间作业专项检查",
        assessment="一季度发生两起险情，个案检查不能解决。",
        assessed_on=date(2026, 3, 9),
        basis="《安全生产法》第六十五条",
        regions=["320312"],
        contents="有限空间作业审批、监护和现场管理。",
        item_ids=[people.item.pk],
        object_scope="涉及有限空间作业的企业",
        industries=["C26"],
        base=120,
        quantity=40,
        first_on=FIRST,
        last_on=LAST,
    )
    return replace(draft, **changes)


def confirmer() -> Person:
    """Make the one who acts for the district's government."""
    return make_person("cleo", "闻人正", Role.GOVERNMENT_CONFIRMER)


def drafted(people: District, **changes: Any) -> SpecialPlan:
    """Draw one up, as the subject's clerk."""
    return draft_special(
        subject_id=people.subject.pk, draft=form(people, **changes), actor=people.clerk.member, now=NOW
    )


def submitted(people: District, **changes: Any) -> SpecialPlan:
    """Draw one up and submit it, as the subject's head."""
    special = drafted(people, **changes)
    return submit_special(special_id=special.pk, actor=people.head.member, now=NOW)


def approved(people: District, government: Person, *, now: datetime = NOW, **changes: Any) -> SpecialPlan:
    """Draw one up, submit it and have it approved."""
    special = submitted(people, **changes)
    return approve_special(
        special_id=special.pk,
        approver=ApproverLevel.GOVERNMENT,
        number=f"铜政办函〔2026〕{special.pk}号",
        opinion="同意。",
        actor=government.member,
        now=now,
    )
