"""The annual plan and an inspection → the facts of R-PUB-08."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from jingwei.disclosure.queries import find_plan_in_force
from jingwei.inspections.dossier import Dossier
from jingwei.inspections.rules import in_the_plan
from jingwei.inspections.terms import UrgentReason
from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.queries import class_for
from jingwei.planning.terms import ExemptReason, InspectionKind, PlanActivity
from jingwei.platform.calendar import local_date
from jingwei.registry.models import Enterprise, Item, Subject
from jingwei.registry.terms import CreditClass
from jingwei.rulebook import all_rules


@dataclass(frozen=True, slots=True)
class Planned:
    """What the plans in force as of ``on`` say to inspecting these items at an enterprise on a day.

    ``lines``: by item those that name it. ``credit_class``: the stricter of the monthly class and the subject's own
    grade. ``waiting`` names a version that was approved and is not announced or not filed again yet.
    """

    day: date
    on: date
    plan: AnnualPlan | None
    credit_class: CreditClass
    lines: dict[int, list[PlanLine]] = field(default_factory=dict)
    waiting: str = ""

    @property
    def is_asked_for(self) -> bool:
        """Whether a plan is asked for at all: R-PUB-08 binds."""
        return all_rules()["R-PUB-08"].in_force(self.on)

    def covering(self, items: Iterable[Item]) -> list[PlanLine]:
        """Return the lines that cover one of the items, in the order of the items, each once."""
        found = {
            line.pk: line
            for item in items
            for line in self.lines.get(item.pk, ())
            if line.covers(item.pk, self.credit_class, self.day)
        }
        return list(found.values())


def find_planned(
    subject: Subject, enterprise: Enterprise, items: Sequence[Item], *, day: date, on: date
) -> Planned:
    """Return what the plan in force as of ``on`` says to inspecting the items at the enterprise on ``day``.

    An entrusted body acts in the name of its principal: what its own plan does not name may stand in the principal's.
    """
    plan = find_plan_in_force(subject, year=day.year, on=on)
    plans = {subject.pk: plan}
    lines: dict[int, list[PlanLine]] = {}
    for item in items:
        lines[item.pk] = _naming(plan, item)
        if not lines[item.pk] and item.subject_id != subject.pk:
            if item.subject_id not in plans:
                plans[item.subject_id] = find_plan_in_force(item.subject, year=day.year, on=on)
            lines[item.pk] = _naming(plans[item.subject_id], item)
    binding = next((each for each in plans.values() if each is not None), None)
    found = Planned(day, on, binding, class_for(enterprise, subject, on=on), lines)
    if all(found.covering([item]) for item in items):
        return found
    return replace(found, waiting=_waiting(subject, day.year, plan))


def plan_facts(
    planned: Planned, items: Sequence[Item], *, kind: InspectionKind | None, cause: str
) -> in_the_plan.Facts:
    """R-PUB-08 for items to be inspected, as the plans in force say. ``cause``: why it would need no plan."""
    return in_the_plan.Facts(
        kind=kind,
        cause=cause,
        day=planned.day,
        credit_class=planned.credit_class,
        plan=planned.plan.title if planned.plan else "",
        waiting=planned.waiting,
        items=tuple(
            in_the_plan.Item(
                item.name,
                is_named=bool(planned.lines.get(item.pk)),
                windows=tuple(
                    (line.first_on, line.last_on)
                    for line in planned.lines.get(item.pk, ())
                    if line.covers(item.pk, planned.credit_class, line.first_on)
                ),
            )
            for item in items
        ),
    )


def plan_facts_of(dossier: Dossier, planned: Planned) -> in_the_plan.Facts:
    """R-PUB-08 for one inspection."""
    inspection = dossier.inspection
    exempt = ExemptReason(inspection.exempt) if inspection.exempt else None
    return plan_facts(
        planned,
        dossier.items,
        kind=InspectionKind(inspection.kind) if inspection.kind else None,
        cause=cause_in_words(exempt, dossier.urgent),
    )


def cause_in_words(exempt: ExemptReason | None, urgent: UrgentReason | None) -> str:
    """Return why an inspection needs no plan: what it answers, or the emergency; empty where neither is given."""
    if urgent is not None:
        return urgent.label
    return exempt.label if exempt is not None else ""


def planned_of(dossier: Dossier, *, on: date) -> Planned:
    """Return what the plans in force as of ``on`` say to an inspection, on its planned day."""
    inspection = dossier.inspection
    return find_planned(
        inspection.subject,
        inspection.enterprise,
        dossier.items,
        day=local_date(inspection.planned_from),
        on=on,
    )


def _naming(plan: AnnualPlan | None, item: Item) -> list[PlanLine]:
    if plan is None:
        return []
    return [
        line
        for line in plan.lines.all()
        if line.item_id == item.pk and line.activity == PlanActivity.INSPECTION
    ]


def _waiting(subject: Subject, year: int, plan: AnnualPlan | None) -> str:
    """Return the title of a later version that was approved and does not bind yet, or nothing."""
    later = AnnualPlan.objects.approved().filter(
        subject=subject, year=year, version__gt=plan.version if plan else 0
    )
    found = later.order_by("-version").first()
    return found.title if found else ""
