"""Reads of circulars: lists scoped by who asks, the board of recipients, what awaits whom, whom to remind."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q

from jingwei.notices.models import Circular, Recipient, Reminder
from jingwei.notices.models import CircularQuerySet as Circulars
from jingwei.notices.models import RecipientQuerySet as Recipients
from jingwei.notices.terms import CircularState, RecipientState, Standing, Wanted
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import Calendar
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import StoredFile
from jingwei.registry.members import Member
from jingwei.registry.models import Subject
from jingwei.rulebook import Refused

SOON = 3  # working days before the due day from which on the lamp is yellow and the system reminds
AGAIN_AFTER = 5  # working days after which the system reminds an overdue recipient again
URGENCY = list(Standing)  # The words stand in this order.
IS_OPEN = ~(
    Q(recipients__state=RecipientState.ANSWERED)
    | Q(recipients__state=RecipientState.RECEIVED, wanted=Wanted.RECEIPT)
)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One recipient on the board: where it stands, how long it has, how often it was reminded."""

    recipient: Recipient
    standing: Standing
    left: int | None  # working days to the due day; negative when overdue; None without a due day or a table
    reminders: int
    last_reminded_on: date | None


def list_circulars(actor: Actor) -> Circulars:
    """Return the circulars the actor may see, newest first: the bureau all, a subject those that went to it.

    Each has ``asked`` and ``done``: how many recipients, and how many of them did what was asked.
    """
    found = Circular.objects.annotate(
        asked=Count("recipients"), done=Count("recipients", filter=~IS_OPEN)
    ).order_by("-id")
    if isinstance(actor, Member) and actor.is_bureau:
        return found
    if isinstance(actor, Member) and actor.subject_id and not actor.role.is_administrator:
        return found.exclude(number="").filter(
            pk__in=Recipient.objects.filter(subject=actor.subject_id).values("circular")
        )
    return found.none()


def get_circular(actor: Actor, circular_id: int) -> Circular:
    """Return one circular the actor may see, with the actor's ``own`` subject as recipient.

    Raises NotAllowed for all others, existing or not.
    """
    found = (
        list_circulars(actor)
        .select_related("template", "parent", "drafted_by", "issued_by")
        .filter(pk=circular_id)
        .first()
    )
    if found is None:
        raise NotAllowed("没有这件通知，或没有发给您的单位", "从通知列表打开")
    if getattr(actor, "subject_id", None):
        found.own = find_own_recipient(actor, found)
    return found


def list_received(actor: Actor) -> Recipients:
    """Return the circulars that went to the actor's subject, each as its recipient's row, newest first."""
    found = Recipient.objects.of_sent().select_related("circular", "subject").order_by("-circular")
    if isinstance(actor, Member) and actor.subject_id and not actor.role.is_administrator:
        return found.filter(subject=actor.subject_id)
    return found.none()


def find_own_recipient(actor: Actor, circular: Circular) -> Recipient | None:
    """Return the actor's subject as recipient of the circular, or None."""
    subject_id = actor.subject_id if isinstance(actor, Member) else None
    return (
        circular.recipients.filter(subject=subject_id or 0)
        .select_related("subject", "circular", "file", "received_by", "answered_by")
        .prefetch_related("reminders__by")
        .first()
    )


def get_recipient(actor: Actor, circular_id: int, recipient_id: int) -> Recipient:
    """Return one recipient of a circular, for the bureau. Raises NotAllowed for everybody else."""
    if isinstance(actor, Member) and actor.is_bureau:
        found = (
            Recipient.objects.filter(circular=circular_id, pk=recipient_id)
            .select_related("subject", "circular", "file", "received_by", "answered_by")
            .prefetch_related("reminders__by")
            .first()
        )
        if found is not None:
            return found
    raise NotAllowed("没有这家收文单位", "从通知的办理情况中打开")


def get_board(circular: Circular, *, today: date, calendar: Calendar) -> list[BoardRow]:
    """Return every recipient of a circular with where it stands: those who lack first, then in order of their names."""
    recipients = circular.recipients.select_related("subject", "file", "received_by", "answered_by")
    reminded = _reminded(recipients)
    left = days_left(circular, today=today, calendar=calendar)
    rows = []
    for each in recipients.order_by("subject__sort_key"):
        each.circular = circular
        count, last = reminded.get(each.pk, (0, None))
        rows.append(BoardRow(each, standing_of(each, today=today, left=left), left, count, last))
    return sorted(rows, key=lambda row: URGENCY.index(row.standing))


def standing_of(recipient: Recipient, *, today: date, left: int | None) -> Standing:
    """Return how a recipient stands with the due day; it must come with its circular."""
    due_on = recipient.circular.due_on
    if recipient.is_done:
        return Standing.DONE
    if due_on is not None and due_on < today:
        return Standing.OVERDUE
    if left is not None and left <= SOON:
        return Standing.DUE_SOON
    return Standing.UNRECEIVED if recipient.received_at is None else Standing.WAITING


def days_left(circular: Circular, *, today: date, calendar: Calendar) -> int | None:
    """Return the working days to the due day, or None without one or where its year has no table (R-CAL-02)."""
    if circular.due_on is None:
        return None
    try:
        return calendar.working_days_between(today, circular.due_on)
    except Refused:
        return None


def list_awaiting(subject_id: int | None) -> Recipients:
    """Return the circulars that wait for a subject to receive or answer them, each as its recipient's row."""
    return Recipient.objects.filter(subject=subject_id or 0).open().select_related("circular", "subject")


def list_overdue(*, today: date) -> Circulars:
    """Return the running circulars that somebody has not done after the due day; ``lacking`` says how many have not."""
    overdue = Circular.objects.filter(state=CircularState.ISSUED, due_on__lt=today)
    lacking = overdue.annotate(lacking=Count("recipients", filter=IS_OPEN))
    return lacking.filter(lacking__gt=0).order_by("due_on", "id")


def list_to_close() -> Circulars:
    """Return the running circulars that everybody has done, which wait to be closed, oldest first."""
    open_ones = Recipient.objects.open().filter(circular=OuterRef("pk"))
    return Circular.objects.filter(~Exists(open_ones), state=CircularState.ISSUED).order_by("id")


def list_drafts() -> Circulars:
    """Return the circulars that wait to be issued, oldest first."""
    return Circular.objects.filter(state=CircularState.DRAFT).order_by("id")


def list_to_remind(*, today: date, calendar: Calendar) -> Mapping[int, Sequence[int]]:
    """Return whom the system should remind today: recipients by their circular.

    From three working days before the due day once, and after it on the first working day and every fifth one after the
    last reminder. Whoever is revoked by then is left out: nobody could answer. Raises Refused where the working days are not known (R-CAL-02).
    """
    found: dict[int, list[int]] = {}
    running = Circular.objects.filter(state=CircularState.ISSUED).exclude(due_on=None)
    open_ones = Recipient.objects.open().exclude(subject__revoked_on__lte=today).order_by("pk")
    reminded = _reminded(open_ones)
    for circular in running.prefetch_related(Prefetch("recipients", open_ones)):
        assert circular.due_on is not None
        left = calendar.working_days_between(today, circular.due_on)
        if left > SOON:
            continue
        chosen = [
            each.pk
            for each in circular.recipients.all()
            if _is_to_remind(reminded.get(each.pk, (0, None))[1], circular.due_on, left, today, calendar)
        ]
        if chosen:
            found[circular.pk] = chosen
    return found


def count_to_remind(circular: Circular, today: date) -> int:
    """Return how many recipients lack and were not reminded today."""
    return circular.recipients.open().exclude(reminders__on=today).count()


def find_file(actor: Actor, circular: Circular, file_id: uuid.UUID) -> StoredFile | None:
    """Return a file of a circular that the actor may see: its own attachments, and answers to the bureau or the answerer."""
    attached = Q(pk__in=circular.attachments.values("pk")) | Q(pk=circular.template_id)
    answers = circular.recipients.exclude(file=None)
    if not (isinstance(actor, Member) and actor.is_bureau):
        answers = answers.filter(subject=(actor.subject_id if isinstance(actor, Member) else None) or 0)
    return StoredFile.objects.filter(attached | Q(pk__in=answers.values("file")), pk=file_id).first()


def list_choosable_subjects(*, today: date) -> Sequence[Subject]:
    """Return the subjects that a circular may go to, in order of their names."""
    return list(Subject.objects.in_force(today).order_by("sort_key"))


def _reminded(recipients: Recipients) -> dict[int, tuple[int, date]]:
    """Return how often and when last each recipient was reminded, of those who were."""
    found = Reminder.objects.filter(recipient__in=recipients.order_by().values("pk")).values("recipient")
    return {
        row["recipient"]: (row["count"], row["last"])
        for row in found.annotate(count=Count("pk"), last=Max("on"))
    }


def _is_to_remind(last: date | None, due_on: date, left: int, today: date, calendar: Calendar) -> bool:
    if last is None:
        return True
    if left >= 0:
        return calendar.working_days_between(last, due_on) > SOON
    return last <= due_on or calendar.working_days_between(last, today) >= AGAIN_AFTER
