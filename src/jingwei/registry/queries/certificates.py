"""Reads of certificates as the bureau keeps them: which should be cancelled, which expire, what happened in a period."""

from datetime import date, datetime, time, timedelta

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.errors import Mistake, NotAllowed
from jingwei.registry.members import Member
from jingwei.registry.models import (
    Certificate,
    CertificateApplication,
    EstablishmentCheck,
    EstablishmentRow,
    Officer,
)
from jingwei.registry.terms import (
    CancelReason,
    CertificateStatus,
    CheckDecision,
    CheckResult,
    StaffKind,
)
from jingwei.rulebook import Numbers

BARRED = [kind.value for kind in StaffKind if not kind.may_enforce]


def standing_card(officer: Officer) -> Certificate | None:
    """Return the officer's latest certificate that is not cancelled, or None. Looks at the prefetched ones."""
    standing = [each for each in officer.certificates.all() if each.status != CertificateStatus.CANCELLED]
    return max(standing, key=lambda each: each.valid_to, default=None)


def list_officers(actor: Actor) -> QuerySet[Officer]:
    """Return the officers on the rosters that the actor may see, by name, with subject and certificates."""
    found = (
        Officer.objects.select_related("subject").prefetch_related("certificates").order_by("sort_key", "id")
    )
    if isinstance(actor, Member) and actor.is_bureau:
        return found
    own = actor.subject_id if isinstance(actor, Member) else None
    return found.filter(subject_id=own) if own else found.none()


def get_officer(actor: Actor, officer_id: int) -> Officer:
    """Return one officer whom the actor may see. Raises NotAllowed for another subject's, Mistake for nobody."""
    officer = list_officers(actor).filter(pk=officer_id).first()
    if officer is not None:
        return officer
    if Officer.objects.filter(pk=officer_id).exists():
        raise NotAllowed("这不是本单位的人员", "由其所在单位或区司法局查看")
    raise Mistake("名册中没有这个人", "从名册中重新选择")


def get_check(check_id: int) -> EstablishmentCheck:
    """Return one round of the establishment check. Raises Mistake when there is none."""
    check = EstablishmentCheck.objects.filter(pk=check_id).first()
    if check is None:
        raise Mistake("没有这次编制核对", "从列表中重新选择")
    return check


def list_rows(check: EstablishmentCheck, actor: Actor) -> QuerySet[EstablishmentRow]:
    """Return the rows of a round that the actor may see: the bureau all, a subject's people their own."""
    found = check.rows.select_related("subject", "officer", "decided_by").order_by(
        "subject__sort_key", "line", "id"
    )
    if isinstance(actor, Member) and actor.is_bureau:
        return found
    own = actor.subject_id if isinstance(actor, Member) else None
    return found.filter(subject_id=own) if own else found.none()


def list_standing(on: date) -> QuerySet[Certificate]:
    """Return the certificates that are not cancelled by the day, with holder and subject.

    ``put_on_list_at`` and ``put_on_list_for`` tell when and for which result the establishment check put the holder on
    the clean-up list while this card was held.
    """
    decided = EstablishmentRow.objects.filter(
        officer=OuterRef("officer"),
        decision=CheckDecision.CLEAN_UP.value,
        decided_at__date__gte=OuterRef("valid_from"),
    ).order_by("decided_at")
    return (
        Certificate.objects.filter(~Q(status=CertificateStatus.CANCELLED.value) | Q(cancelled_on__gt=on))
        .select_related("officer__subject")
        .annotate(
            put_on_list_at=Subquery(decided.values("decided_at")[:1]),
            put_on_list_for=Subquery(decided.values("result")[:1]),
        )
        .order_by("officer__subject__sort_key", "officer__sort_key", "id")
    )


def list_to_clean_up(actor: Actor, *, on: date) -> QuerySet[Certificate]:
    """Return the certificates that the actor sees and that should be cancelled: R-OFF-04b and R-OFF-05 say of whom."""
    return visible_certificates(list_standing(on), actor).filter(
        Q(officer__left_on__lte=on)
        | Q(officer__staff__in=BARRED)
        | Q(valid_to__lt=on)
        | Q(officer__subject__revoked_on__lte=on)
        | Q(put_on_list_at__isnull=False)
    )


def list_expiring(actor: Actor, *, on: date, numbers: Numbers) -> QuerySet[Certificate]:
    """Return the valid certificates whose last day is today or within the days of R-OFF-02, the first to end first."""
    last = on + timedelta(days=numbers.get("R-OFF-02", "warn_before").value)
    return (
        visible_certificates(list_standing(on), actor)
        .filter(status=CertificateStatus.VALID.value, valid_to__gte=on, valid_to__lte=last)
        .order_by("valid_to", "officer__sort_key")
    )


def visible_certificates(found: QuerySet[Certificate], actor: Actor) -> QuerySet[Certificate]:
    """Keep the certificates that the actor may see: the bureau all, a subject's people their own."""
    if isinstance(actor, Member) and actor.is_bureau:
        return found
    own = actor.subject_id if isinstance(actor, Member) else None
    return found.filter(officer__subject_id=own) if own else found.none()


def list_applications(actor: Actor) -> QuerySet[CertificateApplication]:
    """Return the applications for a first certificate that the actor may see, the latest first."""
    found = CertificateApplication.objects.select_related(
        "officer__subject", "certificate", "applied_by", "decided_by"
    ).order_by("-applied_at", "-id")
    if isinstance(actor, Member) and actor.is_bureau:
        return found
    own = actor.subject_id if isinstance(actor, Member) else None
    return found.filter(officer__subject_id=own) if own else found.none()


def why_cancel(certificate: Certificate, *, on: date) -> tuple[CancelReason | None, date | None]:
    """Return what speaks for cancelling a certificate and since when, the earliest first; the day may be unknown.

    The certificate must come from ``list_standing``.
    """
    officer = certificate.officer
    found: list[tuple[date, CancelReason]] = []
    if officer.left_on is not None and officer.left_on <= on:
        found.append((officer.left_on, CancelReason(officer.left_reason or CancelReason.LEFT)))
    if certificate.valid_to < on:
        found.append((certificate.valid_to + timedelta(days=1), CancelReason.EXPIRED))
    revoked_on = officer.subject.revoked_on
    if revoked_on is not None and revoked_on <= on:
        found.append((revoked_on, CancelReason.SUBJECT_LOST))
    put_on_list_at: datetime | None = getattr(certificate, "put_on_list_at", None)
    if put_on_list_at is not None:
        is_kind = getattr(certificate, "put_on_list_for", "") == CheckResult.NOT_ESTABLISHED
        reason = CancelReason.NOT_ESTABLISHED if is_kind else CancelReason.LEFT
        found.append((local_date(put_on_list_at), reason))
    if found:
        since, reason = min(found, key=lambda each: each[0])
        return reason, since
    if not StaffKind(officer.staff).may_enforce:
        return CancelReason.NOT_ESTABLISHED, None
    return None, None


def list_cancelled_certificates(since: date, until: date) -> QuerySet[Certificate]:
    """Return the certificates cancelled from one day to another, the last excluded."""
    return Certificate.objects.filter(
        status=CertificateStatus.CANCELLED.value, cancelled_on__gte=since, cancelled_on__lt=until
    )


def list_first_certificates(since: date, until: date) -> QuerySet[Certificate]:
    """Return the first certificates issued from one day to another, the last excluded."""
    return Certificate.objects.filter(is_first=True, issued_on__gte=since, issued_on__lt=until)


def list_decided_rows(since: date, until: date) -> QuerySet[EstablishmentRow]:
    """Return the rows of establishment checks decided from one day to another, the last excluded."""
    return EstablishmentRow.objects.filter(
        decided_at__gte=_midnight(since), decided_at__lt=_midnight(until)
    ).order_by("subject__sort_key", "line", "id")


def count_people(rows: QuerySet[EstablishmentRow]) -> int:
    """Return how many persons the rows are about: one of the roster, else one resident id, else the row itself."""
    person = Case(
        When(officer__isnull=False, then=Concat(Value("officer "), Cast("officer_id", CharField()))),
        When(id_digest__gt="", then=Concat(Value("id "), F("id_digest"))),
        default=Concat(Value("row "), Cast("pk", CharField())),
        output_field=CharField(),
    )
    return rows.order_by().values_list(person).distinct().count()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
