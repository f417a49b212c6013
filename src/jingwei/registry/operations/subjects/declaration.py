"""From the department's declaration to the announcement: four steps in order, each with its paper (R-SUB-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jingwei.platform import audit, events
from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.acts import operation
from jingwei.platform.documents.glyphs import require_drawable
from jingwei.platform.errors import Mistake
from jingwei.platform.numbering import next_number
from jingwei.registry.documents import declaration_document
from jingwei.registry.facts import step_facts, subject_number_facts
from jingwei.registry.members import require
from jingwei.registry.models import Region, Subject
from jingwei.registry.operations.access import BUREAU, access_own_or_bureau, access_registry, locked
from jingwei.registry.operations.subjects.steps import (
    LAWFUL,
    day_of,
    note_step,
    require_regions,
    require_status,
    require_text,
)
from jingwei.registry.rules import credit_code as credit_code_rule
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import PartyKind, Role, SubjectAction, SubjectStatus, SubjectStepKind
from jingwei.rulebook import Judgement, Moment, ask

ANNOUNCED = "registry.subject.announced"  # told again when it is announced again
SERIES = "TS-ZT"  # R-FMT-05 names it so.
IN_TURN = {
    SubjectStatus.DECLARED: BUREAU,
    SubjectStatus.REVIEWED: (Role.GOVERNMENT_CONFIRMER,),
    SubjectStatus.CONFIRMED: BUREAU,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """The declaration form as it was filled in (R-FORM-01). ``jurisdiction``: codes of regions."""

    name: str
    short_name: str
    document_series: str
    kind: PartyKind
    line: str
    region: str
    jurisdiction: Sequence[str]
    credit_code: str
    legal_basis: str
    organisation_document: str = ""
    powers: str = ""
    head: str = ""
    address: str = ""
    phone: str = ""
    principal_id: int | None = None


@operation(SubjectAction.DECLARED, target="subject_id")
def declare_subject(
    *,
    declaration: Declaration,
    document: str,
    opinion: str = "",
    subject_id: int | None = None,
    on: date | None = None,
    actor: Actor,
    now: datetime,
) -> Subject:
    """Put a body forward as a subject: one in draft, or without ``subject_id`` a new one.

    A clerk declares the own body, or a new one that the own organ entrusts; the bureau declares any. Raises Mistake
    for fields that do not fit, Refused for a wrong credit code (R-FMT-01), one that is another's (R-FMT-05), or a
    missing paper (R-SUB-05).
    """
    subject = locked(Subject, subject_id) if subject_id else Subject(code="")
    access_own_or_bureau(actor, Role.CLERK, subject_id=subject.pk or declaration.principal_id or 0)
    if subject_id:
        require_status(subject, SubjectStatus.DRAFT, what="申报", remedy="已公告的主体办理变更")
    on = day_of(on, now, "申报")
    asked = _fill(subject, declaration)
    if not subject_id:
        subject.code = _next_code()
    asked.append(subject_number_facts(subject))
    asked.append(step_facts(subject, SubjectStepKind.DECLARED, on=on, document=document))
    judgement = ask(Moment.REGISTER, asked, on=on)
    judgement.require()
    subject.status = SubjectStatus.DECLARED
    subject.save()
    note_step(
        subject, SubjectStepKind.DECLARED, on=on, document=document, opinion=opinion, actor=actor, now=now
    )
    steps = list(subject.steps.order_by("id"))
    require_drawable(declaration_document(subject, steps, on=on, is_demonstration=False))
    audit.record(
        SubjectAction.DECLARED,
        actor=actor,
        now=now,
        target=subject,
        judgement=judgement,
        subject=subject.name,
        document=document,
    )
    return subject


@operation(SubjectAction.REVIEWED, target="subject_id")
def review_subject(
    *, subject_id: int, opinion: str, document: str, on: date | None = None, actor: Actor, now: datetime
) -> Subject:
    """Review a declaration as justice bureau; it goes on to the government.

    Raises NotAllowed for anybody but the bureau, Refused for a step out of order or without its paper (R-SUB-05).
    """
    require(actor, *BUREAU)
    subject, judgement, on = _step(subject_id, SubjectStepKind.REVIEWED, on, now, document=document)
    opinion = require_text(opinion, "审核意见", "opinion")
    subject.status = SubjectStatus.REVIEWED
    subject.save(update_fields=["status"])
    note_step(
        subject, SubjectStepKind.REVIEWED, on=on, document=document, opinion=opinion, actor=actor, now=now
    )
    audit.record(
        SubjectAction.REVIEWED,
        actor=actor,
        now=now,
        target=subject,
        judgement=judgement,
        subject=subject.name,
        document=document,
        opinion=opinion,
    )
    return subject


@operation(SubjectAction.CONFIRMED, target="subject_id")
def confirm_subject(
    *, subject_id: int, opinion: str, document: str, on: date | None = None, actor: Actor, now: datetime
) -> Subject:
    """Confirm a reviewed body as subject, for the district's government.

    Raises NotAllowed for anybody but its confirmer, Refused for a step out of order or without its paper (R-SUB-05).
    """
    require(actor, Role.GOVERNMENT_CONFIRMER)
    subject, judgement, on = _step(subject_id, SubjectStepKind.CONFIRMED, on, now, document=document)
    opinion = require_text(opinion, "确认意见", "opinion")
    subject.status = SubjectStatus.CONFIRMED
    subject.save(update_fields=["status"])
    note_step(
        subject, SubjectStepKind.CONFIRMED, on=on, document=document, opinion=opinion, actor=actor, now=now
    )
    audit.record(
        SubjectAction.CONFIRMED,
        actor=actor,
        now=now,
        target=subject,
        judgement=judgement,
        subject=subject.name,
        document=document,
        opinion=opinion,
    )
    return subject


@operation(SubjectAction.ANNOUNCED, target="subject_id")
def announce_subject(
    *,
    subject_id: int,
    announced_on: date,
    url: str = "",
    document: str = "",
    actor: Actor,
    now: datetime,
) -> Subject:
    """Announce a confirmed subject on the government's site: from that day on it may inspect.

    A first load by SYSTEM takes over what was announced before, without asking for the steps. Raises NotAllowed for
    anybody else but the bureau, Conflict when it is announced already, Refused for steps that are missing, dates that
    run backwards, or no address (R-SUB-05).
    """
    access_registry(actor, *BUREAU)
    judgement: Judgement | None = None
    if actor is SYSTEM:
        subject = locked(Subject, subject_id)
        require_status(subject, SubjectStatus.CONFIRMED, what="公告", remedy="先经区政府确认")
    else:
        subject, judgement, _ = _step(subject_id, SubjectStepKind.ANNOUNCED, announced_on, now, url=url)
    subject.status, subject.announced_on = SubjectStatus.ANNOUNCED, announced_on
    subject.save(update_fields=["status", "announced_on"])
    note_step(
        subject,
        SubjectStepKind.ANNOUNCED,
        on=announced_on,
        document=document,
        url=url,
        actor=actor,
        now=now,
    )
    audit.record(
        SubjectAction.ANNOUNCED,
        actor=actor,
        now=now,
        target=subject,
        judgement=judgement,
        subject=subject.name,
        day=announced_on,
    )
    events.publish(ANNOUNCED, now=now, subject_id=subject.pk, announced_on=announced_on.isoformat(), url=url)
    return subject


@operation(SubjectAction.RETURNED, target="subject_id")
def return_subject(*, subject_id: int, reason: str, actor: Actor, now: datetime) -> Subject:
    """Send a declaration back into draft: by the bureau or the government, whose turn it is.

    Raises NotAllowed out of turn, Conflict when nothing is under way, Mistake without a reason.
    """
    subject = locked(Subject, subject_id)
    require_status(subject, *IN_TURN, what="退回")
    require(actor, *IN_TURN[SubjectStatus(subject.status)])
    reason = require_text(reason, "退回理由", "reason")
    subject.status = SubjectStatus.DRAFT
    subject.save(update_fields=["status"])
    on = day_of(None, now, "退回")
    note_step(subject, SubjectStepKind.RETURNED, on=on, opinion=reason, actor=actor, now=now)
    audit.record(
        SubjectAction.RETURNED, actor=actor, now=now, target=subject, subject=subject.name, reason=reason
    )
    return subject


def _step(
    subject_id: int,
    kind: SubjectStepKind,
    on: date | None,
    now: datetime,
    *,
    document: str = "",
    url: str = "",
) -> tuple[Subject, Judgement, date]:
    """Return the subject, locked, with the judgement that lets it take the step on the day."""
    subject = locked(Subject, subject_id)
    way = list(SubjectStatus)
    is_past = way.index(SubjectStatus(subject.status)) >= way.index(SubjectStatus(kind.value))
    if is_past:
        require_status(subject, what=kind.label)
    on = day_of(on, now, kind.label)
    judgement = ask(Moment.REGISTER, [step_facts(subject, kind, on=on, document=document, url=url)], on=on)
    judgement.require()
    return subject, judgement, on


def _fill(subject: Subject, declared: Declaration) -> list[object]:
    """Take the form's fields over and return what the rules are to be asked of them. Raises Mistake."""
    if declared.kind not in LAWFUL:
        raise Mistake(f"{declared.kind.label}不得作为检查主体", "由已公告的行政执法主体实施检查", "kind")
    principal = Subject.objects.filter(pk=declared.principal_id or 0).first()
    if (declared.kind is PartyKind.ENTRUSTED) != (principal is not None):
        raise Mistake("受委托组织须写明委托机关，其他主体没有委托机关", "核对类别和委托机关", "principal_id")
    if principal is not None and principal.kind == PartyKind.ENTRUSTED:
        raise Mistake(f"{principal}自己是受委托组织，不得再委托", "由有权机关直接委托", "principal_id")
    if principal is not None and principal.status == SubjectStatus.REVOKED:
        raise Mistake(f"{principal}已撤销，不能委托", "由承继其职责的机关委托", "principal_id")
    region = Region.objects.filter(code=declared.region).first()
    if region is None:
        raise Mistake(f"区划代码 {declared.region} 不在区划表中", "对照行政区划代码改正", "region")
    name = require_text(declared.name, "名称", "name")
    if Subject.objects.filter(name=name).exclude(pk=subject.pk).exists():
        raise Mistake(f"“{name}”已经登记", "打开已有的主体办理，或核对名称", "name")
    subject.name, subject.sort_key = name, sort_key(name)
    subject.short_name = require_text(declared.short_name, "简称", "short_name")
    subject.document_series = require_text(declared.document_series, "机关代字", "document_series")
    subject.legal_basis = require_text(declared.legal_basis, "职权依据", "legal_basis")
    subject.line = require_text(declared.line, "条线", "line")
    subject.kind, subject.principal, subject.region = declared.kind, principal, region
    subject.jurisdiction = require_regions(declared.jurisdiction)
    subject.credit_code = require_text(declared.credit_code, "统一社会信用代码", "credit_code").upper()
    subject.organisation_document, subject.powers = declared.organisation_document, declared.powers
    subject.head, subject.address, subject.phone = declared.head, declared.address, declared.phone
    is_region_known = Region.objects.filter(code=subject.credit_code[2:8]).exists()
    return [credit_code_rule.Facts(code=subject.credit_code, is_region_known=is_region_known)]


def _next_code() -> str:
    """Return the next free number of the register; numbers that a sheet brought along are passed over."""
    while True:
        code = f"{SERIES}-{next_number(SERIES, 0):04}"
        if not Subject.objects.filter(code=code).exists():
            return code
