"""Writes of subjects: from the register to the announcement."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry.models import Region, Subject
from jingwei.registry.operations.access import BUREAU, access_registry, locked
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import PartyKind, Role, SubjectAction, SubjectStatus


@operation(SubjectAction.REGISTERED)
def register_subject(
    *,
    code: str,
    name: str,
    short_name: str,
    document_series: str,
    kind: PartyKind,
    line: str,
    region: Region,
    jurisdiction: Sequence[str],
    principal: Subject | None = None,
    phone: str = "",
    actor: Actor,
    now: datetime,
) -> Subject:
    """Enter a body as confirmed; it may not inspect before it is announced.

    Raises NotAllowed for anybody but the bureau, Mistake for a kind of body that may never inspect (R-SUB-01, -03),
    an entrusted body without its principal, or a code or name that is taken.
    """
    access_registry(actor, *BUREAU)
    if kind not in {PartyKind.ORGAN, PartyKind.AUTHORISED, PartyKind.ENTRUSTED}:
        raise Mistake(f"{kind.label}不得作为检查主体", "由已公告的行政执法主体实施检查", "kind")
    if (kind is PartyKind.ENTRUSTED) != (principal is not None):
        raise Mistake("受委托组织须写明委托机关，其他主体没有委托机关", "核对类别和委托机关", "principal")
    if Subject.objects.filter(Q(code=code) | Q(name=name)).exists():
        raise Mistake(f"编号 {code} 或名称“{name}”已经登记", "打开已有的主体，或核对编号和名称", "code")
    subject = Subject.objects.create(
        code=code,
        name=name,
        short_name=short_name,
        document_series=document_series,
        kind=kind,
        line=line,
        region=region,
        jurisdiction=list(jurisdiction),
        principal=principal,
        status=SubjectStatus.CONFIRMED,
        phone=phone,
        sort_key=sort_key(name),
    )
    audit.record(SubjectAction.REGISTERED, actor=actor, now=now, target=subject, subject=name)
    return subject


@operation(SubjectAction.ANNOUNCED, target="subject_id")
def announce_subject(*, subject_id: int, announced_on: date, actor: Actor, now: datetime) -> Subject:
    """Announce a confirmed subject: from that day on it may inspect. Raises Conflict when it is not confirmed."""
    access_registry(actor, Role.SUPERVISION_LEAD)
    subject = locked(Subject, subject_id)
    if subject.status != SubjectStatus.CONFIRMED:
        raise Conflict(f"{subject}目前{SubjectStatus(subject.status).label}，不能公告", "先经区政府确认")
    subject.status, subject.announced_on = SubjectStatus.ANNOUNCED, announced_on
    subject.save(update_fields=["status", "announced_on"])
    audit.record(
        SubjectAction.ANNOUNCED,
        actor=actor,
        now=now,
        target=subject,
        subject=subject.name,
        day=announced_on,
    )
    return subject
