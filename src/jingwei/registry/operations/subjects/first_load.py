"""A first load of subjects: bodies that were confirmed before this platform kept the steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake
from jingwei.registry.facts import subject_number_facts
from jingwei.registry.models import Region, Subject
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.operations.subjects.steps import LAWFUL, note_step
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import PartyKind, SubjectAction, SubjectStatus, SubjectStepKind
from jingwei.rulebook import Moment, ask


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step that was taken on paper, before the body was entered here."""

    kind: SubjectStepKind
    on: date
    document: str = ""
    opinion: str = ""
    url: str = ""


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
    credit_code: str = "",
    legal_basis: str = "",
    address: str = "",
    steps: Sequence[StepTaken] = (),
    actor: Actor,
    now: datetime,
) -> Subject:
    """Enter a body that was confirmed on paper, with the steps taken there; it may not inspect before it is announced.

    A new body is declared instead (``declare_subject``). Raises NotAllowed for anybody but the bureau, Mistake for a
    kind of body that may never inspect (R-SUB-01, -03), an entrusted body without its principal, or a code or name
    that is taken, Refused for the credit code of another (R-FMT-05).
    """
    access_registry(actor, *BUREAU)
    if kind not in LAWFUL:
        raise Mistake(f"{kind.label}不得作为检查主体", "由已公告的行政执法主体实施检查", "kind")
    if (kind is PartyKind.ENTRUSTED) != (principal is not None):
        raise Mistake("受委托组织须写明委托机关，其他主体没有委托机关", "核对类别和委托机关", "principal")
    if Subject.objects.filter(Q(code=code) | Q(name=name)).exists():
        raise Mistake(f"编号 {code} 或名称“{name}”已经登记", "打开已有的主体，或核对编号和名称", "code")
    subject = Subject(
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
        credit_code=credit_code,
        legal_basis=legal_basis,
        address=address,
        sort_key=sort_key(name),
    )
    judgement = ask(Moment.REGISTER, [subject_number_facts(subject)], on=local_date(now))
    judgement.require()
    subject.save()
    for each in steps:
        note_step(
            subject,
            each.kind,
            on=each.on,
            document=each.document,
            opinion=each.opinion,
            url=each.url,
            actor=actor,
            now=now,
        )
    audit.record(
        SubjectAction.REGISTERED, actor=actor, now=now, target=subject, judgement=judgement, subject=name
    )
    return subject
