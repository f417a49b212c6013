"""The visits of the past that were no inspection, in bulk, as ``register_service_visit`` writes them (R-SCAN-07)."""

from datetime import date, datetime, timedelta

from jingwei.demonstration.acting import at
from jingwei.demonstration.book import Book
from jingwei.demonstration.cast import Cast
from jingwei.demonstration.chance import dice, one_of
from jingwei.demonstration.content import read
from jingwei.demonstration.imported import scanning_from
from jingwei.inspections import operations as inspections
from jingwei.inspections.facts import service_facts
from jingwei.inspections.models import Presence, ServiceVisit, Visit
from jingwei.inspections.positions import metres_to
from jingwei.inspections.terms import EntryWay, ServiceAction, ServiceKind
from jingwei.platform.calendar import Calendar
from jingwei.platform.queries import get_numbers
from jingwei.registry import codes
from jingwei.registry.models import Enterprise, Officer, Site, SiteCode, Subject
from jingwei.registry.queries import find_certificate
from jingwei.rulebook import Moment, ask

TOWNS = "镇（街道）"
OFTEN = 7  # so many calls within six weeks: one more than goes unremarked


def write_calls(cast: Cast, calendar: Calendar, *, today: date) -> None:
    """Write a few hundred calls since the scanning date, then let one enterprise be called on too often."""
    book, content = Book(), read("calls")
    officers = _officers()
    sites = _sites()
    days = [
        day
        for n in range((today - scanning_from()).days)
        if calendar.is_working_day(day := scanning_from() + timedelta(days=n))
    ]
    subjects = [
        each for each in Subject.objects.select_related("region").order_by("code") if each.pk in officers
    ]
    towns = [each for each in subjects if each.line == TOWNS]
    count = content["count"] if len(days) > 40 else 0
    for n, day in enumerate(sorted(dice("calls").choices(days, k=count))):
        thrown = dice("call", day, n)
        subject = thrown.choice(towns if thrown.random() < 0.6 else subjects)
        site = thrown.choice(sites[subject.region.code if subject.line == TOWNS else ""])
        kind = one_of(thrown, {ServiceKind(name): share for name, share in content["share"].items()})
        purpose = thrown.choice(content["purposes"][kind.value])
        team = thrown.sample(officers[subject.pk], min(2, len(officers[subject.pk])))
        begins = at(day, thrown.choice((9, 10, 14, 15)), thrown.randrange(60))
        _call(book, cast, subject, site, team, kind, purpose, begins, minutes=thrown.randint(15, 70))
    book.write()
    if count:
        _call_too_often(cast, calendar, officers, today=today)


def _officers() -> dict[int, list[Officer]]:
    """Return by subject a few of its people who can act, those who stand on it today."""
    found: dict[int, list[Officer]] = {}
    able = Officer.objects.exclude(account=None).filter(
        left_on=None, account__username__startswith="officer-0"
    )
    for officer in able.prefetch_related("certificates").select_related("account").order_by("id"):
        held = found.setdefault(officer.subject_id, [])
        if len(held) < 4:
            held.append(officer)
    return found


def _sites() -> dict[str, list[Site]]:
    """Return the sites of each town, and all under the empty key; none of those that the content names."""
    named = [row["name"] for row in read("enterprises")["enterprise"]]
    found: dict[str, list[Site]] = {"": []}
    for site in (
        Site.objects.exclude(enterprise__name__in=named).select_related("enterprise", "region").order_by("id")
    ):
        found.setdefault(site.region.code, []).append(site)
        found[""].append(site)
    return found


def _call(
    book: Book,
    cast: Cast,
    subject: Subject,
    site: Site,
    team: list[Officer],
    kind: ServiceKind,
    purpose: str,
    begins: datetime,
    *,
    minutes: int,
) -> None:
    on, ends = begins.date(), begins + timedelta(minutes=minutes)
    asked = service_facts(kind, purpose, visited_on=on, numbers=get_numbers(on))
    judgement = ask(Moment.REGISTER, [asked], on=on)
    judgement.require()
    latitude, longitude = (site.latitude or 0) + 0.0003, (site.longitude or 0) - 0.0002
    visit = Visit(
        id=book.key(Visit),
        site=site,
        enterprise=site.enterprise,
        year=on.year,
        way=EntryWay.SCAN,
        entered_at=begins,
        scanned_at=begins,
        received_at=begins,
        left_at=ends,
        scanned_by=team[0],
        latitude=latitude,
        longitude=longitude,
        accuracy=15,
        distance=metres_to(site, latitude, longitude),
    )
    book.add(visit)
    for officer in team:
        certificate = find_certificate(officer, on=on)
        book.add(
            Presence(
                visit=visit,
                officer=officer,
                certificate_number=certificate.number if certificate else "",
                is_scanner=officer is team[0],
                entered_at=begins,
            )
        )
    service = ServiceVisit(
        id=book.key(ServiceVisit),
        visit=visit,
        subject=subject,
        kind=kind,
        purpose=purpose,
        outcome="已当面说明。",
    )
    book.add(service)
    actor = cast.officers[team[0].pk]
    book.log(
        ServiceAction.REGISTERED,
        actor=actor,
        now=begins,
        target=service,
        judgement=judgement,
        data={"visit": visit.pk, "officers": [officer.pk for officer in team]},
        enterprise=site.enterprise,
        kind=kind.label,
        purpose=purpose,
    )
    book.log(
        ServiceAction.LEFT, actor=actor, now=ends, target=service, enterprise=site.enterprise, minutes=minutes
    )


def _call_too_often(
    cast: Cast, calendar: Calendar, officers: dict[int, list[Officer]], *, today: date
) -> None:
    """Let one department after the other call on the same enterprise, through the operations: the last raises the alert."""
    site = Site.objects.filter(enterprise=Enterprise.objects.get(name=read("calls")["often"])).order_by("id")[
        0
    ]
    subjects = [
        each
        for each in Subject.objects.exclude(line=TOWNS).filter(principal=None).order_by("code")
        if each.pk in officers
    ]
    code = codes.write(SiteCode.objects.get(site=site, ended_at=None).token)
    day, kinds = today, (ServiceKind.CALL, ServiceKind.PUBLICITY, ServiceKind.SURVEY)
    days: list[date] = []
    while len(days) < OFTEN:
        day -= timedelta(days=5)
        days.append(calendar.working_days(day - timedelta(days=1), 1).on)
    for n, on in enumerate(reversed(days)):
        subject, kind = subjects[n], kinds[n % len(kinds)]
        begins = at(on, 10, 5 * n)
        actor = cast.officers[officers[subject.pk][0].pk]
        service = inspections.register_service_visit(
            kind=kind,
            purpose=read("calls")["purposes"][kind.value][0],
            code=code,
            actor=actor,
            now=begins,
        )
        inspections.leave_service_visit(
            service_id=service.pk, outcome="已当面说明。", actor=actor, now=begins + timedelta(minutes=25)
        )
