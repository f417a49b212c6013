"""Inspections that departments did in systems of their own: read and judged in bulk before they are written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Model, Prefetch, QuerySet

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts import facts_of_import
from jingwei.inspections.models import Inspection, InspectionItem, TeamMember
from jingwei.inspections.terms import Mode, Origin, Outcome, Stage
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date, midnight
from jingwei.platform.errors import Mistake
from jingwei.platform.queries import get_numbers_of_days
from jingwei.registry.models import Certificate, Item, Site, Standard, Subject
from jingwei.rulebook import Judgement, Moment, Numbers, ask

# Before that no department kept such a list on a machine: the year is a slip of the pen.
EARLIEST = date(2000, 1, 1)
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedInspection:
    """One inspection as a department reports it. ``certificate_ids``: the cards its officers showed, theirs first."""

    number: str
    subject_id: int
    site_id: int
    kind: InspectionKind
    performed_on: date
    item_ids: Sequence[int]
    certificate_ids: Sequence[int]
    mode: Mode = Mode.ON_SITE
    outcome: Outcome | None = None
    exempt: ExemptReason | None = None
    evidence: str = ""
    plan: str = ""
    ended_in_case: bool = False
    case_number: str = ""
    source_system: str = ""


@dataclass(frozen=True, slots=True)
class JudgedImport:
    """What is to be said of one imported inspection before it is written; without a dossier there are mistakes."""

    given: ImportedInspection
    mistakes: Sequence[Mistake]
    dossier: Dossier | None = None
    judgement: Judgement | None = None


def judge_imports(
    inspections: Sequence[ImportedInspection], *, actor: Actor, now: datetime
) -> list[JudgedImport]:
    """Judge each by the rules and numbers of its own day, in the order given, in a fixed number of statements.

    The rows are made but not written. The rules are those that bind on the day (a rule has its ``since``).
    """
    known = _read(inspections)
    numbers = get_numbers_of_days({each.performed_on for each in inspections})
    seen: set[str] = set()
    judged = []
    for given in inspections:
        mistakes = [*_mistakes(given, known, local_date(now)), *_same_number(given, known, seen)]
        seen.add(given.number)
        if mistakes:
            judged.append(JudgedImport(given, mistakes))
            continue
        dossier = _dossier(given, known, actor, now)
        judged.append(JudgedImport(given, (), dossier, _judge(dossier, numbers[given.performed_on])))
    return judged


def _judge(dossier: Dossier, numbers: Numbers) -> Judgement:
    """Ask all that is asked of it; the findings of both moments stand together, as the gate keeps them."""
    asked = facts_of_import(dossier, numbers)
    findings = [
        finding for moment, facts in asked.items() for finding in ask(moment, facts, on=numbers.on).findings
    ]
    return Judgement(moment=Moment.ENTER, on=numbers.on, findings=tuple(findings))


@dataclass(frozen=True, slots=True)
class _Known:
    """The rows that a number of imported inspections name."""

    subjects: dict[int, Subject]
    sites: dict[int, Site]
    items: dict[int, Item]
    standards: dict[int, list[Standard]]  # by item
    certificates: dict[int, Certificate]
    numbers: set[str]  # document numbers that are taken


def _read(inspections: Sequence[ImportedInspection]) -> _Known:
    item_ids = {each for given in inspections for each in given.item_ids}
    standards: dict[int, list[Standard]] = {}
    for standard in Standard.objects.filter(item__in=item_ids).order_by("valid_from"):
        standards.setdefault(standard.item_id, []).append(standard)
    numbers = {given.number for given in inspections}
    return _Known(
        subjects=_by_id(
            Subject.objects.select_related("principal").prefetch_related("entrustments__items"),
            (given.subject_id for given in inspections),
        ),
        sites=_by_id(
            Site.objects.select_related("enterprise", "region"), (given.site_id for given in inspections)
        ),
        items=_by_id(Item.objects.select_related("subject").prefetch_related("bases", "versions"), item_ids),
        standards=standards,
        certificates=_by_id(
            Certificate.objects.select_related("officer__subject").prefetch_related(
                Prefetch("officer__certificates", Certificate.objects.order_by("id"))
            ),
            (each for given in inspections for each in given.certificate_ids),
        ),
        numbers=set(
            Inspection.objects.with_number().filter(number__in=numbers).values_list("number", flat=True)
        ),
    )


def _by_id(rows: QuerySet[M], ids: Iterable[int]) -> dict[int, M]:
    return {row.pk: row for row in rows.filter(pk__in=set(ids))}


def _mistakes(given: ImportedInspection, known: _Known, today: date) -> list[Mistake]:
    """Return what is wrong with it apart from the law; what it names and is not there comes first."""
    found = []
    if given.subject_id not in known.subjects:
        found.append(Mistake("没有这个检查主体", "先登记检查主体", "subject"))
    if given.site_id not in known.sites:
        found.append(Mistake("没有这个经营场所", "先登记企业和场所", "site"))
    if not given.item_ids or not set(given.item_ids) <= known.items.keys():
        found.append(Mistake("没有写检查事项，或事项不在事项库中", "从事项库选择", "items"))
    if not set(given.certificate_ids) <= known.certificates.keys():
        found.append(Mistake("没有这本执法证", "核对证号", "certificate"))
    elif len({known.certificates[each].officer_id for each in given.certificate_ids}) < len(
        given.certificate_ids
    ):
        found.append(Mistake("两名检查人员是同一人", "写明两名检查人员各自的证号", "certificate"))
    if not given.number.strip():
        found.append(Mistake("没有写文号", "填写原系统的文号", "number"))
    if given.performed_on > today:
        found.append(
            Mistake(f"实施日期晚于今天（{today}）", "核对日期；尚未实施的检查不导入", "performed_on")
        )
    elif given.performed_on < EARLIEST:
        found.append(Mistake(f"实施日期早于 {EARLIEST}", "核对年份", "performed_on"))
    if given.ended_in_case and not given.case_number.strip():
        found.append(Mistake("转立案须填写案号", "填写立案文书的案号", "case_number"))
    if given.case_number.strip() and not given.ended_in_case:
        found.append(Mistake("写了案号，没有写转立案", "转立案的填“是”，没有的删去案号", "case_number"))
    return found


def _same_number(given: ImportedInspection, known: _Known, seen: set[str]) -> list[Mistake]:
    if given.number in known.numbers:
        return [Mistake(f"文号 {given.number} 已有一件检查", "删除重复的行，或核对文号", "number")]
    if given.number in seen:
        return [Mistake(f"文号 {given.number} 重复", "删除重复的行，或核对文号", "number")]
    return []


def _dossier(given: ImportedInspection, known: _Known, actor: Actor, now: datetime) -> Dossier:
    """Make the rows as they will be written. The day of the act spans from midnight to midnight: no hour is known."""
    site, on = known.sites[given.site_id], given.performed_on
    begins = midnight(on)
    inspection = Inspection(
        number=given.number,
        subject=known.subjects[given.subject_id],
        enterprise=site.enterprise,
        site=site,
        kind=given.kind,
        mode=given.mode,
        planned_from=begins,
        planned_until=begins + timedelta(days=1),
        exempt=given.exempt or "",
        evidence=given.evidence,
        plan=given.plan,
        requested_by_id=actor.account_id,
        requested_at=now,
        ended_in_case=given.ended_in_case,
        case_number=given.case_number,
        origin=Origin.IMPORTED,
        source_system=given.source_system,
        performed_on=on,
    )
    inspection.move_to(Stage.CONCLUDED)
    items = [known.items[each] for each in dict.fromkeys(given.item_ids)]
    cards = [known.certificates[each] for each in dict.fromkeys(given.certificate_ids)]
    return Dossier(
        inspection=inspection,
        lines=[
            InspectionItem(inspection=inspection, item=item, standard=_in_force(known, item, on))
            for item in items
        ],
        team=[TeamMember(inspection=inspection, officer=card.officer, certificate=card) for card in cards],
        assistants=[],
    )


def _in_force(known: _Known, item: Item, on: date) -> Standard | None:
    """Return the version of the item's standard that bound on the day."""
    for standard in known.standards.get(item.pk, ()):
        if standard.valid_from <= on and (standard.valid_until is None or on < standard.valid_until):
            return standard
    return None
