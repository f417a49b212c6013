"""Reminding those who have not answered."""

from collections.abc import Sequence
from datetime import datetime

from jingwei.notices.models import Circular, RecipientQuerySet, Reminder
from jingwei.notices.operations.access import locked_circular
from jingwei.notices.terms import CircularState, NoticeAction
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry.operations.access import BUREAU, access_registry


@operation(NoticeAction.REMINDED, target="circular_id")
def remind(
    *,
    circular_id: int,
    recipient_ids: Sequence[int] | None = None,
    words: str = "",
    actor: Actor,
    now: datetime,
) -> list[Reminder]:
    """Remind those named, or all who have not done what was asked; nobody twice on one day.

    Raises NotAllowed for anybody but the bureau, Conflict when the circular does not run or nobody is left to remind.
    """
    access_registry(actor, *BUREAU)
    circular = locked_circular(circular_id, CircularState.ISSUED)
    today = local_date(now)
    said = words.strip() or _usual_words(circular)
    if len(said) > 200:
        raise Mistake("催办内容超过 200 个字", "写短些", "words")
    lacking = list(_lacking(circular, recipient_ids))
    reminded = set(
        Reminder.objects.filter(recipient__in=lacking, on=today).values_list("recipient", flat=True)
    )
    chosen = [each for each in lacking if each.pk not in reminded]
    if not chosen:
        why = "今天已经催办过" if lacking else "所选单位都已办理"
        raise Conflict(f"没有要催办的单位：{why}", "同一单位一天只催办一次")
    made = Reminder.objects.bulk_create(
        Reminder(recipient=each, on=today, at=now, by_id=actor.account_id, words=said) for each in chosen
    )
    audit.record(
        NoticeAction.REMINDED,
        actor=actor,
        now=now,
        target=circular,
        data={"recipients": [each.pk for each in chosen], "words": said},
        number=circular.number,
        count=len(chosen),
        subjects="、".join(each.subject.short_name for each in chosen),
    )
    return made


def _lacking(circular: Circular, recipient_ids: Sequence[int] | None) -> RecipientQuerySet:
    open_ones = circular.recipients.open().select_related("subject").order_by("subject__sort_key")
    return open_ones if recipient_ids is None else open_ones.filter(pk__in=recipient_ids)


def _usual_words(circular: Circular) -> str:
    due = f"，截止 {circular.due_on}" if circular.due_on else ""
    return f"请尽快办理{circular.number}{due}"
