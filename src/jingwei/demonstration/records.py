"""The steps from the record to the rating, on rows in memory; see ``steps``."""

from datetime import datetime

from jingwei.demonstration.courses import Course
from jingwei.inspections import facts
from jingwei.inspections.models import Rating, Record, RecordEntry, RecordPhoto, Result, Signature
from jingwei.inspections.operations import both_times
from jingwei.inspections.queries import contents_of
from jingwei.inspections.rules import result_told
from jingwei.inspections.terms import InspectionAction, Stage
from jingwei.platform.actors import NOBODY
from jingwei.platform.calendar import local_date
from jingwei.platform.models import StoredFile
from jingwei.rulebook import Moment

PHOTO = "现场.jpg"


def start_record(course: Course, now: datetime) -> None:
    """The certificates are shown and the record is opened: one entry a point."""
    book = course.world.book
    record = Record(
        id=book.key(Record),
        inspection=course.inspection,
        started_at=now,
        certificate_shown_at=course.chain.after(2),
    )
    texts = iter(course.chain.points)
    entries = [
        RecordEntry(id=book.key(RecordEntry), record=record, item=item, text=next(texts))
        for item in course.dossier.items
        for _ in range(course.chain.points_of(item))
    ]
    for position, entry in enumerate(entries, start=1):
        entry.position = position
    for row in (record, *entries):
        book.add(row)
    course.record, course.entries = record, entries
    course.log(
        InspectionAction.RECORD_STARTED,
        actor=course.officer,
        now=now,
        enterprise=course.inspection.enterprise,
        number=course.inspection.number,
    )


def save_record(course: Course, now: datetime) -> None:
    """What was found is filled in."""
    record, chain = course.record, course.chain
    results = chain.entries
    for entry in course.entries:
        given = results[entry.position]
        entry.result, entry.note = given.result or "", given.note
    record.person_name, record.person_post = chain.person
    record.is_recusal_asked, record.statement, record.findings = True, chain.statement, chain.findings
    record.version += 1
    course.log(
        InspectionAction.RECORD_SAVED,
        actor=course.officer,
        now=now,
        data={"version": record.version},
        number=course.inspection.number,
        done=len(course.entries),
        total=len(course.entries),
    )


def add_photo(course: Course, now: datetime) -> None:
    """The point that failed is photographed."""
    file = _picture(course, course.chain.photo, PHOTO, now)
    entry = course.entries[course.chain.failed - 1]
    photo = RecordPhoto(record=course.record, entry=entry, file=file, taken_at=now)
    course.photos.append(photo)
    course.world.book.add(photo)
    course.log(
        InspectionAction.PHOTO_ADDED,
        actor=course.officer,
        now=now,
        data={"sm3": file.sm3},
        number=course.inspection.number,
        name=PHOTO,
    )


def sign_record(course: Course, now: datetime) -> None:
    """Both sides sign; from here on the record is never edited."""
    record, inspection, book = course.record, course.inspection, course.world.book
    digest = contents_of(
        record,
        number=inspection.number,
        entries=course.entries,
        photos=course.photos,
        certificates=course.dossier.shown_certificates(course.own_visit).values(),
    ).digest
    signatures = [
        Signature(
            record=record,
            kind=given.kind,
            name=given.name,
            officer_id=given.officer_id,
            image=_picture(course, given.image, f"{given.name}签名.jpg", now),
            signed_at=now,
            digest=digest,
        )
        for given in course.chain.signatures
    ]
    # What the rules read of a record's own rows is there before the database has them.
    at_hand: dict[str, object] = {"signatures": signatures, "entries": course.entries}
    record._prefetched_objects_cache = at_hand  # type: ignore[attr-defined]
    record.ended_at = record.signed_at = record.received_at = now
    on = local_date(course.own_visit.entered_at)
    asked = facts.facts_of_record(course.dossier, record, course.world.numbers[on])
    judgement = course.ask(Moment.RECORD, asked, on)
    for row in signatures:
        book.add(row)
    inspection.move_to(Stage.RECORDED)
    course.log(
        InspectionAction.RECORD_SIGNED,
        actor=course.officer,
        now=now,
        judgement=judgement,
        data={"digest": digest, **both_times(now, now)},
        number=inspection.number,
    )
    book.raise_findings(judgement, now=now, act="record", act_id=record.pk)
    book.tell("inspections.record.signed", now, record_id=record.pk)


def tell_result(course: Course, now: datetime) -> None:
    """The enterprise is told what came of it."""
    chain, inspection, world, on = course.chain, course.inspection, course.world, local_date(now)
    act, record = chain.act, course.record
    is_on_the_spot = not act.ended_in_case
    assert record.signed_at is not None
    days = result_told.result_told(
        result_told.Facts(is_told_on_the_spot=is_on_the_spot, days=world.numbers[on].get("R-PRO-05a", "days"))
    ).value
    due = world.calendar.working_days(local_date(record.signed_at), days)
    numbers = world.numbers[local_date(course.own_visit.entered_at)]
    asked = facts.facts_of_conclusion(
        course.dossier,
        record,
        numbers,
        due_on=due.on,
        told_on=on,
        outcome=act.outcome,
        ended_in_case=act.ended_in_case,
    )
    judgement = course.ask(Moment.CONCLUDE, asked, on)
    course.result = Result(
        inspection=inspection,
        number=world.book.number(f"{inspection.subject.document_series}检告", on.year),
        outcome=act.outcome,
        problems=chain.problem,
        demand=chain.demand,
        correct_by=chain.correct_by,
        guidance=chain.guidance,
        is_told_on_the_spot=is_on_the_spot,
        due_on=due.on,
        is_due_official=due.is_official,
        told_at=now,
        received_at=now,
    )
    world.book.add(course.result)
    inspection.ended_in_case, inspection.case_number = act.ended_in_case, chain.case_number
    inspection.move_to(Stage.CONCLUDED)
    course.log(
        InspectionAction.RESULT_TOLD,
        actor=course.officer,
        now=now,
        judgement=judgement,
        data=both_times(now, now),
        enterprise=inspection.enterprise,
        outcome=act.outcome.label,
    )
    world.book.raise_findings(judgement, now=now, act="inspection", act_id=inspection.pk)


def publish_result(course: Course, now: datetime) -> None:
    """The result is made public; the row that the job writes for all of a morning is left out."""
    course.result.published_on = local_date(now)


def rate_visit(course: Course, now: datetime) -> None:
    """The enterprise rates the visit: one rating a department, which leads back to nothing."""
    visit, book, day = course.own_visit, course.world.book, local_date(now)
    visit.is_rated = True
    for subject in course.rated_subjects:
        book.add(
            Rating(
                id=course.chain.rating_id(subject),
                subject=subject,
                quarter=f"{day.year}Q{(day.month + 2) // 3}",
                stars={aspect.value: given for aspect, given in course.chain.stars.items()},
                took_gifts=False,
                took_treats=False,
                passed_on_costs=False,
                forced_services=False,
            )
        )
    book.log(InspectionAction.RATED, actor=NOBODY, now=now, target=visit)


def _picture(course: Course, content: bytes, name: str, now: datetime) -> StoredFile:
    return course.world.book.picture(content, name=name, actor=course.officer, now=now)
