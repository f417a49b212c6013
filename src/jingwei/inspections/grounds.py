"""What a request may rest on, for the clerk to choose from: the plan, specials, earlier orders, invitations, letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from jingwei.inspections.facts import (
    Planned,
    cause_in_words,
    find_planned,
    list_near,
    list_running_specials,
    plan_facts,
)
from jingwei.inspections.models import AssistanceLetter, Inspection, Invitation
from jingwei.inspections.plan_progress import LineProgress, progress_of
from jingwei.inspections.terms import InvitationState, LetterDirection, LetterState, Outcome, UrgentReason
from jingwei.planning.models import AnnualPlan, PlanLine, SpecialPlan
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import local_date
from jingwei.platform.queries import get_numbers
from jingwei.registry.models import Item, Site, Subject
from jingwei.rulebook import Finding, Moment, ask


@dataclass(frozen=True, slots=True)
class Grounds:
    """The subject's choices at one site on one day. ``planned`` says to each item which lines of the plan name it."""

    planned: Planned
    progress: dict[int, LineProgress]  # by line of the plan in force
    specials: Sequence[SpecialPlan]
    parents: Sequence[
        Inspection
    ]  # of the subject at the enterprise, that ordered a correction nobody has looked at
    invitations: Sequence[Invitation]
    letters: Sequence[AssistanceLetter]

    @property
    def plan(self) -> AnnualPlan | None:
        """The plan in force."""
        return self.planned.plan

    @property
    def lines(self) -> list[PlanLine]:
        """The lines of the plan that inspect, in their order."""
        return [each.line for each in self.progress.values()]

    def said_of(self, item: Item) -> str:
        """Return what the plan says to one item, in a line; empty without a plan."""
        if self.plan is None:
            return ""
        named = self.planned.lines.get(item.pk, [])
        return "；".join(map(self.in_words, named)) or "不在年度计划内"

    def in_words(self, line: PlanLine) -> str:
        """Return one line in words: its window, its place in the plan, how many of its enterprises were inspected."""
        progress = self.progress.get(line.pk)
        done = f"，已查 {progress.enterprises} / {line.quantity} 户" if progress and line.quantity else ""
        is_class_in = line.item_id and line.covers(line.item_id, self.planned.credit_class, line.first_on)
        other = "" if is_class_in else f"，不查{self.planned.credit_class.label}企业"
        return f"计划第 {line.position} 项，{line.first_on} 至 {line.last_on}{done}{other}"


def find_grounds(
    subject: Subject,
    site: Site,
    items: Sequence[Item],
    *,
    day: date,
    on: date,
    mended: Inspection | None = None,
) -> Grounds:
    """Return what a request of the subject at the site may rest on, for a visit on ``day``, as of ``on``.

    ``mended``: the request that is put again; what it rests on now stays a choice.
    """
    planned = find_planned(subject, site.enterprise, items, day=day, on=on)
    progress = progress_of(planned.plan) if planned.plan else []
    enterprise = site.enterprise_id
    own = Inspection.objects.current().filter(subject=subject, enterprise=enterprise)
    looked_at = own.exclude(parent=None).exclude(pk=mended.pk if mended else 0).values("parent")
    letters = AssistanceLetter.objects.filter(
        subject=subject, direction=LetterDirection.OUTGOING, state=LetterState.AGREED, enterprise=enterprise
    )
    invitations = Invitation.objects.filter(
        Q(state=InvitationState.ACCEPTED) | Q(pk=(mended.invitation_id if mended else None) or 0),
        subject=subject,
        site__enterprise=enterprise,
    )
    return Grounds(
        planned=planned,
        progress={each.line.pk: each for each in progress},
        specials=list_running_specials(subject, on=on),
        parents=list(
            own.filter(result__outcome=Outcome.CORRECTION_ORDERED)
            .exclude(pk__in=looked_at)
            .select_related("result")
            .order_by("-performed_on", "-id")
        ),
        invitations=list(invitations.order_by("-made_at")),
        letters=list(letters.order_by("-sent_on")),
    )


def judge_plan(
    grounds: Grounds, items: Sequence[Item], *, exempt: ExemptReason | None, urgent: UrgentReason | None
) -> Finding | None:
    """Return what R-PUB-08 would say to a routine inspection of the items, or None before it binds."""
    facts = plan_facts(
        grounds.planned, items, kind=InspectionKind.ROUTINE, cause=cause_in_words(exempt, urgent)
    )
    return next(iter(ask(Moment.REQUEST, [facts], on=grounds.planned.on).findings), None)


def list_to_merge(subject: Subject, site: Site, at: datetime, *, but: int | None) -> list[tuple[str, date]]:
    """Return number and day of the subject's other inspections near to the instant (R-FRQ-07a)."""
    days = get_numbers(local_date(at)).get("R-FRQ-07a", "days").value
    return list_near(subject.pk, site.enterprise_id, at, days=days, but=but)
