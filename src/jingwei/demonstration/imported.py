"""The inspections before the scanning date: they were done in departments' own systems and come in by the import."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from jingwei.demonstration.acts import Act
from jingwei.demonstration.content import read
from jingwei.inspections.operations import ImportedInspection, import_inspections
from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import SHANGHAI


def import_acts(acts: Sequence[Act], *, now: datetime) -> None:
    """Take in acts through the import operation, all at once, as of the day on which the platform was opened."""
    import_inspections(inspections=list(reported(acts)), actor=SYSTEM, now=min(now, opened_at()))


def scanning_from() -> date:
    """Return the day from which the district scans, a dated parameter of the demonstration."""
    day: date = read("volumes")["scanning_from"]
    return day


def opened_at() -> datetime:
    """Return when the platform took in what was before it: the morning of the scanning date."""
    return datetime.combine(scanning_from(), time(9), SHANGHAI)


def reported(acts: Sequence[Act]) -> Iterator[ImportedInspection]:
    """Put acts as their departments list them, each with the department's own number."""
    systems = {name: row["system"] for name, row in read("volumes")["subjects"].items()}
    given: Counter[str] = Counter()
    for act in acts:
        series = f"{act.subject.document_series}检〔{act.day.year}〕"
        given[series] += 1
        case = f"{act.subject.document_series}案〔{act.day.year}〕演示{given[series]}号"
        yield ImportedInspection(
            number=f"{series}{given[series]}号",
            subject_id=act.subject.pk,
            site_id=act.site.pk,
            kind=act.kind,
            performed_on=act.day,
            item_ids=[item.pk for item in act.items],
            certificate_ids=[card.pk for card in act.cards],
            outcome=act.outcome,
            exempt=act.exempt,
            evidence=act.evidence,
            plan=act.plan,
            ended_in_case=act.ended_in_case,
            case_number=case if act.ended_in_case else "",
            source_system=systems[act.subject.short_name],
        )
