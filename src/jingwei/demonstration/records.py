"""The steps from the record to the rating, on rows in memory; see ``steps``."""

from datetime import datetime

from jingwei.demonstration.courses import Course
from jingwei.inspections.models import Record
from jingwei.inspections.queries import contents_of
from jingwei.inspections.steps import ratings, records, results
from jingwei.platform.calendar import local_date

PHOTO = "现场.jpg"


def start_record(course: Course, now: datetime) -> None:
    """The certificates are shown and the record is opened: one entry a point."""
    course.record = Record(
        inspection=course.inspection, started_at=now, certificate_shown_at=course.chain.after(2)
    )
    points = {item.pk: course.chain.points_of(item) for item in course.dossier.items}
    course.entries = records.start(
        course.dossier, course.record, points, actor=course.officer, now=now, out=course.world.book
    )


def save_record(course: Course, now: datetime) -> None:
    """What was found is filled in."""
    chain = course.chain
    name, post = chain.person
    fields = {
        "person_name": name,
        "person_post": post,
        "is_recusal_asked": True,
        "statement": chain.statement,
        "findings": chain.findings,
    }
    records.fill_in(
        course.record,
        course.entries,
        chain.entries,
        fields,
        noted={},
        actor=course.officer,
        now=now,
        out=course.world.book,
    )


def add_photo(course: Course, now: datetime) -> None:
    """The point that failed is photographed."""
    photo = records.photograph(
        course.record,
        course.entries[course.chain.failed - 1],
        course.chain.photo,
        name=PHOTO,
        taken_at=now,
        actor=course.officer,
        now=now,
        out=course.world.book,
    )
    course.photos.append(photo)


def sign_record(course: Course, now: datetime) -> None:
    """Both sides sign; from here on the record is never edited."""
    record, world = course.record, course.world
    digest = contents_of(
        record,
        number=course.inspection.number,
        entries=course.entries,
        photos=course.photos,
        certificates=course.dossier.shown_certificates(course.own_visit).values(),
    ).digest
    officer, book = course.officer, world.book
    given = course.chain.signatures
    signatures = records.put_under(record, given, digest=digest, at=now, actor=officer, now=now, out=book)
    # What the rules read of a record's own rows is there before the database has them.
    at_hand: dict[str, object] = {"signatures": signatures, "entries": course.entries}
    record._prefetched_objects_cache = at_hand  # type: ignore[attr-defined]
    numbers = world.numbers[local_date(course.own_visit.entered_at)]
    records.sign(
        course.dossier, record, digest=digest, at=now, numbers=numbers, actor=officer, now=now, out=book
    )


def tell_result(course: Course, now: datetime) -> None:
    """The enterprise is told what came of it."""
    chain, act, world = course.chain, course.chain.act, course.world
    told = results.Told(
        outcome=act.outcome,
        problems=chain.problem,
        demand=chain.demand,
        correct_by=chain.correct_by,
        guidance=chain.guidance,
        is_told_on_the_spot=not act.ended_in_case,
        ended_in_case=act.ended_in_case,
        case_number=chain.case_number,
    )
    course.result = results.tell(
        course.dossier,
        course.record,
        told,
        at=now,
        numbers=world.numbers[local_date(now)],
        numbers_of_visit=world.numbers[local_date(course.own_visit.entered_at)],
        calendar=world.calendar,
        actor=course.officer,
        now=now,
        out=world.book,
    )


def publish_result(course: Course, now: datetime) -> None:
    """The result is made public; the row that the job writes for all of a morning is left out."""
    course.result.published_on = local_date(now)


def rate_visit(course: Course, now: datetime) -> None:
    """The enterprise rates the visit: one rating a department, which leads back to nothing."""
    course.own_visit.is_rated = True
    ratings.rate(
        course.own_visit.pk,
        course.rated_subjects,
        ratings.Rated(stars=course.chain.stars),
        key_of=course.chain.rating_id,
        now=now,
        out=course.world.book,
    )
