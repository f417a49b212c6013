"""Writes of officers: the roster, certificates, and what ties an officer to an enterprise."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.models import Account
from jingwei.registry.members import Member
from jingwei.registry.models import Certificate, Enterprise, Officer, Relation
from jingwei.registry.operations.access import BUREAU, access_registry, locked
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import CertificateStatus, Field, OfficerAction, Role, StaffKind


@operation(OfficerAction.REGISTERED)
def register_officer(
    *,
    subject_id: int,
    name: str,
    staff: StaffKind,
    account: Account | None = None,
    actor: Actor,
    now: datetime,
) -> Officer:
    """Put a person on a subject's roster. Raises NotAllowed for anybody but its clerk or head and the bureau."""
    access_registry(
        actor,
        Role.CLERK,
        Role.HEAD,
        *BUREAU,
        subject_id=None if isinstance(actor, Member) and actor.is_bureau else subject_id,
    )
    officer = Officer.objects.create(
        subject_id=subject_id, name=name, staff=staff, account=account, sort_key=sort_key(name)
    )
    audit.record(
        OfficerAction.REGISTERED,
        actor=actor,
        now=now,
        target=officer,
        subject=officer.subject.name,
        officer=name,
        staff=staff.label,
    )
    return officer


@operation(OfficerAction.CERTIFICATE_ISSUED, target="officer_id")
def issue_certificate(
    *,
    officer_id: int,
    number: str,
    fields: Sequence[Field],
    valid_from: date,
    valid_to: date,
    actor: Actor,
    now: datetime,
) -> Certificate:
    """Issue a certificate; ``valid_to`` is its last day.

    Raises NotAllowed for anybody but the bureau; Mistake for a kind of staff that may hold none (R-SUB-03), a number
    that is not 11 digits or stands on another valid certificate, or a period that ends before it begins.
    """
    access_registry(actor, *BUREAU)
    officer = locked(Officer, officer_id)
    if not StaffKind(officer.staff).may_enforce:
        raise Mistake(
            f"{officer}是{StaffKind(officer.staff).label}，不得领取行政执法证", "核对编制", "officer"
        )
    if not (number.isascii() and number.isdecimal() and len(number) == 11):
        raise Mistake(f"证号“{number}”应是 11 位数字", "对照证件重新录入", "number")
    if valid_to < valid_from:
        raise Mistake(f"有效期至 {valid_to}，早于有效期自 {valid_from}", "核对有效期", "valid_to")
    if Certificate.objects.filter(number=number, status=CertificateStatus.VALID).exists():
        raise Mistake(f"证号 {number} 已有一本有效的证件", "核对证号；换证的先注销旧证", "number")
    certificate = Certificate.objects.create(
        officer=officer,
        number=number,
        fields=[field.value for field in fields],
        status=CertificateStatus.VALID,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    audit.record(
        OfficerAction.CERTIFICATE_ISSUED,
        actor=actor,
        now=now,
        target=certificate,
        officer=officer,
        number=number,
    )
    return certificate


@operation(OfficerAction.CERTIFICATE_SUSPENDED, target="certificate_id")
def suspend_certificate(*, certificate_id: int, reason: str, actor: Actor, now: datetime) -> Certificate:
    """Suspend a certificate at once. Raises NotAllowed for anybody but the bureau, Conflict when it is not valid."""
    access_registry(actor, *BUREAU)
    certificate = locked(Certificate, certificate_id)
    if certificate.status != CertificateStatus.VALID:
        raise Conflict(f"证件 {certificate} 已{CertificateStatus(certificate.status).label}")
    if not reason.strip():
        raise Mistake("没有写明暂扣理由", "写明理由", "reason")
    certificate.status = CertificateStatus.SUSPENDED
    certificate.save(update_fields=["status"])
    audit.record(
        OfficerAction.CERTIFICATE_SUSPENDED,
        actor=actor,
        now=now,
        target=certificate,
        officer=certificate.officer,
        number=certificate.number,
        reason=reason,
    )
    return certificate


@operation(OfficerAction.RELATION_DECLARED, target="officer_id")
def declare_relation(
    *,
    officer_id: int,
    enterprise_id: int,
    what: str,
    ended_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> Relation:
    """Declare a tie for which the officer stands back (R-OFF-12).

    The officer declares it, or the clerk or head of the same subject; raises NotAllowed for others.
    """
    officer = locked(Officer, officer_id)
    if not (isinstance(actor, Member) and actor.officer_id == officer.pk):
        access_registry(actor, Role.CLERK, Role.HEAD, subject_id=officer.subject_id)
    enterprise = locked(Enterprise, enterprise_id)
    if not what.strip():
        raise Mistake("没有写明是什么关系", "写明关系，例如近亲属任职、持有股份", "what")
    relation = Relation.objects.create(officer=officer, enterprise=enterprise, what=what, ended_on=ended_on)
    audit.record(
        OfficerAction.RELATION_DECLARED,
        actor=actor,
        now=now,
        target=officer,
        officer=officer.name,
        enterprise=enterprise.name,
        what=what,
    )
    return relation
