"""Who stands at an enterprise's gate, by the numbers of their certificates, and whether it may refuse them (R-SCAN-11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jingwei.inspections.facts.codes import refusal_facts
from jingwei.inspections.models import Inspection
from jingwei.inspections.rules.enterprise_may_refuse import Visitor
from jingwei.inspections.terms import Origin, Stage
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.errors import Mistake, NotAllowed
from jingwei.platform.queries import get_numbers
from jingwei.registry.members import require
from jingwei.registry.models import Certificate, Site
from jingwei.registry.queries import find_verified_officer
from jingwei.registry.terms import ItemStatus, Role
from jingwei.rulebook import Judgement, Moment, ask

MOST = 8  # people at a gate


@dataclass(frozen=True, slots=True)
class Visitors:
    """The people at a gate, the task they come for if there is one, and what the law says."""

    site: Site
    people: Sequence[Visitor]
    organ: str  # the subject of those whose certificate is known; empty: nobody's is
    inspection: Inspection | None
    judgement: Judgement

    @property
    def grounds(self) -> Sequence[tuple[str, str]]:
        """Each ground for refusing, with its provision."""
        return tuple(ground for finding in self.judgement.findings for ground in finding.facts.grounds)


def get_visitors(actor: Actor, *, site_id: int, numbers: Sequence[str], now: datetime) -> Visitors:
    """Return who stands at the gate of the contact's own site, by the numbers on their cards.

    Their task is looked for among those of today alone: what is planned for another day is not told by way of this.
    Raises NotAllowed for another enterprise's site, Mistake for too many numbers.
    """
    member = require(actor, Role.ENTERPRISE_CONTACT)
    site = (
        Site.objects.select_related("enterprise")
        .filter(pk=site_id, enterprise=member.enterprise_id or 0)
        .first()
    )
    if site is None:
        raise NotAllowed("没有这个场所，或不是本企业的", "从企业端选择本企业的场所")
    shown = list(dict.fromkeys(filter(None, (number.strip() for number in numbers))))
    if len(shown) > MOST:
        raise Mistake(f"一次至多核验 {MOST} 个证号", "分几次核验", "numbers")
    on = local_date(now)
    held = list(Certificate.objects.filter(number__in=shown).values_list("number", "officer"))
    inspection = _task(site, [officer for _, officer in held], now)
    team = {member.officer_id for member in inspection.team.all()} if inspection else set()
    on_team = {number for number, officer in held if officer in team}
    people, organs = [], []
    dated = get_numbers(on)
    for number in shown:
        found = find_verified_officer(number, on=on, numbers=dated)
        organs += [found.subject] if found else []
        people.append(
            Visitor(
                number=number,
                name=found.name if found else "",
                is_valid=found is not None and found.is_valid,
                is_on_team=number in on_team,
            )
        )
    notice = getattr(inspection, "notice", None)
    facts = refusal_facts(
        people,
        task=inspection.number if inspection else "",
        is_approved=inspection is not None and bool(inspection.approved_at or inspection.urgent),
        is_subject_announced=inspection is not None
        and inspection.subject.announced_on is not None
        and (inspection.subject.revoked_on is None or on < inspection.subject.revoked_on),
        unpublished=[
            line.item.name
            for line in (inspection.lines.all() if inspection else ())
            if line.item.status_on(on) is not ItemStatus.PUBLISHED
        ],
        is_notice_served=notice is not None and notice.served_at is not None,
    )
    return Visitors(
        site=site,
        people=people,
        organ=organs[0] if organs else "",
        inspection=inspection,
        judgement=ask(Moment.VERIFY, [facts], on=on),
    )


def _task(site: Site, officers: Sequence[int], now: datetime) -> Inspection | None:
    """Return the task that these officers have here today, or are at; the one under way before others."""
    start = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    found = (
        Inspection.objects.current()
        .filter(
            site=site,
            origin=Origin.PLATFORM,
            stage__in=[Stage.SUBMITTED, Stage.APPROVED, Stage.ENTERED, Stage.RECORDED],
            team__officer__in=officers,
        )
        .select_related("subject", "visit", "notice")
        .prefetch_related("team", "lines__item__bases", "lines__item__versions")
        .distinct()
    )
    there = [each for each in found if each.visit is not None and each.visit.left_at is None]
    today = [
        each
        for each in found
        if each.visit is None and start <= each.planned_from < start + timedelta(days=1)
    ]
    ordered = sorted(
        today, key=lambda each: (each.approved_at is None, abs(each.planned_from - now), each.pk)
    )
    return next(iter([*there, *ordered]), None)
