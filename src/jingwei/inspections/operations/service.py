"""Visits that are no inspection: registered, ended, voided, and the nightly look at how often who is visited."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.inspections.facts import facts_of_mix, service_facts
from jingwei.inspections.models import Presence, ServiceVisit, Visit
from jingwei.inspections.operations.scans_elsewhere import release_scans
from jingwei.inspections.positions import Position, metres_to
from jingwei.inspections.steps.visits import certificate_number
from jingwei.inspections.terms import EntryWay, ServiceAction, ServiceKind
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import Event
from jingwei.platform.queries import get_numbers
from jingwei.registry.members import Member, require
from jingwei.registry.models import Officer, Site
from jingwei.registry.operations.access import BUREAU, access_registry, require_own
from jingwei.registry.queries import get_site_by_code
from jingwei.registry.terms import Role
from jingwei.rulebook import Finding, Moment, ask

STAFF = (Role.OFFICER, Role.CLERK, Role.HEAD)


@operation(ServiceAction.REGISTERED)
def register_service_visit(
    *,
    kind: ServiceKind | None,
    purpose: str,
    site_id: int | None = None,
    code: str = "",
    visitor_ids: Sequence[int] = (),
    entered_at: datetime | None = None,
    left_at: datetime | None = None,
    outcome: str = "",
    position: Position | None = None,
    actor: Actor,
    now: datetime,
) -> ServiceVisit:
    """Register a visit for service, survey or publicity: by the code at the gate, or by the site (R-SCAN-07).

    No certificate is asked for. ``visitor_ids``: people of the actor's subject on its roster, by default the actor.
    ``entered_at`` and ``left_at`` are given when it is registered afterwards. The visit counts as any other and is
    held against no cap. Raises Refused without kind or purpose, Mistake for an unknown site or times that do not
    fit, Conflict while the same people are still there.
    """
    member = require(actor, *STAFF)
    if member.subject_id is None:
        raise NotAllowed("只有检查主体的人员可以登记走访", "由本单位人员登记")
    came_at = entered_at or now
    if came_at > now or (left_at is not None and not came_at <= left_at <= now):
        raise Mistake("入企、离开、现在三个时间的先后不对", "改正入企和离开时间", "entered_at")
    site = get_site_by_code(code) if code.strip() else _site(site_id)
    visitors = _visitors(visitor_ids, member)
    on, numbers = local_date(now), get_numbers(local_date(now))
    visited_on = local_date(came_at)
    named = service_facts(kind, purpose, visited_on=visited_on, numbers=numbers)
    judgement = ask(Moment.REGISTER, [named], on=on)
    judgement.require()
    assert kind is not None  # R-SCAN-07a has seen to it.
    _require_not_there(site, member.subject_id, visited_on)
    visit = Visit.objects.create(
        site=site,
        enterprise=site.enterprise,
        year=visited_on.year,
        way=EntryWay.SCAN if code.strip() else EntryWay.SEARCH,
        entered_at=came_at,
        scanned_at=now if code.strip() else None,
        received_at=now,
        left_at=left_at,
        scanned_by=visitors[0],
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        accuracy=position.accuracy if position else None,
        distance=metres_to(site, position.latitude, position.longitude) if position else None,
    )
    Presence.objects.bulk_create(
        Presence(
            visit=visit,
            officer=officer,
            certificate_number=certificate_number(officer, visited_on),
            is_scanner=officer.pk == visitors[0].pk,
            entered_at=came_at,
        )
        for officer in visitors
    )
    service = ServiceVisit.objects.create(
        visit=visit,
        subject_id=member.subject_id,
        kind=kind,
        purpose=purpose.strip(),
        outcome=outcome.strip(),
    )
    mixed = facts_of_mix(numbers, enterprise_ids=[site.enterprise_id]).values()
    alerts = ask(Moment.REGISTER, mixed, on=on)
    audit.record(
        ServiceAction.REGISTERED,
        actor=member,
        now=now,
        target=service,
        judgement=judgement,
        data={"visit": visit.pk, "officers": [officer.pk for officer in visitors]},
        enterprise=site.enterprise,
        kind=kind.label,
        purpose=service.purpose,
    )
    _tell([(site.enterprise_id, each) for each in alerts.warnings], now)
    return service


@operation(ServiceAction.LEFT, target="service_id", kind="servicevisit")
def leave_service_visit(*, service_id: int, outcome: str = "", actor: Actor, now: datetime) -> ServiceVisit:
    """Note that the visitors have left, and what came of it."""
    service = _locked(service_id)
    member = require_own(actor, *STAFF, subject=service.subject)
    visit = service.visit
    if visit.voided_at is not None or visit.left_at is not None:
        raise Conflict("这次走访已经结束或作废", "刷新页面后查看")
    visit.left_at = now
    visit.save(update_fields=["left_at"])
    service.outcome = outcome.strip() or service.outcome
    service.save(update_fields=["outcome"])
    audit.record(
        ServiceAction.LEFT,
        actor=member,
        now=now,
        target=service,
        enterprise=visit.enterprise,
        minutes=round((now - visit.entered_at).total_seconds() / 60),
    )
    return service


@operation(ServiceAction.VOIDED, target="service_id", kind="servicevisit")
def void_service_visit(*, service_id: int, reason: str, actor: Actor, now: datetime) -> ServiceVisit:
    """Void what was registered wrongly: it stays, marked, and no figure counts it.

    For the head of the subject; once that is revoked, for the bureau.
    """
    service = _locked(service_id)
    member = require_own(actor, Role.HEAD, subject=service.subject)
    visit = service.visit
    if not reason.strip():
        raise Mistake("须写明理由", "填写理由，理由将永久留存", "reason")
    if visit.voided_at is not None:
        raise Conflict("这次走访已经作废")
    visit.voided_at, visit.void_reason = now, reason.strip()
    visit.save(update_fields=["voided_at", "void_reason"])
    release_scans(visit)
    audit.record(
        ServiceAction.VOIDED,
        actor=member,
        now=now,
        target=service,
        enterprise=visit.enterprise,
        kind=ServiceKind(service.kind).label,
        reason=visit.void_reason,
    )
    return service


@operation(ServiceAction.SWEPT)
def sweep_visits(*, actor: Actor, now: datetime) -> int:
    """Look at how often every enterprise was visited lately and tell the supervisor of the odd ones; return how many.

    An enterprise is told of once a window, however often this runs. Raises NotAllowed for anybody but the system and
    the bureau.
    """
    access_registry(actor, *BUREAU)
    on = local_date(now)
    facts = facts_of_mix(get_numbers(on))
    found = [
        (enterprise_id, finding)
        for enterprise_id, each in facts.items()
        for finding in ask(Moment.SWEEP, [each], on=on).warnings
    ]
    raised = _tell(found, now)
    audit.record(ServiceAction.SWEPT, actor=actor, now=now, data={"raised": raised}, raised=len(raised))
    return len(raised)


def _tell(found: Sequence[tuple[int, Finding]], now: datetime) -> list[int]:
    """Publish the findings about enterprises that the supervisor was not told of within the window; return whose."""
    told: set[int] = set()
    if found:
        window = found[0][1].facts.window.value
        told = {
            payload["act_id"]
            for payload in Event.objects.filter(
                name="inspections.finding.raised",
                payload__act="enterprise",
                payload__act_id__in=[enterprise_id for enterprise_id, _ in found],
                payload__finding__rule=found[0][1].rule.code,
            ).values_list("payload", flat=True)
            if (local_date(now) - date.fromisoformat(payload["finding"]["facts"]["on"])).days < window
        }
    new = [(enterprise_id, finding) for enterprise_id, finding in found if enterprise_id not in told]
    for enterprise_id, finding in new:
        events.raise_finding("inspections", finding, now=now, act="enterprise", act_id=enterprise_id)
    return [enterprise_id for enterprise_id, _ in new]


def _site(site_id: int | None) -> Site:
    site = Site.objects.select_related("enterprise").filter(pk=site_id or 0).first()
    if site is None:
        raise Mistake("没有选择到哪家企业", "扫企业码，或查找企业后选择场所", "site_id")
    return site


def _visitors(visitor_ids: Sequence[int], member: Member) -> list[Officer]:
    """Return who went, in the order given. Raises Mistake for nobody, and for people of another subject."""
    wanted = list(dict.fromkeys(visitor_ids)) or [member.officer_id or 0]
    found = Officer.objects.filter(pk__in=wanted, subject=member.subject_id).prefetch_related("certificates")
    officers = {officer.pk: officer for officer in found}
    if len(officers) < len(wanted):
        raise Mistake("没有写明谁去的，或有不是本单位的人员", "从本单位人员中选择", "visitor_ids")
    return [officers[each] for each in wanted]


def _require_not_there(site: Site, subject_id: int, on: date) -> None:
    standing = ServiceVisit.objects.filter(
        subject=subject_id, visit__site=site, visit__left_at=None, visit__voided_at=None
    ).select_related("visit")
    if any(local_date(each.visit.entered_at) == on for each in standing):
        raise Conflict(f"本单位在“{site}”的走访已经登记，还没有结束", "先结束那一次，再登记新的")


def _locked(service_id: int) -> ServiceVisit:
    service = (
        ServiceVisit.objects.select_for_update(of=("self", "visit"))
        .select_related("visit__enterprise", "subject")
        .filter(pk=service_id)
        .first()
    )
    if service is None:
        raise Mistake("没有这次走访", "从服务走访列表重新打开")
    return service
