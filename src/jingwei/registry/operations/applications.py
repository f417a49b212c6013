"""Writes of first applications for a certificate: applied for, decided, then issued by ``issue_certificate``."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry import facts
from jingwei.registry.models import CertificateApplication, Officer
from jingwei.registry.operations.access import BUREAU, access_registry, locked
from jingwei.registry.operations.officers import access_roster
from jingwei.registry.terms import ApplicationStage, CertificateStatus, Field, OfficerAction
from jingwei.rulebook import Moment, ask

OPEN = (ApplicationStage.SUBMITTED, ApplicationStage.APPROVED)
FULL_SCORE = 100


@operation(OfficerAction.APPLIED, target="officer_id")
def apply_for_certificate(
    *,
    officer_id: int,
    fields: Sequence[Field],
    trained_on: date | None = None,
    examined_on: date | None = None,
    score: int | None = None,
    actor: Actor,
    now: datetime,
) -> CertificateApplication:
    """Apply for somebody's first certificate, with training and exam where they are done (R-FORM-14).

    An application that was sent back is mended by a new one. Raises NotAllowed for anybody but the subject's clerk or
    head and the bureau; Refused for somebody who may hold none (R-OFF-04a); Conflict when one is open or a card stands;
    Mistake without a field, for a day to come, or a score over 100.
    """
    officer = locked(Officer, officer_id)
    access_roster(actor, officer.subject_id)
    on = local_date(now)
    if not fields:
        raise Mistake("没有选择执法领域", "至少选一个执法领域", "fields")
    for label, name, day in (
        ("培训完成日期", "trained_on", trained_on),
        ("考试日期", "examined_on", examined_on),
    ):
        if day is not None and day > on:
            raise Mistake(f"{label} {day} 晚于今天", "核对日期", name)
    if score is not None and not 0 <= score <= FULL_SCORE:
        raise Mistake(f"考试成绩 {score} 不在 0 至 {FULL_SCORE} 之间", "核对成绩", "score")
    if officer.applications.filter(stage__in=OPEN).exists():
        raise Conflict(f"{officer}已有一份申领在办", "等审核结果，退回后再申领")
    if officer.certificates.exclude(status=CertificateStatus.CANCELLED).exists():
        raise Conflict(f"{officer}已有没有注销的执法证", "换证的由司法局注销旧证后发新证")
    judgement = ask(Moment.REGISTER, [facts.applicant_facts(officer, on)], on=on)
    judgement.require()
    application = CertificateApplication.objects.create(
        officer=officer,
        fields=[field.value for field in fields],
        trained_on=trained_on,
        examined_on=examined_on,
        score=score,
        stage=ApplicationStage.SUBMITTED,
        applied_by_id=actor.account_id,
        applied_at=now,
    )
    audit.record(
        OfficerAction.APPLIED,
        actor=actor,
        now=now,
        target=application,
        judgement=judgement,
        officer=officer.name,
    )
    return application


@operation(OfficerAction.APPLICATION_APPROVED, target="application_id", kind="certificateapplication")
def decide_application(
    *, application_id: int, is_approved: bool, opinion: str = "", actor: Actor, now: datetime
) -> CertificateApplication:
    """Approve an application or send it back with the reason.

    Raises NotAllowed for anybody but the bureau, Conflict when it is decided already, Mistake when it goes back without
    a reason, Refused when the person may hold no certificate by now (R-OFF-04a).
    """
    access_registry(actor, *BUREAU)
    application = locked(CertificateApplication, application_id)
    if application.stage != ApplicationStage.SUBMITTED:
        raise Conflict(f"这份申领现为“{ApplicationStage(application.stage).label}”，不能再审核")
    if not is_approved and not opinion.strip():
        raise Mistake("退回须写明理由", "写明理由", "opinion")
    judgement = None
    if is_approved:
        on = local_date(now)
        judgement = ask(Moment.REGISTER, [facts.applicant_facts(application.officer, on)], on=on)
        judgement.require()
    application.stage = ApplicationStage.APPROVED if is_approved else ApplicationStage.RETURNED
    application.opinion = opinion.strip()
    application.decided_by_id, application.decided_at = actor.account_id, now
    application.save(update_fields=["stage", "opinion", "decided_by", "decided_at"])
    audit.record(
        OfficerAction.APPLICATION_APPROVED if is_approved else OfficerAction.APPLICATION_RETURNED,
        actor=actor,
        now=now,
        target=application,
        judgement=judgement,
        officer=application.officer.name,
        opinion=opinion.strip() or "同意",
    )
    return application
