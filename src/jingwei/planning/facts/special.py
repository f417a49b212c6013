"""Special inspections → the facts of their rules."""

from datetime import date

from jingwei.planning.models import SpecialPlan
from jingwei.planning.rules import (
    special_approval,
    special_bounds,
    special_joint,
    special_order,
    special_quota,
    special_report,
    special_shutdown,
)
from jingwei.planning.terms import ApproverLevel, ShutdownGround, SpecialOrigin
from jingwei.platform.calendar import Calendar
from jingwei.rulebook import Number, Numbers

NUMBERED_SINCE = date(2024, 12, 30)  # the day of the opinion that demands a number for each year (R-SPC-03)


def facts_of_plan(special: SpecialPlan, *, on: date) -> list[object]:
    """Return what is asked of a plan before anybody decides: order, bounds, partners, no shutdown."""
    is_ordered = special.origin == SpecialOrigin.SUPERIOR
    return [
        special_order.Facts(
            special=special.name, is_ordered_from_above=is_ordered, number=special.order_number
        ),
        special_bounds.Facts(
            special=special.name,
            is_ordered_from_above=is_ordered,
            regions=tuple(special.regions),
            contents=special.contents,
            items=special.items.count(),
            object_scope=special.object_scope,
            is_narrowed=bool(special.credit_classes or special.industries or special.enterprises.exists()),
            base=special.base,
            quantity=special.quantity,
            first_on=special.first_on,
            last_on=special.last_on,
            assessment=special.assessment,
            assessed_on=special.assessed_on,
            on=on,
        ),
        special_joint.Facts(
            special=special.name,
            lead=special.subject.name,
            partners=tuple(special.partners.order_by("sort_key").values_list("name", flat=True)),
            items=tuple(
                special_joint.Item(item.name, item.subject.name)
                for item in special.items.select_related("subject").order_by("code")
            ),
        ),
    ]


def shutdown_facts(
    special: SpecialPlan, *, is_decided: bool = False, approver: ApproverLevel | None = None
) -> special_shutdown.Facts:
    """R-SPC-06 for a plan that is submitted, or with its approver that is decided on."""
    return special_shutdown.Facts(
        special=special.name,
        contents=special.contents,
        orders_shutdown=special.orders_shutdown,
        ground=ShutdownGround(special.shutdown_ground) if special.shutdown_ground else None,
        is_decided=is_decided,
        approver=approver,
    )


def approval_facts(
    special: SpecialPlan, *, approver: ApproverLevel | None, number: str, approved_on: date
) -> special_approval.Facts:
    """R-SPC-01 for an approval that is to be entered."""
    return special_approval.Facts(
        special=special.name,
        approver=approver,
        number=number,
        approved_on=approved_on,
        first_on=special.first_on,
    )


def quota_facts(special: SpecialPlan, *, numbers: Numbers) -> special_quota.Facts:
    """R-SPC-03 for one plan; ``numbers`` of the day on which it begins."""
    return special_quota.Facts(
        subject=special.subject.name,
        year=special.year,
        is_ordered_from_above=special.origin == SpecialOrigin.SUPERIOR,
        approved=count_own_approved(special.subject_id, special.year, but=special.pk),
        quota=quota_of(numbers),
    )


def quota_of(numbers: Numbers) -> Number:
    """Return how many special inspections of its own one subject may have in the year of the numbers' day."""
    return numbers.get("R-SPC-03", "quota")


def count_own_approved(subject_id: int, year: int, *, but: int | None = None) -> int:
    """Return how many special inspections that a subject leads were approved here and begin in the year."""
    approved = SpecialPlan.objects.approved().filter(
        subject=subject_id, origin=SpecialOrigin.OWN, first_on__year=year
    )
    return approved.exclude(pk=but or 0).count()


def report_facts(
    special: SpecialPlan, *, as_of: date, calendar: Calendar, numbers: Numbers
) -> special_report.Facts:
    """R-SPC-08b for a plan with a term. Raises Refused (R-CAL-02) where the working days are not known."""
    assert special.last_on is not None
    days = numbers.get("R-SPC-08b", "days").value
    return special_report.Facts(
        special=special.name,
        is_ordered_from_above=special.origin == SpecialOrigin.SUPERIOR,
        last_on=special.last_on,
        due_on=calendar.working_days(special.last_on, days).on,
        reported_on=special.reported_on,
        as_of=as_of,
    )
