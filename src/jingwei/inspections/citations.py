"""What a request refers to: the plan's line, a special inspection, an invitation, a letter, the inspection it follows."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from jingwei.inspections.facts import Planned, is_by_plan
from jingwei.inspections.models import AssistanceLetter, Inspection, Invitation
from jingwei.planning.models import PlanLine, SpecialPlan
from jingwei.planning.terms import InspectionKind, SpecialOrigin, SpecialStage
from jingwei.platform.errors import Mistake
from jingwei.registry.models import Item

M = TypeVar("M", bound=Model)


def cite_special(inspection: Inspection, special_id: int | None) -> None:
    """Let the inspection be made under a special inspection, or under none; whether it may be is for the rules.

    Where the clerk wrote no number, the special's own stands in. Raises Mistake.
    """
    inspection.special = None
    if special_id is None:
        return
    if inspection.kind != InspectionKind.SPECIAL:
        raise Mistake(
            "选了专项检查，检查类别却不是专项检查", "把检查类别改为专项检查，或不选专项检查", "special_id"
        )
    own = inspection.subject_id
    # What others only draw up is not told; what was approved everybody may know.
    known = Q(subject=own) | Q(partners=own) | Q(stage__in=[SpecialStage.APPROVED, SpecialStage.ENDED])
    special = _one(SpecialPlan.objects.filter(known), special_id, "专项检查", "special_id")
    inspection.special = special
    inspection.is_ordered_from_above = special.origin == SpecialOrigin.SUPERIOR
    inspection.plan = inspection.plan or special.order_number or special.approval_number or special.name[:80]


def cite_causes(
    inspection: Inspection, *, invitation_id: int | None, letter_id: int | None, parent_id: int | None
) -> None:
    """Set the invitation it answers, the letter by which it goes to another district, the inspection it follows.

    Invitation and inspection followed may be cited once: they stay locked until the act commits, so that of two
    requests at one moment the second finds the first (R-JNT-04a, R-FRQ-06). Raises Mistake for one that is not there,
    or that is another subject's and none of ours to read.
    """
    own = inspection.subject_id
    inspection.invitation = (
        None
        if invitation_id is None
        else _one(_locked(Invitation.objects.filter(subject=own)), invitation_id, "邀约", "invitation_id")
    )
    inspection.letter = (
        None
        if letter_id is None
        else _one(AssistanceLetter.objects.filter(subject=own), letter_id, "协助函", "letter_id")
    )
    inspection.parent = (
        None
        if parent_id is None
        else _one(
            _locked(Inspection.objects.current().filter(subject=own).exclude(pk=inspection.pk)),
            parent_id,
            "要复查的检查",
            "parent_id",
        )
    )


def cite_line(inspection: Inspection, line_id: int | None, planned: Planned, items: Sequence[Item]) -> None:
    """Set the line of the plan it is made by: the one chosen, else the one it has, else the first that covers an item.

    There may be none. Only a routine inspection without a cause of its own is made by a plan. Raises Mistake for a line that covers none
    of the items at this enterprise on this day.
    """
    covering = planned.covering(items)
    if line_id is None:
        kept = next((line for line in covering if line.pk == inspection.plan_line_id), None)
        found = kept or next(iter(covering), None)
        inspection.plan_line = found if is_by_plan(inspection) and planned.is_asked_for else None
        return
    if inspection.kind != InspectionKind.ROUTINE:
        raise Mistake(
            "选了计划事项，检查类别却不是日常检查", "把检查类别改为日常检查，或不选计划事项", "plan_line_id"
        )
    inspection.plan_line = next((line for line in covering if line.pk == line_id), None)
    if inspection.plan_line is None:
        named = PlanLine.objects.filter(pk=line_id, plan__subject=inspection.subject_id).first()
        raise Mistake(
            f"计划事项“{named}”不在现行计划中，或不含本次的事项、企业类别和日期"
            if named
            else f"没有编号为 {line_id} 的计划事项",
            "不选计划事项，由系统查找；或从列表重新选择",
            "plan_line_id",
        )


def _locked(rows: QuerySet[M]) -> QuerySet[M]:
    return rows.select_for_update(no_key=True)


def _one(rows: QuerySet[M], pk: int, what: str, name: str) -> M:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Mistake(f"没有编号为 {pk} 的{what}", f"从列表重新选择{what}", name)
    return found
