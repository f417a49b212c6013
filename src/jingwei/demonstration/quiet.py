"""The quiet periods of the demonstration and the times that its enterprises offer, through the operations."""

from datetime import date

from jingwei.demonstration.acting import acting_as, at
from jingwei.demonstration.cast import Cast
from jingwei.demonstration.content import read
from jingwei.planning import operations as planning
from jingwei.planning.terms import Weekday
from jingwei.registry.models import Enterprise, Site
from jingwei.registry.terms import Role


def build_quiet_periods(cast: Cast, *, today: date) -> None:
    """Set the quiet periods that had been set before today."""
    for given in read("quiet")["period"]:
        if given["set_on"] < today:
            name = given.get("enterprise")
            planning.set_quiet_period(
                spans=[planning.Span(first, last) for first, last in given["spans"]],
                reason=given["reason"],
                document=given["document"],
                enterprise_id=Enterprise.objects.get(name=name).pk if name else None,
                actor=cast.lead,
                now=at(given["set_on"], 10, 30),
            )


def offer_slots(*, today: date) -> None:
    """Let the contacts offer the times that they had offered before today, at their first site."""
    for given in read("quiet")["slot"]:
        if given["offered_on"] < today:
            contact = acting_as(given["contact"], Role.ENTERPRISE_CONTACT)
            for weekday in given["weekdays"]:
                planning.offer_slot(
                    site_id=Site.objects.filter(enterprise=contact.enterprise_id).order_by("id")[0].pk,
                    weekday=Weekday(weekday),
                    opens=given["opens"],
                    closes=given["closes"],
                    note=given["note"],
                    actor=contact,
                    now=at(given["offered_on"], 9, 5),
                )
