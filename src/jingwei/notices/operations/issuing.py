"""Issuing a circular, withdrawing it, closing it."""

from datetime import date, datetime

from django.conf import settings

from jingwei.notices.documents import circular_document
from jingwei.notices.models import Circular
from jingwei.notices.operations.access import locked_circular, subjects_in_force
from jingwei.notices.operations.drafts import check_draft
from jingwei.notices.outcomes import outcome_of
from jingwei.notices.rules.paper_kind import Facts
from jingwei.notices.terms import CircularState, NoticeAction, PaperKind
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.glyphs import require_drawable
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.numbering import document_number
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.terms import Role
from jingwei.rulebook import Judgement, Moment, ask

# What follows the bureau's own characters in the number, by the kind of paper.
SERIES = {PaperKind.CIRCULAR: "通", PaperKind.RESULT_CIRCULAR: "通报", PaperKind.LETTER: "函"}


@operation(NoticeAction.ISSUED, target="circular_id")
def issue_circular(*, circular_id: int, actor: Actor, now: datetime) -> Circular:
    """Issue a draft: it gets its number and its recipients see it.

    Raises NotAllowed for anybody but the supervision lead, Conflict unless it is a draft or when what a result tells has
    changed since it was drafted, Mistake for a recipient that
    was revoked meanwhile and for characters that cannot be printed, Refused for a kind or title that no official paper has (R-FMT-08).
    """
    access_registry(actor, Role.SUPERVISION_LEAD)
    circular = locked_circular(circular_id, CircularState.DRAFT)
    today = local_date(now)
    check_draft(circular, today)
    subjects = subjects_in_force(circular.recipients.values_list("subject", flat=True), today)
    judgement = judge_issue(circular, on=today)
    judgement.require()
    if circular.parent is not None and circular.outcome != outcome_of(circular.parent):
        raise Conflict(
            "起草以后又有单位签收或回复，通报的情况已经变化", "打开修改，核对正文中的数后保存，再签发"
        )
    series = f"{settings.BUREAU_SERIES}{SERIES.get(PaperKind(circular.kind), '')}"
    circular.mark_issued(number=document_number(series, today.year), by_id=actor.account_id, now=now)
    require_drawable(circular_document(circular, on=today), field="body")
    audit.record(
        NoticeAction.ISSUED,
        actor=actor,
        now=now,
        target=circular,
        judgement=judgement,
        number=circular.number,
        title=circular.title,
        count=len(subjects),
    )
    return circular


@operation(NoticeAction.WITHDRAWN, target="circular_id")
def withdraw_circular(*, circular_id: int, reason: str, actor: Actor, now: datetime) -> Circular:
    """Withdraw a draft or a running circular with a reason; its number is not given again.

    Raises NotAllowed for anybody but the bureau, and once it went out for anybody but the lead; Conflict when it is
    closed or withdrawn.
    """
    access_registry(actor, *BUREAU)
    circular = locked_circular(circular_id, CircularState.DRAFT, CircularState.ISSUED)
    if circular.state == CircularState.ISSUED:
        access_registry(actor, Role.SUPERVISION_LEAD)
    if not reason.strip():
        raise Mistake("没有写明撤回的理由", "填写理由", "reason")
    circular.state, circular.closed_at = CircularState.WITHDRAWN, now
    circular.save(update_fields=["state", "closed_at"])
    audit.record(
        NoticeAction.WITHDRAWN, actor=actor, now=now, target=circular, title=circular.title, reason=reason
    )
    return circular


@operation(NoticeAction.CLOSED, target="circular_id")
def close_circular(*, circular_id: int, actor: Actor, now: datetime) -> Circular:
    """Close a running circular: nobody answers any more. Raises NotAllowed for anybody but the bureau."""
    access_registry(actor, *BUREAU)
    circular = locked_circular(circular_id, CircularState.ISSUED)
    done, count = circular.recipients.done().count(), circular.recipients.count()
    circular.state, circular.closed_at = CircularState.CLOSED, now
    circular.save(update_fields=["state", "closed_at"])
    audit.record(
        NoticeAction.CLOSED,
        actor=actor,
        now=now,
        target=circular,
        number=circular.number,
        done=done,
        open=count - done,
    )
    return circular


def judge_issue(circular: Circular, *, on: date) -> Judgement:
    """Return what the rules say about issuing the circular on the day."""
    return ask(Moment.ISSUE, [Facts(PaperKind(circular.kind).label, circular.title)], on=on)
