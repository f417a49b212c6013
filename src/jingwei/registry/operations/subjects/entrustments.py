"""Letters of entrustment (委托书, R-FORM-36): registered once they are published, ended when they no longer hold."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.glyphs import require_drawable
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.models import StoredFile
from jingwei.registry.documents import entrustment_document
from jingwei.registry.facts import facts_of_letters
from jingwei.registry.models import Entrustment, Item, Subject
from jingwei.registry.operations.access import access_own_or_bureau, locked
from jingwei.registry.operations.subjects.steps import require_text
from jingwei.registry.terms import PartyKind, Role, SubjectAction
from jingwei.rulebook import Moment, ask


@operation(SubjectAction.ENTRUSTED, target="subject_id")
def register_entrustment(
    *,
    subject_id: int,
    number: str,
    item_ids: Sequence[int],
    powers: str,
    valid_from: date,
    valid_to: date,
    issuer: str,
    published_on: date,
    published_url: str,
    paper: StoredFile | None = None,
    actor: Actor,
    now: datetime,
) -> Entrustment:
    """Register the letter by which a body's principal lets it inspect. ``subject_id``: the body; ``valid_to``: the last day.

    Raises NotAllowed for anybody but the principal's clerk or head and the bureau, Mistake for fields that do not fit,
    Refused for a letter that would not hold: not the principal's, not published, entrusted on (R-SUB-02a).
    """
    agent = locked(Subject, subject_id)
    principal = agent.principal
    if agent.kind != PartyKind.ENTRUSTED or principal is None:
        raise Mistake(f"{agent}是{PartyKind(agent.kind).label}，不需要委托书", "选择受委托组织", "subject_id")
    access_own_or_bureau(actor, Role.CLERK, Role.HEAD, subject_id=principal.pk)
    number = require_text(number, "文号", "number")
    if valid_to < valid_from:
        raise Mistake(f"委托期限至 {valid_to}，早于自 {valid_from}", "核对委托期限", "valid_to")
    if Entrustment.objects.filter(number=number).exists():
        raise Mistake(f"委托书 {number} 已经登记", "核对文号", "number")
    items = list(Item.objects.filter(pk__in=item_ids, subject__in=[principal, agent]))
    if not items or len(items) != len(set(item_ids)):
        raise Mistake("委托事项须是委托机关的检查事项，至少一项", f"从{principal}的事项中选择", "item_ids")
    letter = Entrustment.objects.create(
        principal=principal,
        agent=agent,
        number=number,
        powers=require_text(powers, "委托权限", "powers"),
        valid_from=valid_from,
        valid_to=valid_to,
        issuer=require_text(issuer, "落款机关", "issuer"),
        published_on=published_on,
        published_url=require_text(published_url, "公布网址", "published_url"),
        paper=paper,
    )
    letter.items.set(items)
    require_drawable(entrustment_document(letter, is_demonstration=False))
    # Judged as of a day on which it is meant to hold: a letter may be registered before its term, or long after.
    on = min(max(local_date(now), valid_from), valid_to)
    asked = facts_of_letters(agent, [letter], [item.name for item in items], on)
    judgement = ask(Moment.REGISTER, [asked], on=local_date(now))
    judgement.require()
    audit.record(
        SubjectAction.ENTRUSTED,
        actor=actor,
        now=now,
        target=agent,
        judgement=judgement,
        principal=principal.name,
        subject=agent.name,
        number=number,
    )
    return letter


@operation(SubjectAction.ENTRUSTMENT_ENDED, target="subject_id")
def end_entrustment(
    *, subject_id: int, entrustment_id: int, on: date, reason: str, actor: Actor, now: datetime
) -> Entrustment:
    """End a letter of the body before its term: from that day on it covers nothing.

    Raises NotAllowed for anybody but the principal's clerk or head and the bureau, Conflict when it has ended, Mistake
    without a reason or for a day outside its term.
    """
    letter = locked(Entrustment, entrustment_id)
    if letter.agent_id != subject_id:
        raise Mistake("这份委托书属于另一个受委托组织", "从该组织的页面办理", "entrustment_id")
    access_own_or_bureau(actor, Role.CLERK, Role.HEAD, subject_id=letter.principal_id)
    if letter.ended_on is not None:
        raise Conflict(f"委托书 {letter} 已于 {letter.ended_on} 终止")
    if not letter.valid_from <= on <= letter.valid_to:
        raise Mistake(
            f"{on} 不在委托期限（{letter.valid_from} 至 {letter.valid_to}）内", "核对终止日期", "on"
        )
    letter.ended_on, letter.end_reason = on, require_text(reason, "终止理由", "reason")
    letter.save(update_fields=["ended_on", "end_reason"])
    audit.record(
        SubjectAction.ENTRUSTMENT_ENDED,
        actor=actor,
        now=now,
        target=letter.agent,
        subject=letter.agent.name,
        number=letter.number,
        day=on,
        reason=letter.end_reason,
    )
    return letter
