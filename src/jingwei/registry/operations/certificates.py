"""Writes of certificates: issued, suspended, given back, cancelled; and the nightly look at all that stand."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Q

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.findings import tell_swept
from jingwei.platform.normal_form import line
from jingwei.platform.queries import get_numbers
from jingwei.registry import facts
from jingwei.registry.models import (
    Certificate,
    CertificateApplication,
    Membership,
    Officer,
    Subject,
)
from jingwei.registry.operations.access import BUREAU, access_registry, locked
from jingwei.registry.queries.certificates import list_standing, why_cancel
from jingwei.registry.rules import certificate_term, legal_reviewer_share
from jingwei.registry.terms import (
    ApplicationStage,
    CancelReason,
    CertificateKind,
    CertificateStatus,
    Field,
    OfficerAction,
    Role,
    StaffKind,
)
from jingwei.rulebook import Finding, Moment, Numbers, ask

LONGEST_NUMBER = 20
SWEPT = ("R-OFF-04b", "R-OFF-05a", "R-OFF-11b", "R-OFF-14b")


@operation(OfficerAction.CERTIFICATE_ISSUED, target="officer_id")
def issue_certificate(
    *,
    officer_id: int,
    number: str,
    fields: Sequence[Field],
    valid_from: date,
    valid_to: date | None = None,
    kind: CertificateKind = CertificateKind.PROVINCIAL,
    issuer: str = "",
    issued_on: date | None = None,
    application_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> Certificate:
    """Issue a certificate; ``valid_to`` is its last day, by default that of the usual term (R-OFF-11a).

    With the approved application it answers, it is the holder's first. Raises NotAllowed for anybody but the bureau;
    Refused for somebody who may hold none (R-OFF-04a) or a number that stands on another card (R-OFF-10b); Mistake for
    a number that is missing or too long, or a period that ends before it begins; Conflict when the application is
    another's or not approved. Missing details and an unusual number are flagged (R-OFF-09, -10a).
    """
    access_registry(actor, *BUREAU)
    officer = locked(Officer, officer_id)
    on = local_date(now)
    numbers = get_numbers(on)
    number = line(number).replace(" ", "")
    if not 0 < len(number) <= LONGEST_NUMBER:
        raise Mistake(f"证号“{number}”应有 1 至 {LONGEST_NUMBER} 位", "对照证件重新录入", "number")
    if valid_to is None:
        years = numbers.get("R-OFF-11a", "years")
        valid_to = certificate_term.certificate_term(certificate_term.Facts(valid_from, years)).value
    if valid_to < valid_from:
        raise Mistake(f"有效期至 {valid_to}，早于有效期自 {valid_from}", "核对有效期", "valid_to")
    application = _approved(application_id, officer) if application_id else None
    certificate = Certificate(
        officer=officer,
        number=number,
        fields=[field.value for field in fields],
        status=CertificateStatus.VALID,
        valid_from=valid_from,
        valid_to=valid_to,
        kind=kind,
        issuer=issuer,
        issued_on=issued_on,
        is_first=application is not None,
    )
    judgement = ask(
        Moment.REGISTER,
        [
            facts.applicant_facts(officer, on),
            facts.complete_facts(certificate),
            facts.number_facts(number, kind, numbers),
            facts.uniqueness_facts(number, _standing_with(number)),
        ],
        on=on,
    )
    judgement.require()
    certificate.save(force_insert=True)
    if application is not None:
        application.stage, application.certificate = ApplicationStage.ISSUED, certificate
        application.save(update_fields=["stage", "certificate"])
    audit.record(
        OfficerAction.CERTIFICATE_ISSUED,
        actor=actor,
        now=now,
        target=certificate,
        judgement=judgement,
        officer=officer,
        number=number,
    )
    return certificate


@operation(OfficerAction.CERTIFICATE_SUSPENDED, target="certificate_id")
def suspend_certificate(
    *, certificate_id: int, reason: str, on: date | None = None, actor: Actor, now: datetime
) -> Certificate:
    """Suspend a certificate, from today unless a day is named.

    Raises NotAllowed for anybody but the bureau, Conflict when it is not valid, Mistake without a reason.
    """
    access_registry(actor, *BUREAU)
    certificate = locked(Certificate, certificate_id)
    if certificate.status != CertificateStatus.VALID:
        raise Conflict(f"证件 {certificate} 已{CertificateStatus(certificate.status).label}")
    if not reason.strip():
        raise Mistake("没有写明暂扣理由", "写明理由", "reason")
    certificate.status = CertificateStatus.SUSPENDED
    certificate.suspended_on = _day(on, now)
    certificate.save(update_fields=["status", "suspended_on"])
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


@operation(OfficerAction.CERTIFICATE_RESUMED, target="certificate_id")
def resume_certificate(*, certificate_id: int, reason: str, actor: Actor, now: datetime) -> Certificate:
    """Give a suspended certificate back to its holder.

    Raises NotAllowed for anybody but the bureau, Conflict when it is not suspended, Mistake without a reason, Refused
    when the holder may hold none any more (R-OFF-04a) or another card bears the number (R-OFF-10b).
    """
    access_registry(actor, *BUREAU)
    certificate = locked(Certificate, certificate_id)
    if certificate.status != CertificateStatus.SUSPENDED:
        raise Conflict(f"证件 {certificate} 现为{CertificateStatus(certificate.status).label}，不在暂扣中")
    if not reason.strip():
        raise Mistake("没有写明恢复理由", "写明理由", "reason")
    on = local_date(now)
    others = [each for each in _standing_with(certificate.number) if each.pk != certificate.pk]
    judgement = ask(
        Moment.REGISTER,
        [facts.applicant_facts(certificate.officer, on), facts.uniqueness_facts(certificate.number, others)],
        on=on,
    )
    judgement.require()
    certificate.status, certificate.suspended_on = CertificateStatus.VALID, None
    certificate.returned_on = None  # The card goes back with the standing.
    certificate.save(update_fields=["status", "suspended_on", "returned_on"])
    audit.record(
        OfficerAction.CERTIFICATE_RESUMED,
        actor=actor,
        now=now,
        target=certificate,
        judgement=judgement,
        officer=certificate.officer,
        number=certificate.number,
        reason=reason,
    )
    return certificate


@operation(OfficerAction.CERTIFICATE_CANCELLED, target="certificate_id")
def cancel_certificate(
    *,
    certificate_id: int,
    reason: CancelReason,
    cancelled_on: date | None = None,
    returned_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> Certificate:
    """Cancel a certificate for good, from today unless a day is named; ``returned_on`` is when the card came back.

    A card that came back while it was suspended stays back. Raises NotAllowed for anybody but the bureau, Conflict when
    it is cancelled already, Mistake for a day to come.
    """
    access_registry(actor, *BUREAU)
    certificate = locked(Certificate, certificate_id)
    if certificate.status == CertificateStatus.CANCELLED:
        raise Conflict(f"证件 {certificate} 已于 {certificate.cancelled_on} 注销")
    certificate.status = CertificateStatus.CANCELLED
    certificate.cancelled_on, certificate.cancel_reason = _day(cancelled_on, now), reason
    if returned_on is not None:
        certificate.returned_on = _day(returned_on, now)
    certificate.save(update_fields=["status", "cancelled_on", "cancel_reason", "returned_on"])
    audit.record(
        OfficerAction.CERTIFICATE_CANCELLED,
        actor=actor,
        now=now,
        target=certificate,
        officer=certificate.officer,
        number=certificate.number,
        reason=reason.label,
        day=certificate.cancelled_on,
    )
    return certificate


@operation(OfficerAction.CERTIFICATE_RETURNED, target="certificate_id")
def return_card(*, certificate_id: int, returned_on: date, actor: Actor, now: datetime) -> Certificate:
    """Note the day on which the card of a cancelled or suspended certificate came back.

    Raises NotAllowed for anybody but the bureau, Conflict when it is valid or came back already, Mistake for a day to
    come.
    """
    access_registry(actor, *BUREAU)
    certificate = locked(Certificate, certificate_id)
    if certificate.status == CertificateStatus.VALID:
        raise Conflict(f"证件 {certificate} 有效，不收回", "先暂扣或注销")
    if certificate.returned_on is not None:
        raise Conflict(f"证件 {certificate} 已于 {certificate.returned_on} 收回")
    certificate.returned_on = _day(returned_on, now)
    certificate.save(update_fields=["returned_on"])
    audit.record(
        OfficerAction.CERTIFICATE_RETURNED,
        actor=actor,
        now=now,
        target=certificate,
        officer=certificate.officer,
        number=certificate.number,
        day=returned_on,
    )
    return certificate


@operation(OfficerAction.CERTIFICATES_SWEPT)
def sweep_certificates(*, actor: Actor, now: datetime) -> int:
    """Look at every certificate that stands and tell the supervisor of each that should not; return how many are new.

    Nothing is changed: a card ends by its last day (R-OFF-02) and is cancelled by a person. Asked are R-OFF-04b, -05a
    and -11b of each card, and R-OFF-14b of each subject. What was told is told again only when it was mended in
    between. Raises NotAllowed for anybody but the system and the bureau.
    """
    access_registry(actor, *BUREAU)
    on = local_date(now)
    numbers = get_numbers(on)
    standing = list(list_standing(on))
    found = [*_findings_of_cards(standing, on, numbers), *_findings_of_subjects(on, numbers)]
    new = tell_swept("registry", found, rules=SWEPT, now=now)
    audit.record(
        OfficerAction.CERTIFICATES_SWEPT,
        actor=actor,
        now=now,
        data={"rules": dict(Counter(finding.rule.code for _, _, finding in new))},
        count=len(standing),
        raised=len(new),
    )
    return len(new)


def _findings_of_cards(
    standing: Iterable[Certificate], on: date, numbers: Numbers
) -> Iterator[tuple[str, int, Finding]]:
    for card in standing:
        reason, since = why_cancel(card, on=on)
        asked = [
            facts.holder_facts(card.officer.name, StaffKind(card.officer.staff), card.number),
            facts.overdue_facts(card, reason, since, on, numbers),
            facts.expiry_facts(card, on, numbers),
        ]
        for finding in ask(Moment.SWEEP, asked, on=on).warnings:
            yield "certificate", card.pk, finding


def _findings_of_subjects(on: date, numbers: Numbers) -> Iterator[tuple[str, int, Finding]]:
    reviewers = Counter(
        subject_id
        for subject_id, _ in Membership.objects.in_force(on)
        .filter(role=Role.LEGAL_REVIEWER)
        .values_list("subject_id", "account_id")
        .distinct()
    )
    officers = Counter(
        subject_id
        for subject_id, _ in Officer.objects.filter(Q(left_on=None) | Q(left_on__gt=on))
        .filter(certificates__isnull=False)
        .values_list("subject_id", "pk")
        .distinct()
    )
    percent = numbers.get("R-OFF-14b", "percent")
    for subject in Subject.objects.filter(pk__in=officers):
        asked = legal_reviewer_share.Facts(subject.name, reviewers[subject.pk], officers[subject.pk], percent)
        for finding in ask(Moment.SWEEP, [asked], on=on).warnings:
            yield "subject", subject.pk, finding


def _standing_with(number: str) -> list[Certificate]:
    return list(
        Certificate.objects.filter(number=number)
        .exclude(status=CertificateStatus.CANCELLED)
        .select_related("officer__subject")
    )


def _approved(application_id: int, officer: Officer) -> CertificateApplication:
    application = locked(CertificateApplication, application_id)
    if application.officer_id != officer.pk:
        raise Conflict("这份申领是另一人的", "从申领人的页面发证")
    if application.stage != ApplicationStage.APPROVED:
        raise Conflict(f"这份申领现为“{ApplicationStage(application.stage).label}”，不能发证")
    return application


def _day(day: date | None, now: datetime) -> date:
    today = local_date(now)
    if day is not None and day > today:
        raise Mistake(f"日期 {day} 晚于今天", "核对日期")
    return day or today
