"""What was inspected, day by day: by whom, where, for what and how it ended; nothing is written here."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from jingwei.demonstration.chance import dice, one_of, spread
from jingwei.demonstration.content import read
from jingwei.demonstration.enterprises import trade_of
from jingwei.demonstration.roster import half_year
from jingwei.demonstration.specials import BOUND_FROM, Special, approved_specials
from jingwei.inspections.terms import Outcome
from jingwei.planning.models import QuietPeriod
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import Calendar
from jingwei.registry.models import Certificate, Enterprise, Item, Officer, Region, Site, Standard, Subject
from jingwei.registry.terms import ItemStatus, StaffKind

FIRST_YEAR = 2024
CASES = 0.035  # share of inspections that ended in a case, beside those that are reportable
QUIET = (
    date(2024, 12, 30),
    date(2025, 1, 1),
)  # between the document and its first working day nobody inspected
KINDS = {InspectionKind.ROUTINE: 66, InspectionKind.SPECIAL: 16, InspectionKind.CASE_BASED: 18}
EXEMPT = {ExemptReason.COMPLAINT: 70, ExemptReason.ASSIGNED: 14, ExemptReason.REMOTE_CLUE: 16}
EVIDENCE = {
    ExemptReason.COMPLAINT: "12345热线工单演示{year}{n:05}号",
    ExemptReason.ASSIGNED: "转办单演示〔{year}〕{n}号",
    ExemptReason.REMOTE_CLUE: "数据监测线索演示{year}{n:05}号",
    ExemptReason.INVITED: "企业申请演示〔{year}〕{n}号",
}
OUTCOMES = {
    Outcome.NO_PROBLEM: 55,
    Outcome.CORRECTED_ON_SPOT: 27,
    Outcome.CORRECTION_ORDERED: 18,
}
APART = (
    30  # days between two inspections of a subject at one enterprise: nearer ones would be merged (R-FRQ-07)
)
REQUESTED_BEFORE = timedelta(days=14)  # at most, festivals included
JOINT = 0.2  # share of those that could be joint with the one before
BUSIEST = "区市场监管局"


class NobodyLeft(LookupError):
    """No enterprise was found that a subject may inspect under its caps."""


@dataclass(slots=True)
class Act:
    """One inspection as it was: everything that a department's list would say of it."""

    n: int
    day: date
    is_afternoon: bool
    subject: Subject
    site: Site
    items: list[Item]
    officers: list[Officer]
    cards: list[Certificate]
    kind: InspectionKind
    exempt: ExemptReason | None
    evidence: str
    plan: str
    outcome: Outcome
    ended_in_case: bool
    lead: "Act | None" = None  # of a joint inspection that another subject leads
    is_lead: bool = False
    special: Special | None = None  # in whose name it was made

    @property
    def thrown(self) -> Random:
        """Chance for everything else about this act."""
        return dice("act", self.day, self.n)


@dataclass
class Field:
    """Who may inspect what and where: read once, chosen from for every act."""

    subjects: dict[str, Subject]
    items: dict[str, list[Item]]  # by the subject's short name
    sites: dict[tuple[str, str], list[Site]]  # by short name and item code
    caps: dict[str, Any]
    reserved: set[int]  # enterprises that the day's tasks need this year
    everybody: set[str]  # items that may concern any enterprise
    standards: dict[int, Standard]  # by item
    points: dict[int, list[str]]  # by item
    cards: dict[
        str, list[tuple[date, date, Officer, Certificate]]
    ]  # by short name: from, until (not included)
    specials: list[Special]
    quiet: list[tuple[date, date]]  # first and last day of each quiet period of the whole district

    def open_to(self, site: Site) -> set[str]:
        """Return the codes of the items that fit a site's trade."""
        return self.everybody | set(trade_of(site.enterprise)["items"])

    def cards_on(self, short_name: str, day: date) -> list[tuple[Officer, Certificate]]:
        """Return the officers of a subject who may inspect on a day and could when it was requested, with the card."""
        requested = day - REQUESTED_BEFORE
        return [
            (officer, card)
            for first, ended, officer, card in self.cards[short_name]
            if first <= requested and day < ended
        ]


def survey() -> Field:
    """Read the registry as it was just written."""
    shares = read("volumes")["subjects"]
    subjects = {
        each.short_name: each
        for each in Subject.objects.filter(short_name__in=shares).select_related("region")
    }
    items: dict[str, list[Item]] = defaultdict(list)
    usable = Item.objects.filter(status=ItemStatus.PUBLISHED, subject__in=subjects.values())
    for item in usable.select_related("subject").prefetch_related("bases", "versions").order_by("code"):
        items[item.subject.short_name].append(item)
    cards: dict[str, list[tuple[date, date, Officer, Certificate]]] = defaultdict(list)
    eligible = [kind.value for kind in StaffKind if kind.may_enforce]
    named = {row["username"] for row in read("people")["person"] if row.get("days")}
    for officer in (
        Officer.objects.filter(subject__in=subjects.values(), staff__in=eligible)
        .exclude(account=None)
        .exclude(account__username__in=named | {"officer-suspended"})
        .select_related("subject", "account")
        .prefetch_related("certificates", "relations")
        .order_by("id")
    ):
        for card in officer.certificates.all():
            cards[officer.subject.short_name].append((card.valid_from, _ended(officer, card), officer, card))
    names = {row["name"] for row in read("enterprises")["enterprise"]}
    sites: dict[tuple[str, str], list[Site]] = defaultdict(list)
    reserved: set[int] = set()
    field = Field(
        subjects=subjects,
        items=items,
        sites=sites,
        caps=read("caps"),
        reserved=reserved,
        everybody=set(read("trades")["everybody"]),
        standards={},
        points={},
        cards=cards,
        specials=approved_specials(),
        quiet=list(QuietPeriod.objects.standing().filter(enterprise=None).values_list("first_on", "last_on")),
    )
    for standard in Standard.objects.filter(valid_until=None).prefetch_related("points"):
        field.standards[standard.item_id] = standard
        field.points[standard.item_id] = [
            point.text for point in sorted(standard.points.all(), key=lambda each: each.position)
        ]
    enterprises, regions = Enterprise.objects.in_bulk(), Region.objects.in_bulk()
    for site in Site.objects.order_by("id"):
        site.enterprise, site.region = enterprises[site.enterprise_id], regions[site.region_id]
        if site.enterprise.name in names:
            reserved.add(site.enterprise_id)
        open_to = field.open_to(site)
        for short_name, own in items.items():
            if site.region.code.startswith(tuple(subjects[short_name].jurisdiction)):
                for item in own:
                    if item.code in open_to:
                        sites[short_name, item.code].append(site)
    return field


def _ended(officer: Officer, card: Certificate) -> date:
    """Return the first day on which a card was good for nothing any more."""
    ends = [card.valid_to + timedelta(days=1), card.cancelled_on, card.suspended_on, officer.left_on]
    return min(end for end in ends if end is not None)


class Acts:
    """Deals the acts of one month after the other, and keeps count of what each enterprise has had."""

    def __init__(self, field: Field, calendar: Calendar, *, today: date) -> None:
        """Begin with nobody inspected."""
        self.field, self.calendar, self.today = field, calendar, today
        self.had: Counter[tuple[object, ...]] = Counter()
        self.busy: set[tuple[date, bool, int]] = set()  # day, afternoon or not, officer
        self.joint_from: date = read("volumes")["scanning_from"] + timedelta(days=7)
        self.visited: set[tuple[int, date]] = set()  # enterprise and day
        self.by_subject: dict[tuple[int, int], list[date]] = defaultdict(list)  # subject and enterprise

    def until(self, last: date) -> Iterator[Act]:
        """Return all acts up to a day, in the order of their days."""
        for year in range(FIRST_YEAR, last.year + 1):
            for month in range(1, 13):
                if date(year, month, 1) <= last:
                    yield from self._month(year, month, last)

    def _month(self, year: int, month: int, last: date) -> Iterator[Act]:
        volumes = read("volumes")
        quota = volumes["months"].get(str(year), volumes["months"]["later"])[month - 1]
        days = [day for day in _days(year, month) if self._is_worked(day)]
        cases = round(quota * CASES)
        shares = {name: row["share"] for name, row in volumes["subjects"].items()}
        invited = _invited(year, month)
        whose: list[str] = []
        for name, count in zip(shares, spread(quota + cases, list(shares.values())), strict=True):
            whose += [name] * count
        thrown = dice("month", year, month)
        thrown.shuffle(whose)
        whose[:invited] = ["区消防救援大队"] * invited
        ends_in_case = set(thrown.sample(range(invited, len(whose)), cases))
        planned = sorted((thrown.choice(days), n) for n in range(len(whose)))
        before: Act | None = None
        for day, n in planned:
            if day > last:
                break
            act = self._act(n, day, whose[n], is_case=n in ends_in_case, is_invited=n < invited)
            if before is not None and day >= self.joint_from:
                self._join(act, before)
            before = act if act.lead is None else None
            yield act

    def _join(self, act: Act, lead: Act) -> None:
        """Make an act of the same half-day a joint one with the act before it, now and then, where it can be."""
        own = [item for item in self.field.items[act.subject.short_name] if item.code in self.field.everybody]
        own = [item for item in own if item.code != "TS-002"]
        is_alike = (act.day, act.is_afternoon) == (lead.day, lead.is_afternoon)
        if not (is_alike and own) or act.subject == lead.subject or lead.is_lead or act.ended_in_case:
            return
        if dice("joint", act.day, act.n).random() < JOINT and self._is_within_caps(
            lead.site, act.subject, own[:1], act.day
        ):
            act.site, act.items, act.lead, lead.is_lead = lead.site, own[:1], lead, True
            if act.special is not None and not act.special.fits(act.subject, act.site, act.items, act.day):
                act.kind, act.special = InspectionKind.ROUTINE, None
            self._count(act.site, act.subject, act.items, act.day)

    def _is_worked(self, day: date) -> bool:
        if any(first <= day <= last for first, last in (QUIET, *self.field.quiet)):
            return False
        # The calendars of the platform begin in 2025; before that the plain week is good enough for a list.
        return self.calendar.is_working_day(day) if day.year in self.calendar.years else day.weekday() < 5

    def _act(self, n: int, day: date, short_name: str, *, is_case: bool, is_invited: bool) -> Act:
        thrown = dice("inspection", day, n)
        kind, exempt = self._kind(thrown, is_case=is_case, is_invited=is_invited)
        try:
            items, site = self._where(thrown, day, short_name, kind, is_invited=is_invited)
        except NobodyLeft:  # A small subject has had all that its caps let it have: another inspects more.
            return self._act(n, day, BUSIEST, is_case=is_case, is_invited=False)
        number = thrown.randint(1, 9999)
        outcome = one_of(thrown, OUTCOMES)
        is_afternoon, pair = self._pair(thrown, day, short_name)
        kind, special = self._in_the_name_of(n, day, short_name, items, site, kind)
        return Act(
            n=n,
            day=day,
            is_afternoon=is_afternoon,
            subject=self.field.subjects[short_name],
            site=site,
            items=items,
            officers=[officer for officer, _ in pair],
            cards=[card for _, card in pair],
            kind=kind,
            exempt=exempt,
            evidence=EVIDENCE[exempt].format(year=day.year, n=number) if exempt else "",
            plan=f"年度专项检查计划（演示）〔{day.year}〕第{number % 30 + 1}项"
            if kind is InspectionKind.SPECIAL and special is None
            else "",
            special=special,
            outcome=Outcome.CLUE_OF_VIOLATION if is_case else outcome,
            ended_in_case=is_case,
        )

    def _kind(
        self, thrown: Random, *, is_case: bool, is_invited: bool
    ) -> tuple[InspectionKind, ExemptReason | None]:
        if is_invited:
            return InspectionKind.CASE_BASED, ExemptReason.INVITED
        kind = one_of(thrown, KINDS)
        return kind, one_of(thrown, EXEMPT) if kind is InspectionKind.CASE_BASED else None

    def _in_the_name_of(
        self, n: int, day: date, short_name: str, items: Sequence[Item], site: Site, kind: InspectionKind
    ) -> tuple[InspectionKind, Special | None]:
        """Return the kind that an inspection has, and the special inspection within whose bounds it lies.

        Since these have bounds, nothing outside them is one; of what lies within them, some was made in their name.
        """
        if kind is InspectionKind.CASE_BASED or day < BOUND_FROM:
            return kind, None
        subject, lot = self.field.subjects[short_name], dice("special", day, n).random()
        for special in self.field.specials:
            if special.fits(subject, site, items, day) and lot < special.share:
                return InspectionKind.SPECIAL, special
        return InspectionKind.ROUTINE, None

    def _where(
        self, thrown: Random, day: date, short_name: str, kind: InspectionKind, *, is_invited: bool
    ) -> tuple[list[Item], Site]:
        """Choose what is inspected and where: somewhere that can still be inspected under every cap."""
        own = [item for item in self.field.items[short_name] if self.field.sites[short_name, item.code]]
        if is_invited:  # What an enterprise asks for itself: to be looked at before it opens its doors.
            own = [item for item in own if item.code == "TS-003"]
        elif kind is not InspectionKind.CASE_BASED:  # A complaint is looked into when there is one.
            own = [item for item in own if item.code != "TS-002"]
        for _ in range(200):
            item = thrown.choice(own)
            site = thrown.choice(self.field.sites[short_name, item.code])
            items = [item]
            if thrown.random() < 0.2:
                open_to = self.field.open_to(site) - {item.code, "TS-002"}
                items += [each for each in own if each.code in open_to][:1]
            if self._has_room(site, self.field.subjects[short_name], items, day):
                self._count(site, self.field.subjects[short_name], items, day)
                return items, site
        raise NobodyLeft(f"{short_name} {day}")

    def _has_room(self, site: Site, subject: Subject, items: Sequence[Item], day: date) -> bool:
        """Whether one more visit stays within all caps; those that are not held against a cap keep within it too."""
        enterprise = site.enterprise
        if enterprise.pk in self.field.reserved and day.year == self.today.year:
            return False
        # Nobody is visited twice within a week.
        is_recent = any((enterprise.pk, day + timedelta(days=n)) in self.visited for n in range(-6, 7))
        return not is_recent and self._is_within_caps(site, subject, items, day)

    def _is_within_caps(self, site: Site, subject: Subject, items: Sequence[Item], day: date) -> bool:
        """Whether it stays within all caps, and apart from what the subject does there besides."""
        own = self.by_subject[subject.pk, site.enterprise_id]
        return all(abs((day - other).days) > APART for other in own) and all(
            self.had[holder, site.enterprise_id, day.year] < most
            for holder, most in self._limits(site, subject, items)
        )

    def _limits(self, site: Site, subject: Subject, items: Sequence[Item]) -> Iterator[tuple[object, int]]:
        credit_class = site.enterprise.credit_class
        yield subject.pk, self.field.caps["each_subject"][credit_class]
        for line in self.field.caps["line"]:
            if line["line"] == subject.line:
                yield subject.line, line["visits"][credit_class]
        for row in self.field.caps["item"]:
            if any(item.code == row["item"] for item in items):
                yield row["item"], row["visits"]

    def _count(self, site: Site, subject: Subject, items: Sequence[Item], day: date) -> None:
        for holder, _ in self._limits(site, subject, items):
            self.had[holder, site.enterprise_id, day.year] += 1
        self.visited.add((site.enterprise_id, day))
        self.by_subject[subject.pk, site.enterprise_id].append(day)

    def _pair(
        self, thrown: Random, day: date, short_name: str
    ) -> tuple[bool, list[tuple[Officer, Certificate]]]:
        """Choose two who may inspect and are not on the road in that half of the day yet."""
        able = self.field.cards_on(short_name, day)
        first = thrown.random() < 0.45
        # On the first day of scanning the morning went by with requests.
        halves = (True,) if day == read("volumes")["scanning_from"] else (first, not first)
        for is_afternoon in halves:
            free = [each for each in able if (day, is_afternoon, each[0].pk) not in self.busy]
            if len(free) >= 2:
                pair = thrown.sample(free, 2)
                self.busy.update((day, is_afternoon, officer.pk) for officer, _ in pair)
                return is_afternoon, pair
        raise LookupError(f"{short_name} {day}: nobody of {len(able)} is free")


def _days(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += timedelta(days=1)


def _invited(year: int, month: int) -> int:
    """Return how many of the half-year's invited inspections fall into a month: one a month, from the last back."""
    half = f"{year}H{1 if month <= 6 else 2}"
    count = int(read("volumes")["invited"].get(half, 4))
    last = half_year(half)[1].month
    return count // 6 + (last - month < count % 6)
