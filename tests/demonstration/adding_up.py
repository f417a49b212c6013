"""What does not add up in the report: a line, a total or a step that is not the number of the rows it leads to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.http import QueryDict

from jingwei.inspections.models import Inspection
from jingwei.platform.actors import Actor
from jingwei.registry.models import Region, Subject
from jingwei.reporting.breakdown import Groups, list_groups
from jingwei.reporting.counters import Step, explain_counters, get_counters
from jingwei.reporting.figures import Report, address_of_list, get_report
from jingwei.reporting.filters import listed_rows, own_subject
from jingwei.reporting.indicators import Indicator, get_indicator
from jingwei.reporting.indicators.inspections import CAPPED, REPORTABLE
from jingwei.reporting.indicators.officers import CHECKED
from jingwei.reporting.indicators.visits import SHARED, VISITED
from jingwei.reporting.periods import Period, read_period
from jingwei.reporting.terms import Breakdown, Nature
from jingwei.reporting.views.parts import COLUMNS, groups_shown, strip_shown
from tests.people import NOW


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the report, for which department where the bureau asks for one; what each list holds is kept."""

    actor: Actor
    asked: int | None = None
    lengths: dict[str, int] = field(default_factory=dict)

    @property
    def scope(self) -> int | None:
        """The department whose figures are shown."""
        own = own_subject(self.actor)
        return self.asked if own is None else own

    def length(self, address: str) -> int:
        """Return how many rows the list at an address has for the reader, as its page and its export take them."""
        if address not in self.lengths:
            parts = urlsplit(address)
            query = QueryDict(parts.query)
            indicator = get_indicator(parts.path.strip("/").rpartition("/")[2])
            period = read_period(query["from"], query["to"])
            self.lengths[address] = listed_rows(self.actor, indicator, period, query).qs.count()
        return self.lengths[address]


def faults_of_report(reader: Reader, period: Period) -> Iterator[str]:
    """Name each figure of the strip that differs from its list, and each step between the counters that does."""
    report = get_report(period, subject_id=reader.scope)
    for figure, cell in zip(report.figures, strip_shown(report, NOW)["cells"], strict=True):
        listed = reader.length(cell["links"][0]["url"])
        if not cell["value"] == figure.value == listed:
            yield f"{figure.indicator.code} 为 {cell['value']}，清单 {listed}"
    counters = get_counters(
        period,
        visits=report.figure(VISITED.code).value,
        capped=report.figure(CAPPED.code).value,
        reportable=report.figure(REPORTABLE.code).value,
        subject_id=reader.scope,
    )
    for steps in explain_counters(counters):
        yield from faults_of_steps(reader, period, steps)
    made = Inspection.objects.current().filter(
        performed_on__gte=period.first, performed_on__lte=period.last, visit=None
    )
    without_visit = made.filter(**{} if reader.scope is None else {"subject": reader.scope}).count()
    if counters.without_visit != without_visit:
        yield f"没有扫码的 {counters.without_visit}，实有 {without_visit}"


def faults_of_steps(reader: Reader, period: Period, steps: Sequence[Step]) -> Iterator[str]:
    """Name each step that is not what is listed, or takes off less than nothing, and a way that does not arrive."""
    first, *between, last = steps
    reached = first.number + sum(step.number if step.sign == "+" else -step.number for step in between)
    if reached != last.number:
        yield f"从{first.label}到{last.label}：得 {reached}，应为 {last.number}"
    for step in steps:
        if step.number < 0:
            yield f"{step.label} 为 {step.number}"
        if step.listed:
            listed = reader.length(address_of_list(step.listed, period, subject_id=reader.scope))
            if listed != step.number:
                yield f"{step.label} 为 {step.number}，清单 {listed}"


def faults_of_breakdown(reader: Reader, period: Period, by: Breakdown) -> Iterator[str]:
    """Name each number of a breakdown that differs from its list, and each column that does not add up to its figure."""
    groups = list_groups(by, period, subject_id=reader.scope)
    yield from faults_of_groups(reader, period, groups, get_report(period, subject_id=reader.scope))


def faults_of_groups(reader: Reader, period: Period, groups: Groups, report: Report) -> Iterator[str]:
    """Name what is wrong with the lines of a breakdown as the page shows them."""
    page = groups_shown(groups, period, reader.scope)
    for name, indicator in COLUMNS.items():
        figure = report.figure(indicator.code)
        expected = figure.base if name == "base" else figure.value
        taken_off = page["shared"] if name == "visits" else 0
        added = sum(getattr(line["counts"], name) or 0 for line in page["groups"]) - taken_off
        if (
            not added
            == (page["total"][name] or 0)
            == (expected or 0)
            == reader.length(page["total_address"][name])
        ):
            yield f"{name} {groups.by.label}：各行之和 {added}，合计 {page['total'][name]}，指标 {expected}"
        for line in page["groups"]:
            listed, said = reader.length(line["address"][name]), getattr(line["counts"], name) or 0
            if said != listed:
                yield f"{name} {line['label']} 为 {said}，清单 {listed}"
    if page["shared"] != (reader.length(page["shared_url"]) if page["shared"] else 0):
        yield f"联合入企重复计 {page['shared']}，清单 {reader.length(page['shared_url'])}"


def faults_of_lists(reader: Reader, period: Period, indicator: Indicator, by: Breakdown) -> Iterator[str]:
    """Name an indicator whose lists, narrowed by each department, town or month, do not add up to its figure.

    Some do not by their nature: a stock is that of each day, and a person checked in two months is one of the period.
    """
    scope, figure = reader.scope, indicator.value(period, subject_id=reader.scope)
    is_each_days = indicator.nature is Nature.STOCK or indicator is CHECKED
    if (by is Breakdown.MONTH and is_each_days) or (by is Breakdown.TOWN and not indicator.listing.town):
        return
    if by is Breakdown.MONTH:
        addresses = [address_of_list(indicator, month, subject_id=scope) for month in period.months]
    elif by is Breakdown.TOWN:
        towns = Region.objects.filter(site__isnull=False).distinct().values_list("code", flat=True)
        addresses = [address_of_list(indicator, period, subject_id=scope, town=town) for town in towns]
    else:
        subjects = Subject.objects.values_list("pk", flat=True) if scope is None else [scope]
        addresses = [address_of_list(indicator, period, subject_id=subject) for subject in subjects]
    added = sum(reader.length(address) for address in addresses)
    if indicator is VISITED and by is Breakdown.SUBJECT and scope is None:
        added -= reader.length(address_of_list(SHARED, period))
    if added != figure:
        yield f"{indicator.code} {by.label}：清单之和 {added}，指标 {figure}"
