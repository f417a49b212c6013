"""One inspection on its way, in memory: its dossier, what all of a load share, and where it has got to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jingwei.demonstration.acts import APART
from jingwei.demonstration.book import Book
from jingwei.demonstration.chains import Chain
from jingwei.demonstration.ledger import Ledger
from jingwei.demonstration.plans import InForce
from jingwei.inspections import facts
from jingwei.inspections.dossier import Dossier
from jingwei.inspections.models import (
    EnterpriseRefusal,
    Inspection,
    Invitation,
    Notice,
    Record,
    RecordEntry,
    RecordPhoto,
    Result,
    Visit,
)
from jingwei.planning.models import CapLedger, QuietPeriod
from jingwei.platform.calendar import Calendar, local_date
from jingwei.platform.models import Account
from jingwei.registry.members import Member
from jingwei.registry.models import Enterprise, Officer, Relation, Standard, Subject
from jingwei.registry.terms import CreditClass
from jingwei.rulebook import Judgement, Moment, Numbers, ask


@dataclass
class Remembered(Dossier):
    """A dossier that has at hand what others read from the database."""

    drawn_up: Notice | None = None
    shown: Mapping[int, str] = field(default_factory=dict)
    judged: dict[tuple[int, date], bool] = field(default_factory=dict)

    def certified(self, officer: Officer, numbers: Numbers) -> bool:
        """Whether the officer may count as one of the two; asked once a day."""
        key = officer.pk, numbers.on
        if key not in self.judged:
            self.judged[key] = super().certified(officer, numbers)
        return self.judged[key]

    def notice(self) -> Notice | None:
        """Return its notice."""
        return self.drawn_up

    def shown_certificates(self, visit: Visit) -> dict[int, str]:
        """Return by officer the number looked at on entry."""
        return dict(self.shown)

    def refusals(self) -> Sequence[EnterpriseRefusal]:
        """Return none: in the demonstration's past nobody was kept out."""
        return ()

    def relations(self, officers: Iterable[Officer]) -> Sequence[Relation]:
        """Return no ties: nobody in the demonstration's past was sent where they had one."""
        return ()


@dataclass
class Foreseen(Remembered):
    """A dossier of an inspection that is only being laid out: what else is there was laid out with it."""

    quiet: Sequence[QuietPeriod] = ()

    def quiet_on(self, enterprise: Enterprise, day: date) -> QuietPeriod | None:
        """Return the period that keeps an enterprise quiet on the day, or None."""
        mine = {None, enterprise.pk}
        return next(
            (q for q in self.quiet if q.enterprise_id in mine and q.first_on <= day <= q.last_on), None
        )

    def near(self, days: int) -> list[tuple[str, date]]:
        """Return nothing: ``acts`` keeps a subject's inspections of one enterprise so far apart."""
        assert days <= APART
        return []

    def found_in_order(self, days: int) -> list[tuple[str, str, date]]:
        """Return nothing: no two subjects have an item of the same name."""
        return []

    def of_the_line(self) -> list[Subject]:
        """Return nobody: no line of the district has subjects of two levels."""
        return []


@dataclass
class World:
    """What all inspections of a load share."""

    book: Book
    ledger: Ledger
    calendar: Calendar
    numbers: Mapping[date, Numbers]
    standards: Mapping[int, Standard]
    clerks: Mapping[int, Member]  # by subject
    heads: Mapping[int, Member]
    officers: Mapping[int, Member]  # by officer
    accounts: Mapping[int, Account]
    plans: InForce
    quiet: Sequence[QuietPeriod]
    contacts: Mapping[int, Member]  # by enterprise: whom it has named, since the beginning
    visits: Counter[tuple[int, int, int]] = field(default_factory=Counter)  # by subject, enterprise, year
    case_visits: Counter[tuple[int, int, int]] = field(default_factory=Counter)


@dataclass
class Course:
    """One inspection on its way."""

    chain: Chain
    world: World
    lead: "Course | None" = None
    dossier: Remembered = field(init=False)
    invitation: Invitation | None = None
    visit: Visit | None = None
    record: Record = field(init=False)
    entries: list[RecordEntry] = field(init=False)
    photos: list[RecordPhoto] = field(default_factory=list)
    result: Result = field(init=False)
    followers: "list[Course]" = field(default_factory=list)

    @property
    def inspection(self) -> Inspection:
        """The inspection, once it is requested."""
        return self.dossier.inspection

    @property
    def officer(self) -> Member:
        """Who scans, fills in and tells: the first of the two."""
        return self.world.officers[self.chain.act.officers[0].pk]

    @property
    def own_visit(self) -> Visit:
        """The visit, once they are in."""
        assert self.visit is not None
        return self.visit

    @property
    def rated_subjects(self) -> list[Subject]:
        """Whose visit it was: its own subject and those that came along."""
        return [self.inspection.subject, *(each.inspection.subject for each in self.followers)]

    def ask(self, moment: Moment, asked: Iterable[object], on: date) -> Judgement:
        """Put facts to their rules; a refusal ends the load, because it must not have happened."""
        judgement = ask(moment, asked, on=on)
        judgement.require()
        return judgement

    def rows(self, on: date) -> list[CapLedger]:
        """Return the ledger rows that a visit on the day goes against."""
        return self.world.ledger.of(
            self.inspection.subject, self.inspection.enterprise, self.dossier.items, on
        )

    def key_of_year(self, year: int) -> tuple[int, int, int]:
        """Return under what its visit is counted (R-FRQ-02b)."""
        return self.inspection.subject_id, self.inspection.enterprise_id, year

    def planned(self, on: date) -> facts.Planned:
        """Return what the plans in force say as of a day, as ``facts.find_planned`` reads it."""
        act, day = self.chain.act, local_date(self.chain.request.planned_from)
        plan = self.world.plans.find(act.subject, year=day.year, on=on)
        lines = {
            item.pk: [line for line in plan.lines if line.item_id == item.pk] if plan else []
            for item in act.items
        }
        # Nobody who was ever inspected has a department's own grade.
        credit_class = CreditClass(act.site.enterprise.credit_class)
        return facts.Planned(day, on, plan.row if plan else None, credit_class, lines)
