"""Rows of announcing and filing → the facts of their rules."""

from datetime import date

from jingwei.disclosure.models import AddressCheck, Announcement
from jingwei.disclosure.rules import (
    address_answers,
    amendment_filed,
    government_site,
    lamp_profile,
    plan_due,
    plan_in_time,
    urgent_special_filed,
)
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.terms import AmendmentReason
from jingwei.platform.calendar import Calendar
from jingwei.registry.models import Subject
from jingwei.rulebook import Numbers

DISTRICT_DIGITS = 6
PUBLISH = "公布"


def is_town(subject: Subject) -> bool:
    """Whether it is a town's or street's, which files with the justice bureau alone. It must come with its region."""
    return len(subject.region.code) > DISTRICT_DIGITS


def get_profile(subject: Subject, numbers: Numbers) -> lamp_profile.Profile:
    """Return what lights the lamp of the subject (R-PUB-01). It must come with its region."""
    facts = lamp_profile.Facts(reading=numbers.get("R-PUB-01", "reading"), is_town=is_town(subject))
    return lamp_profile.lamp_profile(facts).value


def get_plan_due(subject: Subject, year: int, numbers: Numbers) -> date | None:
    """Return by when the subject's plan of a year is to be announced and filed (R-PUB-07a); None where no day is set."""
    facts = plan_due.Facts(
        year=year,
        month=numbers.get("R-PUB-07a", "month"),
        day=numbers.get("R-PUB-07a", "day"),
        subject_since=subject.announced_on,
    )
    return plan_due.plan_due(facts).value


def plan_facts(
    plan: AnnualPlan, step: str, *, done_on: date | None, as_of: date, numbers: Numbers
) -> plan_in_time.Facts:
    """R-PUB-07b for one step of a plan's first version: its publication, or its filing with somebody."""
    return plan_in_time.Facts(
        plan=str(plan),
        step=step,
        due_on=get_plan_due(plan.subject, plan.year, numbers),
        done_on=done_on,
        as_of=as_of,
        clue_after=numbers.get("R-PUB-07b", "clue_after"),
    )


def amendment_facts(plan: AnnualPlan, *, is_being_filed: bool, is_filed: bool) -> amendment_filed.Facts:
    """R-PUB-07c for one version of a plan."""
    return amendment_filed.Facts(
        plan=str(plan),
        version=plan.version,
        reason=AmendmentReason(plan.reason).label if plan.reason else "",
        is_being_filed=is_being_filed,
        is_filed=is_filed,
    )


def address_facts(url: str) -> government_site.Facts:
    """R-PUB-09a for the address of an announcement."""
    return government_site.Facts(url=url)


def check_facts(announcement: Announcement, check: AddressCheck) -> address_answers.Facts:
    """R-PUB-09b for one look at an announcement's address."""
    return address_answers.Facts(
        announcement=str(announcement),
        url=announcement.url,
        status=check.status,
        shows_title=check.is_good,
        trouble=check.words if check.status is None else "",
    )


def urgent_facts(
    special: SpecialPlan, *, filed_on: date | None, as_of: date, calendar: Calendar, numbers: Numbers
) -> urgent_special_filed.Facts | None:
    """R-SPC-07 for a special inspection that was approved; None where it is not urgent or not approved here."""
    if not special.is_urgent or special.approved_on is None:
        return None
    days = numbers.get("R-SPC-07", "days")
    return urgent_special_filed.Facts(
        special=special.name,
        approved_on=special.approved_on,
        days=days,
        due_on=calendar.working_days(special.approved_on, days.value).on,
        filed_on=filed_on,
        as_of=as_of,
    )
