"""The lamp of a department: for each thing to announce and to file where it stands, and whose turn it is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.urls import reverse

from jingwei.disclosure.contents import LIVING, digest_of, list_items_with_ended_bases, read_contents
from jingwei.disclosure.facts import get_plan_due, get_profile, is_town
from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.rules.lamp_profile import Profile
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, FilingState, LampColour, Turn
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.terms import PlanStage, SpecialOrigin, SpecialStage
from jingwei.platform.queries import get_numbers
from jingwei.registry.models import Item, Subject, SubjectChange
from jingwei.rulebook import Numbers

ANNOUNCED = tuple(AnnouncementKind)
FILED = (
    (FilingKind.ITEMS, Addressee.JUSTICE),
    (FilingKind.SCOPE, Addressee.JUSTICE),
    (FilingKind.STANDARDS, Addressee.JUSTICE),
    (FilingKind.FREQUENCY, Addressee.JUSTICE),
    (FilingKind.PLAN, Addressee.JUSTICE),
    (FilingKind.PLAN, Addressee.SUPERIOR),
    (FilingKind.SPECIAL, Addressee.JUSTICE),
)
# What of a kind is filed stands in which announcement.
STANDS_IN = {
    FilingKind.ITEMS: AnnouncementKind.ITEMS,
    FilingKind.SCOPE: AnnouncementKind.ITEMS,
    FilingKind.STANDARDS: AnnouncementKind.STANDARDS,
    FilingKind.FREQUENCY: AnnouncementKind.CAPS,
    FilingKind.PLAN: AnnouncementKind.PLAN,
    FilingKind.AMENDMENT: AnnouncementKind.PLAN,
    FilingKind.SPECIAL: AnnouncementKind.SPECIAL,
}
NOTHING = {
    AnnouncementKind.ITEMS: "没有已公布的检查事项",
    AnnouncementKind.BASES: "没有已公布的检查事项",
    AnnouncementKind.STANDARDS: "没有施行中的检查标准",
    AnnouncementKind.CAPS: "没有登记频次上限",
}
T = TypeVar("T", Announcement, Filing, AnnualPlan, SpecialPlan, SubjectChange)
WORSE = (LampColour.GREEN, LampColour.YELLOW, LampColour.RED)
OF_ITEMS = (AnnouncementKind.ITEMS, AnnouncementKind.BASES, AnnouncementKind.STANDARDS)
RESTS_ON_BASES = (AnnouncementKind.ITEMS, AnnouncementKind.BASES)


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing on the lamp of a subject: its colour, in words why, whose turn it is, and where to go.

    ``act``: what that turn is, ``announce`` or ``file``, empty where it is something else.
    """

    colour: LampColour
    words: str
    turn: Turn = Turn.NOBODY
    link: str = ""
    act: str = ""
    announcement: Announcement | None = None
    filing: Filing | None = None
    plan: AnnualPlan | None = None
    special: SpecialPlan | None = None


@dataclass(frozen=True, slots=True)
class Lamp:
    """The lamp of one subject; ``colour`` is the worst of the cells that the profile (R-PUB-01) names."""

    subject: Subject
    profile: Profile
    announced: Mapping[AnnouncementKind, Cell]
    filed: Mapping[tuple[FilingKind, Addressee], Cell]
    colour: LampColour

    @property
    def pk(self) -> int:
        """The key of its subject: a subject has one lamp."""
        return self.subject.pk

    @property
    def missing(self) -> int:
        """How many of the cells that count are not green."""
        return sum(cell.colour in WORSE[1:] for cell in self.counting())

    def counting(self) -> list[Cell]:
        """Return the cells that the profile names."""
        return _counting(self.profile, self.announced, self.filed)


@dataclass(frozen=True, slots=True)
class _Read:
    """Everything that the lamps of some subjects are told from, read at once."""

    on: date
    numbers: Numbers
    announcements: Mapping[int, list[Announcement]]
    filings: Mapping[int, list[Filing]]
    plans: Mapping[int, list[AnnualPlan]]
    specials: Mapping[int, list[SpecialPlan]]
    changes: Mapping[int, list[SubjectChange]]
    digests: Mapping[int, Mapping[AnnouncementKind, str]]
    ended: Mapping[int, list[Item]]
    holding: frozenset[int]  # subjects of which the library holds an item, usable or not


def read_lamps(subjects: Collection[Subject], *, on: date) -> list[Lamp]:
    """Return the lamps of the subjects, in their order, in a number of statements that does not grow with them."""
    read = _read(subjects, on)
    return [_lamp(subject, read) for subject in subjects]


def _read(subjects: Collection[Subject], on: date) -> _Read:
    numbers = get_numbers(on)
    announcements = (
        Announcement.objects.standing()
        .filter(subject__in=subjects, announced_on__lte=on)
        .select_related("plan", "special")
        .defer("content")
        .order_by("version", "id")
    )
    filings = Filing.objects.filter(subject__in=subjects, filed_on__lte=on).order_by("id")
    plans = AnnualPlan.objects.filter(subject__in=subjects, year=on.year).order_by("version")
    specials = SpecialPlan.objects.filter(
        subject__in=subjects, stage=SpecialStage.APPROVED, origin=SpecialOrigin.OWN, approved_on__lte=on
    ).order_by("id")
    changes = SubjectChange.objects.filter(
        subject__in=subjects, reannounced_on=None, happened_on__lte=on
    ).order_by("due_on")
    return _Read(
        on=on,
        numbers=numbers,
        announcements=_by_subject(announcements),
        filings=_by_subject(filings),
        plans=_by_subject(plans),
        specials=_by_subject(each for each in specials if each.last_on is None or each.last_on >= on),
        changes=_by_subject(changes),
        digests={
            pk: {kind: digest_of(content) if content else "" for kind, content in of_kind.items()}
            for pk, of_kind in read_contents(subjects, on=on).items()
        },
        ended=list_items_with_ended_bases(subjects, on=on),
        holding=frozenset(
            Item.objects.filter(subject__in=subjects).values_list("subject", flat=True).distinct()
        ),
    )


def _by_subject(rows: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.subject_id].append(row)
    return found


def _lamp(subject: Subject, read: _Read) -> Lamp:
    profile = get_profile(subject, read.numbers)
    plan = _plan_cell(subject, read)
    announced = {
        AnnouncementKind.SUBJECT: _subject_cell(subject, read),
        **{kind: _living_cell(subject, kind, read) for kind in LIVING},
        AnnouncementKind.PLAN: plan,
        AnnouncementKind.SPECIAL: _special_cell(subject, read),
    }
    filed = {
        (kind, addressee): _filed_cell(subject, kind, addressee, announced, read) for kind, addressee in FILED
    }
    colours = [cell.colour for cell in _counting(profile, announced, filed)]
    worst = max((WORSE.index(each) for each in colours if each in WORSE), default=0)
    return Lamp(subject, profile, announced, filed, WORSE[worst])


def _counting(
    profile: Profile,
    announced: Mapping[AnnouncementKind, Cell],
    filed: Mapping[tuple[FilingKind, Addressee], Cell],
) -> list[Cell]:
    return [
        *(announced[kind] for kind in profile.announced),
        *(filed[FilingKind.PLAN, addressee] for addressee in profile.plan_filed_with),
    ]


def _subject_cell(subject: Subject, read: _Read) -> Cell:
    link = reverse("subject_detail", args=[subject.pk])
    if subject.announced_on is None or subject.announced_on > read.on:
        return Cell(LampColour.RED, "主体还没有公告", Turn.BUREAU, link)
    if changes := read.changes.get(subject.pk):
        change = changes[0]
        late = "，已逾期" if change.due_on < read.on else ""
        words = f"{change.happened_on} 变更，应于 {change.due_on} 前重新公告{late}"
        return Cell(LampColour.YELLOW, words, Turn.BUREAU, link)
    last = _last(subject, AnnouncementKind.SUBJECT, read)
    if last is not None:
        return _announced(last)
    return Cell(LampColour.GREEN, f"{subject.announced_on} 公告", link=link)


def _living_cell(subject: Subject, kind: AnnouncementKind, read: _Read) -> Cell:
    digest, last = read.digests[subject.pk][kind], _last(subject, kind, read)
    if kind in RESTS_ON_BASES and (ended := read.ended.get(subject.pk)):
        more = f"等 {len(ended)} 项" if len(ended) > 1 else ""
        words = f"“{ended[0]}”{more}的依据已失效"
        link = reverse("item_detail", args=[ended[0].pk])
        return Cell(LampColour.RED, words, Turn.CLERK, link, announcement=last)
    if not digest and last is None and kind in OF_ITEMS and subject.pk not in read.holding:
        return Cell(LampColour.NONE, "事项库里没有本单位的事项，不适用")
    if not digest:
        return Cell(LampColour.RED, NOTHING[kind], Turn.CLERK, announcement=last)
    if last is None:
        return Cell(LampColour.RED, "还没有公告", Turn.CLERK, act="announce")
    if last.digest != digest:
        words = f"第 {last.version} 版（{last.announced_on}）公告后有变化"
        return Cell(LampColour.YELLOW, words, Turn.CLERK, act="announce", announcement=last)
    return _announced(last)


def _plan_cell(subject: Subject, read: _Read) -> Cell:
    plans = read.plans.get(subject.pk, [])
    approved = [plan for plan in plans if plan.stage == PlanStage.APPROVED]
    due_on = get_plan_due(subject, read.on.year, read.numbers)
    is_due = _is_overdue(subject, read)
    missing = LampColour.RED if is_due else LampColour.YELLOW
    due = f"，应于 {due_on} 前公布" + ("，已逾期" if is_due else "") if due_on else ""
    if not approved:
        if not plans:
            return Cell(missing, f"还没有拟订 {read.on.year} 年度计划{due}", Turn.CLERK)
        plan = plans[-1]
        stage = PlanStage(plan.stage)
        turn = Turn.HEAD if stage is PlanStage.SUBMITTED else Turn.CLERK
        return Cell(missing, f"{plan.title}{stage.label}{due}", turn, plan=plan)
    plan = approved[-1]
    found = [each for each in read.announcements.get(subject.pk, []) if each.plan_id == plan.pk]
    if found:
        return _announced(found[-1], due_on=due_on if plan.version == 1 else None)
    earlier = [each for each in read.announcements.get(subject.pk, []) if _is_of_year(each, read.on.year)]
    if earlier:
        words = f"{plan.title}还没有公告，公告并备案前按原计划检查"
        return Cell(LampColour.YELLOW, words, Turn.CLERK, act="announce", announcement=earlier[-1], plan=plan)
    return Cell(missing, f"{plan.title}已批准，还没有公告{due}", Turn.CLERK, act="announce", plan=plan)


def _special_cell(subject: Subject, read: _Read) -> Cell:
    """Return the cell of the special inspections decided here; those ordered from above are announced above."""
    running = read.specials.get(subject.pk, [])
    if not running:
        return Cell(LampColour.NONE, "没有在办的本级专项检查，上级部署的由上级公布")
    announced = {each.special_id: each for each in read.announcements.get(subject.pk, [])}
    for special in running:
        if special.pk not in announced:
            words = f"“{special}”已批准，还没有公告，公告前不得实施"
            return Cell(LampColour.RED, words, Turn.CLERK, act="announce", special=special)
    last = announced[running[-1].pk]
    return _announced(last, words=f"{len(running)} 项，已公告")


def _filed_cell(
    subject: Subject,
    kind: FilingKind,
    addressee: Addressee,
    announced: Mapping[AnnouncementKind, Cell],
    read: _Read,
) -> Cell:
    if addressee is Addressee.SUPERIOR and is_town(subject):
        return Cell(LampColour.NONE, "镇街的计划只报区司法局")
    if kind is FilingKind.SPECIAL:
        cells = [
            _filed_of(each, kind, addressee, subject, read)
            for each in read.announcements.get(subject.pk, [])
            if each.special_id in {special.pk for special in read.specials.get(subject.pk, [])}
        ]
        if not cells:
            return Cell(LampColour.NONE, "没有已公告的专项检查")
        return max(cells, key=lambda cell: WORSE.index(cell.colour))
    cell = announced[STANDS_IN[kind]]
    if cell.colour is LampColour.NONE:
        return Cell(LampColour.NONE, cell.words)
    if cell.announcement is None:
        is_early = kind is FilingKind.PLAN and not _is_overdue(subject, read)
        colour = LampColour.YELLOW if is_early else LampColour.RED
        return Cell(colour, "公告以后报送", cell.turn, cell.link)
    return _filed_of(cell.announcement, kind, addressee, subject, read)


def _filed_of(
    announcement: Announcement, kind: FilingKind, addressee: Addressee, subject: Subject, read: _Read
) -> Cell:
    """Return where the filing of one announced version with one addressee stands."""
    kinds = {kind, FilingKind.AMENDMENT} if kind is FilingKind.PLAN else {kind}
    sent = [
        each
        for each in read.filings.get(subject.pk, [])
        if each.kind in kinds and each.addressee == addressee
    ]
    own = [each for each in sent if each.announcement_id == announcement.pk]
    if not own:
        colour = LampColour.YELLOW if sent else LampColour.RED
        is_first_plan = announcement.plan is not None and announcement.plan.version == 1
        if is_first_plan and not _is_overdue(subject, read):
            colour = LampColour.YELLOW
        words = f"第 {announcement.version} 版还没有报送"
        return Cell(colour, words, Turn.CLERK, act="file", announcement=announcement)
    filing = own[-1]
    link = reverse("filing_detail", args=[filing.pk])
    late = "（逾期）" if filing.is_late else ""
    match FilingState(filing.state):
        case FilingState.RETURNED:
            words = f"已退回：{filing.returned_reason}"
            return Cell(
                LampColour.RED, words, Turn.CLERK, link, "file", announcement=announcement, filing=filing
            )
        case FilingState.SUBMITTED:
            turn = Turn.BUREAU if addressee is Addressee.JUSTICE else Turn.SUPERIOR
            words = f"{filing.filed_on} 报送{late}，待{Addressee(addressee).label}回执"
            return Cell(LampColour.YELLOW, words, turn, link, announcement=announcement, filing=filing)
    words = f"{filing.received_on} 备案，{filing.receipt}{late}"
    return Cell(LampColour.GREEN, words, link=link, announcement=announcement, filing=filing)


def _is_overdue(subject: Subject, read: _Read) -> bool:
    """Whether the day by which the year's plan is to be announced and filed has passed."""
    due_on = get_plan_due(subject, read.on.year, read.numbers)
    return due_on is not None and read.on > due_on


def _announced(announcement: Announcement, *, due_on: date | None = None, words: str = "") -> Cell:
    late = "（逾期）" if due_on is not None and announcement.announced_on > due_on else ""
    said = words or f"{announcement.announced_on} 公告第 {announcement.version} 版{late}"
    link = reverse("announcement_detail", args=[announcement.pk])
    return Cell(LampColour.GREEN, said, link=link, announcement=announcement)


def _last(subject: Subject, kind: AnnouncementKind, read: _Read) -> Announcement | None:
    found = [each for each in read.announcements.get(subject.pk, []) if each.kind == kind]
    return found[-1] if found else None


def _is_of_year(announcement: Announcement, year: int) -> bool:
    return announcement.plan is not None and announcement.plan.year == year
