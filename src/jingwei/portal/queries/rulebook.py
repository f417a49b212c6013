"""Reads of the rulebook for its pages: rules by document, their dated numbers, how often they refused."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db import connection

from jingwei.platform.models import AuditEvent, DatedNumber
from jingwei.platform.terms import AuditOutcome
from jingwei.rulebook import Rule, Source, all_rules, all_sources
from jingwei.rulebook.rules import CONSEQUENCE_LABELS, KIND_LABELS

RECENT = 20


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One dated value of a rule's number, shipped with the program or entered by the bureau."""

    valid_from: date | None
    valid_until: date | None
    value: int
    region: str
    source: str
    is_verified: bool
    binds: bool  # is the one that applies in this district today
    entry: DatedNumber | None = None

    @property
    def waits(self) -> bool:
        """Whether it was entered and not yet approved by a second person."""
        return self.entry is not None and self.entry.approved_by_id is None


@dataclass(frozen=True, slots=True)
class NumberSeries:
    """All values of one number."""

    name: str
    label: str
    unit: str
    rows: list[NumberRow]


@dataclass(frozen=True, slots=True)
class BookLine:
    """A rule as the book lists it: under the document that it cites first, with how often it refused in the year."""

    rule: Rule
    source: Source
    refused: int


def list_rules(*, year: int) -> list[BookLine]:
    """Return the rules by the document they cite first."""
    refused = count_refusals(year)
    order = list(all_sources())
    rules = sorted(all_rules().values(), key=lambda rule: order.index(rule.cites[0].source_key))
    return [
        BookLine(rule, all_sources()[rule.cites[0].source_key], refused.get(rule.code, 0)) for rule in rules
    ]


def label_of_kind(rule: Rule) -> str:
    """Return what kind of rule it is, in words."""
    return KIND_LABELS[rule.kind]


def label_of_consequence(rule: Rule) -> str:
    """Return what follows when the rule says no, in words."""
    return CONSEQUENCE_LABELS[rule.consequence]


def count_refusals(year: int) -> dict[str, int]:
    """Return how often each rule refused an act in the year, by code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT found->>'rule', count(*) FROM platform_auditevent, jsonb_array_elements(data->'findings') AS found "
            "WHERE at >= make_timestamptz(%s, 1, 1, 0, 0, 0, 'Asia/Shanghai') AND outcome = %s "
            "AND jsonb_typeof(data->'findings') = 'array' AND found->>'verdict' = 'refuse' GROUP BY 1",
            [year, AuditOutcome.REFUSED.value],
        )
        return dict(cursor.fetchall())


def list_refusals(code: str) -> list[AuditEvent]:
    """Return the latest attempts that the rule refused."""
    return list(
        AuditEvent.objects.filter(
            outcome=AuditOutcome.REFUSED, data__findings__contains=[{"rule": code, "verdict": "refuse"}]
        ).order_by("-id")[:RECENT]
    )


def list_numbers(rule: Rule, *, today: date) -> list[NumberSeries]:
    """Return every value of the rule's numbers, oldest first, those entered here included."""
    entered: dict[str, list[DatedNumber]] = defaultdict(list)
    for row in (
        DatedNumber.objects.filter(rule=rule.code)
        .select_related("entered_by", "approved_by")
        .order_by("approved_at", "id")
    ):
        entered[row.name].append(row)
    return [
        NumberSeries(
            name=series.name,
            label=series.label,
            unit=series.unit,
            rows=_rows(rule, series.name, entered[series.name], today),
        )
        for series in rule.numbers.values()
    ]


def _rows(rule: Rule, name: str, entered: list[DatedNumber], today: date) -> list[NumberRow]:
    shipped = [
        NumberRow(
            valid_from=None if each.valid_from == date.min else each.valid_from,
            valid_until=each.valid_until,
            value=each.value,
            region=each.region,
            source=each.source,
            is_verified=each.is_verified,
            binds=False,
        )
        for each in rule.numbers[name].entries
    ]
    added = [
        NumberRow(
            valid_from=each.valid_from,
            valid_until=each.valid_until,
            value=each.value,
            region=settings.DISTRICT,
            source=each.source,
            is_verified=True,
            binds=False,
            entry=each,
        )
        for each in entered
    ]
    rows = sorted([*shipped, *added], key=lambda row: (row.valid_from or date.min, len(row.region)))
    binding = [row for row in rows if _binds(row, today)]
    # Of equals the one approved last binds, as in ``Numbers``.
    best = max(reversed(binding), key=lambda row: (len(row.region), row.valid_from or date.min), default=None)
    return [replace(row, binds=True) if row is best else row for row in rows]


def _binds(row: NumberRow, today: date) -> bool:
    is_in_time = (row.valid_from or date.min) <= today and (
        row.valid_until is None or today < row.valid_until
    )
    return is_in_time and settings.DISTRICT.startswith(row.region) and not row.waits
