"""What the departments announced and filed, in bulk: the same content, judgements and log as the operations write."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from jingwei.demonstration.acting import at, working_day_before
from jingwei.demonstration.book import Book
from jingwei.demonstration.cast import Cast
from jingwei.demonstration.content import read
from jingwei.demonstration.district import ANNOUNCED_ON, BEGAN, SITE
from jingwei.demonstration.plans import Plan
from jingwei.disclosure import facts
from jingwei.disclosure.contents import (
    LIVING,
    Content,
    content_of_plan,
    content_of_special,
    content_of_subject,
    digest_of,
    read_contents,
)
from jingwei.disclosure.matters import Matter
from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.operations.filing import SERIES
from jingwei.disclosure.terms import Addressee, AnnouncementKind, DisclosureAction, FilingKind, FilingState
from jingwei.planning.models import SpecialPlan
from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import Calendar
from jingwei.platform.queries import get_numbers_of_days
from jingwei.registry.models import Subject
from jingwei.rulebook import Moment, ask

# What is filed of what is announced, and how many working days after the announcement, at least.
OF_ITEMS = {
    FilingKind.ITEMS: AnnouncementKind.ITEMS,
    FilingKind.SCOPE: AnnouncementKind.ITEMS,
    FilingKind.STANDARDS: AnnouncementKind.STANDARDS,
    FilingKind.FREQUENCY: AnnouncementKind.CAPS,
}
CAPS_FROM = date(2025, 2, 17)  # from when on departments announced their caps, one after the other
AGAIN = 5  # working days until what was returned is filed again

Act = Callable[[], None]


@dataclass
class Registrar:
    """Gathers what was announced and filed, to be put into the book in the order of time: receipts are numbered so."""

    book: Book
    cast: Cast
    calendar: Calendar
    today: date
    acts: list[tuple[datetime, int, Act]] = field(default_factory=list)

    def at(self, when: datetime, act: Act) -> None:
        """Keep an act for its time; what would come today or later has not happened."""
        if when < at(self.today, 0):
            self.acts.append((when, len(self.acts), act))

    def write(self) -> None:
        """Let everything happen, one after the other."""
        for _, _, act in sorted(self.acts, key=lambda each: each[:2]):
            act()

    def announce(
        self,
        row: Announcement,
        content: Content,
        *,
        day: date,
        asked: Sequence[object] = (),
    ) -> Announcement:
        """Announce by the clerk, at noon of the day. Returns the announcement, to be filed."""
        clerk, now = self.cast.clerks[row.subject_id], at(day, 11, 20)
        row.content, row.digest, row.announced_on = content, digest_of(content), day
        row.title = Matter(row.subject, AnnouncementKind(row.kind), row.plan, row.special).title
        row.issuer, row.made_by_id, row.made_at = row.subject.name, clerk.account_id, now
        row.pk = self.book.key(Announcement)

        def act() -> None:
            judgement = ask(Moment.ANNOUNCE, [facts.address_facts(row.url), *asked], on=day)
            judgement.require()
            self.book.add(row)
            self.book.log(
                DisclosureAction.ANNOUNCED,
                actor=clerk,
                now=now,
                target=row,
                judgement=judgement,
                subject=row.subject.name,
                kind=AnnouncementKind(row.kind).label,
                version=row.version,
                day=day,
                url=row.url,
            )
            self.book.raise_findings("disclosure", judgement, now=now, act="announcement", act_id=row.pk)

        self.at(now, act)
        return row

    def file(
        self,
        announcement: Announcement,
        kind: FilingKind,
        addressee: Addressee,
        *,
        day: date,
        received: date | None,
        returned: date | None = None,
        due_on: date | None = None,
        asked: Callable[[date], list[object]] = lambda day: [],
    ) -> None:
        """File with somebody, who receives it, or returns it first and gets it once more."""
        row = Filing(
            id=self.book.key(Filing),
            subject=announcement.subject,
            kind=kind,
            addressee=addressee,
            announcement=announcement,
            plan=announcement.plan,
            special=announcement.special,
            version=announcement.version,
            digest=announcement.digest,
            due_on=due_on,
            filed_on=day,
            is_late=due_on is not None and day > due_on,
            state=FilingState.SUBMITTED,
            filed_by_id=self.cast.clerks[announcement.subject_id].account_id,
            filed_at=at(day, 15, 40),
        )
        self.at(row.filed_at, lambda: self._filed(row, asked(day)))
        if returned is not None:
            self.at(at(returned, 10, 10), lambda: self._returned(row, at(returned, 10, 10)))
            again = self.calendar.working_days(returned, AGAIN).on
            self.file(announcement, kind, addressee, day=again, received=received, due_on=due_on, asked=asked)
        elif received is not None:
            self.at(at(received, 10, 30), lambda: self._received(row, at(received, 10, 30)))

    def _filed(self, row: Filing, asked: list[object]) -> None:
        judgement = ask(Moment.FILE, asked, on=row.filed_on)
        judgement.require()
        self.book.add(row)
        self._log(
            DisclosureAction.FILED,
            row,
            row.filed_at,
            actor=self.cast.clerks[row.subject_id],
            judgement=judgement,
            addressee=Addressee(row.addressee).label,
            version=row.version,
        )
        self.book.raise_findings("disclosure", judgement, now=row.filed_at, act="filing", act_id=row.pk)

    def _returned(self, row: Filing, now: datetime) -> None:
        row.state, row.returned_reason = FilingState.RETURNED, read("plans")["late"]["returned_reason"]
        self._log(DisclosureAction.RETURNED, row, now, actor=self.cast.supervisor, reason=row.returned_reason)

    def _received(self, row: Filing, now: datetime) -> None:
        row.state, row.received_on = FilingState.RECEIVED, now.date()
        if row.addressee == Addressee.JUSTICE:
            action, actor = DisclosureAction.RECEIVED, self.cast.supervisor
            row.receipt = self.book.number(f"{settings.BUREAU_SERIES}{SERIES}", now.year)
        else:
            action, actor = DisclosureAction.SUPERIOR_RECEIPT, self.cast.clerks[row.subject_id]
            row.receipt = f"上级收文〔{now.year}〕{row.subject.code[-4:]}-{row.version}号（演示）"
        row.received_by_id = actor.account_id
        self._log(action, row, now, actor=actor, number=row.receipt)

    def _log(self, action: DisclosureAction, row: Filing, now: datetime, **more: Any) -> None:
        words: dict[str, Any] = {"subject": row.subject.name, "kind": FilingKind(row.kind).label}
        self.book.log(action, now=now, target=row, **words, **more)


def write_announcements(cast: Cast, calendar: Calendar, plans: Sequence[Plan], *, today: date) -> None:
    """Write what was announced and filed up to yesterday: subjects, items, bases, standards, caps, plans, specials."""
    book = Book()
    registrar = Registrar(book, cast, calendar, today)
    subjects = list(Subject.objects.select_related("region", "principal").order_by("code"))
    for subject in subjects:
        _announce_subject(book, subject)
    for n, (subject, kind, content) in enumerate(_living(subjects, today)):
        _announce_living(registrar, subject, kind, content, n)
    _announce_plans(registrar, plans, {each.pk: each for each in subjects})
    _announce_specials(registrar)
    registrar.write()
    book.write()


def _announce_subject(book: Book, subject: Subject) -> None:
    """Keep the announcement of a subject as the registry's event makes the system keep it."""
    content = content_of_subject(subject)
    row = Announcement(
        id=book.key(Announcement),
        subject=subject,
        kind=AnnouncementKind.SUBJECT,
        version=1,
        title=Matter(subject, AnnouncementKind.SUBJECT).title,
        content=content,
        digest=digest_of(content),
        announced_on=ANNOUNCED_ON,
        issuer=subject.name,
        url=f"{SITE}/subjects.html",
        made_at=BEGAN,
    )
    book.add(row)
    book.log(
        DisclosureAction.ANNOUNCED,
        actor=SYSTEM,
        now=BEGAN,
        target=row,
        subject=subject.name,
        kind=AnnouncementKind.SUBJECT.label,
        version=1,
        day=ANNOUNCED_ON,
        url=row.url,
    )


def _living(subjects: Sequence[Subject], today: date) -> Iterator[tuple[Subject, AnnouncementKind, Content]]:
    """Yield what each subject announced of what it has; of some the last row is newer than the announcement."""
    content = read("disclosure")
    contents = read_contents(subjects, on=today)
    for subject in subjects:
        for kind in LIVING:
            rows = contents[subject.pk][kind]
            if [subject.short_name, kind.value] in content["stale"]:
                rows = rows[:-1]
            if rows and [subject.short_name, kind.value] not in content["missing"]:
                yield subject, kind, rows


def _announce_living(
    registrar: Registrar, subject: Subject, kind: AnnouncementKind, content: Content, n: int
) -> None:
    day = CAPS_FROM + timedelta(days=n % 90) if kind is AnnouncementKind.CAPS else BEGAN.date()
    day = registrar.calendar.working_days(day, 1 + n % 7).on
    url = f"{SITE}/{kind.value}/{subject.code}.html"
    announcement = registrar.announce(
        Announcement(subject=subject, kind=kind, version=1, url=url), content, day=day
    )
    given = read("disclosure")
    for filing, stands_in in OF_ITEMS.items():
        mark = [subject.short_name, filing.value]
        if stands_in is not kind or mark in given["unfiled"]:
            continue
        filed = registrar.calendar.working_days(day, 3 + n % 15).on
        received: date | None = registrar.calendar.working_days(filed, 2).on
        if mark in given["waiting"]:
            filed, received = working_day_before(registrar.calendar, registrar.today, 2), None
        registrar.file(announcement, filing, Addressee.JUSTICE, day=filed, received=received)


def _announce_plans(registrar: Registrar, plans: Sequence[Plan], subjects: dict[int, Subject]) -> None:
    days = {
        day for plan in plans for day in (plan.way.announced, plan.way.filed, plan.way.filed_above) if day
    }
    days |= {
        registrar.calendar.working_days(plan.way.returned, AGAIN).on for plan in plans if plan.way.returned
    }
    numbers = get_numbers_of_days(days)
    for plan in plans:
        row, way = plan.row, plan.way
        if way.announced is None or way.announced >= registrar.today:
            continue
        row.subject = subject = subjects[row.subject_id]
        is_first = row.version == 1
        asked: list[object] = [facts.amendment_facts(row, is_being_filed=False, is_filed=False)]
        if is_first:
            on = way.announced
            asked.append(facts.plan_facts(row, facts.PUBLISH, done_on=on, as_of=on, numbers=numbers[on]))
        url = f"{SITE}/plans/{row.year}/{subject.code}-{row.version}.html"
        announcement = registrar.announce(
            Announcement(subject=subject, kind=AnnouncementKind.PLAN, plan=row, version=1, url=url),
            content_of_plan(row),
            day=way.announced,
            asked=asked,
        )
        kind = FilingKind.PLAN if is_first else FilingKind.AMENDMENT
        due_on = facts.get_plan_due(subject, row.year, numbers[way.announced]) if is_first else None
        sent = [(Addressee.JUSTICE, way.filed, way.received, way.returned)]
        if not facts.is_town(subject):
            sent.append((Addressee.SUPERIOR, way.filed_above, way.receipt, None))
        for addressee, filed, received, returned in sent:
            if filed is None:
                continue

            def judged(day: date, plan: Plan = plan, addressee: Addressee = addressee) -> list[object]:
                found: list[object] = [facts.amendment_facts(plan.row, is_being_filed=True, is_filed=False)]
                if plan.row.version == 1:
                    step, on = f"报{addressee.label}备案", numbers[day]
                    found.append(facts.plan_facts(plan.row, step, done_on=day, as_of=day, numbers=on))
                return found

            registrar.file(
                announcement,
                kind,
                addressee,
                day=filed,
                received=received,
                returned=returned,
                due_on=due_on,
                asked=judged,
            )


def _announce_specials(registrar: Registrar) -> None:
    given = {row["name"]: row for row in read("specials")["special"]}
    found = SpecialPlan.objects.approved().select_related("subject__region").order_by("first_on")
    for special in found:
        row = given[special.name]
        url = f"{SITE}/specials/{special.first_on}.html"
        announcement = registrar.announce(
            Announcement(
                subject=special.subject, kind=AnnouncementKind.SPECIAL, special=special, version=1, url=url
            ),
            content_of_special(special),
            day=row["announced"],
        )
        registrar.file(
            announcement,
            FilingKind.SPECIAL,
            Addressee.JUSTICE,
            day=row["filed"],
            received=row["received"],
            due_on=special.first_on,
        )
