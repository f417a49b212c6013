"""Going in and coming out: the notice, the scan at the gate, the two paths round it, leaving."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from jingwei.inspections.dossier import Dossier, open_dossier
from jingwei.inspections.facts import facts_of_back_entry, facts_of_entry, facts_of_joining, facts_of_leaving
from jingwei.inspections.facts.codes import Scan, dynamic_code_facts
from jingwei.inspections.models import Inspection, Notice, Presence, Visit
from jingwei.inspections.operations.caps import book, booked_on, lock_caps
from jingwei.inspections.operations.notices import draw_up_notice
from jingwei.inspections.positions import metres_to
from jingwei.inspections.terms import EntryWay, FaultReason, InspectionAction, Mode, Stage
from jingwei.planning.operations import take_visit
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.files import store_picture
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.registry import codes
from jingwei.registry.codes import read_licence
from jingwei.registry.members import Member, require
from jingwei.registry.models import Officer, Site
from jingwei.registry.queries import find_certificate, get_site_of_code
from jingwei.registry.terms import Role
from jingwei.rulebook import Finding, Moment, ask

RECENT = timedelta(days=1)  # how far back another stay may still overlap with this one


@dataclass(frozen=True, slots=True)
class Position:
    """Where the phone says it is: WGS-84 degrees, accuracy in metres."""

    latitude: float
    longitude: float
    accuracy: int | None = None


@operation(InspectionAction.NOTICE_SERVED, target="inspection_id")
def serve_notice(*, inspection_id: int, received_by: str, actor: Actor, now: datetime) -> Notice:
    """Note that the notice was handed over and who took it (R-PRO-03)."""
    inspection = open_dossier(inspection_id, lock=True).inspection
    require_team(inspection, actor)
    notice = Notice.objects.filter(inspection=inspection).first()
    if notice is None:
        raise Conflict("检查还没有批准，没有通知书可送达", "先由主体负责人审批")
    if notice.served_at is not None:
        raise Conflict(f"{notice.number} 已由{notice.received_by}签收")
    if not received_by.strip():
        raise Mistake("没有填写签收人", "填写企业签收人姓名", "received_by")
    notice.served_at, notice.received_by = now, received_by.strip()
    notice.save(update_fields=["served_at", "received_by"])
    audit.record(
        InspectionAction.NOTICE_SERVED,
        actor=actor,
        now=now,
        target=inspection,
        enterprise=inspection.enterprise,
        number=notice.number,
        received_by=notice.received_by,
    )
    return notice


@operation(InspectionAction.ENTERED, target="inspection_id")
def enter_visit(
    *,
    inspection_id: int,
    code: str = "",
    code_read_at: datetime | None = None,
    way: EntryWay = EntryWay.SCAN,
    present_ids: Sequence[int] = (),
    assistants_present: Sequence[str] = (),
    position: Position | None = None,
    place_reason: str = "",
    explanation: str = "",
    door_photo: bytes | None = None,
    entered_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Visit:
    """Enter an enterprise: scan its code on an approved task, with two certified officers, and take a visit off the cap.

    ``code_read_at``: when the phone read the code, by default now; what a dynamic code is judged by (R-SCAN-08a).
    ``present_ids``: the officers at the gate, by default the whole team; the scanner is always one of them. ``way``
    SEARCH needs no code but an explanation and a photo of the door plate (R-SCAN-04); URGENT is the scan before
    leaving of an inspection that began at ``entered_at`` (R-SCAN-03a); with LICENCE ``code`` is what the QR on the
    business licence says. A second scan of the same task is the same
    visit (R-SCAN-12). Locks the inspection, then the ledger. Raises Refused with every reason at once, Mistake for a
    code that is none of ours, Conflict for a task that is over.
    """
    member = require(actor, Role.OFFICER)
    if way is EntryWay.BACK_ENTRY:
        raise Mistake("补录不是扫码入企", "网络或系统故障的，写明入企、离企时间和原因另行补录", "way")
    read = None if way in {EntryWay.SEARCH, EntryWay.LICENCE} else codes.read(code)
    scanned = get_site_of_code(read) if read else None
    scan = Scan(read.shown_at, code_read_at or now) if read else None
    dossier = open_dossier(inspection_id, lock=True)
    inspection = dossier.inspection
    if way is EntryWay.LICENCE:
        scanned = _site_by_licence(inspection, code)
    if scanned is not None and scanned.pk != inspection.site_id:
        # Where another department means to go is not told to those it is not for.
        is_own = member.subject_id == inspection.subject_id
        raise Mistake(
            f"扫到的是“{scanned}”，本任务是“{inspection.site}”"
            if is_own
            else f"“{scanned}”不是这件任务的场所",
            "核对门牌；去错场所的，回到任务列表另选任务",
            "code",
        )
    if way is EntryWay.URGENT and not inspection.urgent:
        raise Mistake("这件任务不是紧急检查，不能走离企前补扫", "现在扫码入企", "way")
    if inspection.stage == Stage.ENTERED:
        if scanned is None:
            raise Conflict(f"{inspection.number} 已入企", "同行人员到场的，用自己的手机扫企业码确认")
        return _join_own_visit(dossier, member, now, scan or Scan(None, now))
    visit = _new_visit(dossier, member, way, position, now)
    visit.entered_at = _began_at(entered_at, now) if way is EntryWay.URGENT and entered_at else now
    visit.year = local_date(visit.entered_at).year
    visit.scanned_at = now
    visit.place_reason, visit.explanation = place_reason, explanation
    if door_photo is not None:
        visit.door_photo = store_picture(door_photo, name="门牌照片.jpg", actor=actor, now=now)
    return _enter(dossier, visit, present_ids, assistants_present, actor, now, scan=scan)


@operation(InspectionAction.ENTERED_AFTERWARDS, target="inspection_id")
def enter_afterwards(
    *,
    inspection_id: int,
    entered_at: datetime,
    left_at: datetime,
    fault: FaultReason | None,
    explanation: str,
    present_ids: Sequence[int] = (),
    actor: Actor,
    now: datetime,
) -> Visit:
    """Enter a visit that could not be scanned because network or system failed (R-SCAN-03b), with the reason.

    It is judged as of the day it took place. Raises like ``enter_visit``.
    """
    member = require(actor, Role.OFFICER)
    if not entered_at < left_at <= now:
        raise Mistake("入企、离企、现在三个时间的先后不对", "改正入企和离企时间", "left_at")
    dossier = open_dossier(inspection_id, lock=True)
    visit = _new_visit(dossier, member, EntryWay.BACK_ENTRY, None, now)
    visit.entered_at, visit.left_at = entered_at, left_at
    visit.fault, visit.explanation = fault or "", explanation
    on = local_date(now)
    late = ask(Moment.BACK_ENTRY, facts_of_back_entry(visit, get_numbers(on), entered_on=on), on=on)
    return _enter(dossier, visit, present_ids, (), actor, now, also=late.findings)


@operation(InspectionAction.LEFT, target="inspection_id")
def leave_visit(*, inspection_id: int, actor: Actor, now: datetime) -> Visit:
    """Note that the officers have left. Raises Refused when nobody ever scanned (R-SCAN-03a)."""
    dossier = open_dossier(inspection_id, lock=True)
    inspection = dossier.inspection
    require_team(inspection, actor)
    if inspection.visit_id is None:
        raise Conflict("还没有登记入企", "先扫码入企；紧急检查的，离企前补扫")
    visit = (
        Visit.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=inspection.visit_id)
    )
    if visit.left_at is not None:
        raise Conflict("已经登记离企")
    on = local_date(now)
    judgement = ask(Moment.LEAVE, facts_of_leaving(visit, now, get_calendar(), get_numbers(on)), on=on)
    judgement.require()
    visit.left_at = now
    visit.save(update_fields=["left_at"])
    audit.record(
        InspectionAction.LEFT,
        actor=actor,
        now=now,
        target=inspection,
        judgement=judgement,
        enterprise=visit.enterprise,
        minutes=round((now - visit.entered_at).total_seconds() / 60),
    )
    events.raise_findings("inspections", judgement, now=now, act="visit", act_id=visit.pk)
    return visit


def _site_by_licence(inspection: Inspection, text: str) -> Site:
    """Return the task's site when the licence is its enterprise's: a licence names the enterprise, not the gate."""
    if read_licence(text) != inspection.enterprise.credit_code:
        raise Mistake("扫到的营业执照不是本任务企业的", "核对企业；去错企业的，回到任务列表另选任务", "code")
    return inspection.site


def _began_at(entered_at: datetime, now: datetime) -> datetime:
    """Return when an urgent inspection began; it is scanned before leaving, so it was within a day."""
    if not now - RECENT < entered_at <= now:
        raise Mistake(
            "实际入企时间应在现在之前一天以内", "改正入企时间；已经离开的，按补录办理", "entered_at"
        )
    return entered_at


def _new_visit(
    dossier: Dossier, member: Member, way: EntryWay, position: Position | None, now: datetime
) -> Visit:
    inspection = dossier.inspection
    # A returned request is put to the rule on approval, which says why; an emergency does not outweigh the head's no.
    may_enter = {Stage.SUBMITTED, Stage.APPROVED} | (set() if inspection.urgent else {Stage.RETURNED})
    if inspection.stage not in may_enter:
        raise Conflict(
            f"{inspection.number} 现为“{Stage(inspection.stage).label}”，不能再入企", "回到任务列表另选任务"
        )
    if inspection.mode != Mode.ON_SITE:
        raise Conflict(
            f"{inspection.number} 按{Mode(inspection.mode).label}批准，不得入企检查（R-FRQ-08）",
            "确需到场的，由经办人改为现场检查重新报批",
        )
    return Visit(
        site=inspection.site,
        enterprise=inspection.enterprise,
        way=way,
        received_at=now,
        scanned_by=_officer(dossier, member),
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        accuracy=position.accuracy if position else None,
        distance=metres_to(inspection.site, position.latitude, position.longitude) if position else None,
    )


def _enter(
    dossier: Dossier,
    visit: Visit,
    present_ids: Sequence[int],
    assistants_present: Sequence[str],
    actor: Actor,
    now: datetime,
    *,
    also: Sequence[Finding] = (),
    scan: Scan | None = None,
) -> Visit:
    """Judge the entry as of its day and write it: visit, presences, inspection, ledger, log, in one transaction.

    ``also``: what has been found besides, to be told and kept with the judgement.
    """
    inspection, on = dossier.inspection, local_date(visit.entered_at)
    visit.year = on.year
    present = _present(dossier, visit.scanned_by, present_ids)
    numbers = get_numbers(on)
    counts = dossier.counts(numbers)
    is_booked = inspection.approved_at is not None and counts.in_capped
    is_early_or_late = booked_on(inspection) != on
    if is_booked and is_early_or_late:  # Its booking may lie with the caps of another year.
        book(dossier, -1)
    ledger = lock_caps(dossier, on)
    facts = facts_of_entry(
        dossier,
        visit,
        present,
        ledger,
        numbers,
        others=_stays_elsewhere(present, visit),
        has_door_photo=visit.door_photo_id is not None,
        assistants_present=assistants_present,
        scan=scan,
    )
    judgement = ask(Moment.ENTER, facts, on=on)
    judgement = replace(judgement, findings=(*also, *judgement.findings))
    judgement.require()

    joined = _open_joint_visit(inspection)
    if joined is None:
        visit.save()
    else:
        visit = joined
    Presence.objects.bulk_create(
        (
            Presence(
                visit=visit,
                officer=officer,
                certificate_number=_certificate_number(officer, on),
                is_scanner=officer.pk == visit.scanned_by_id,
                entered_at=visit.entered_at,
            )
            for officer in present
        ),
        ignore_conflicts=True,
    )
    take_visit(ledger, in_capped=counts.in_capped, was_pending=is_booked and not is_early_or_late)
    if (
        inspection.approved_at is None
    ):  # An emergency: the officers need the notice now, the approval follows.
        draw_up_notice(dossier, ledger, now=now)
    inspection.mark_entered(visit, is_counted=counts.in_capped)
    inspection.save(update_fields=["visit", "is_counted", "performed_on", "stage", "reportable_on"])
    is_scanned = visit.way != EntryWay.BACK_ENTRY
    audit.record(
        InspectionAction.ENTERED if is_scanned else InspectionAction.ENTERED_AFTERWARDS,
        actor=actor,
        now=now,
        target=inspection,
        judgement=judgement,
        data={"visit": visit.pk, "officers": [officer.pk for officer in present]},
        enterprise=inspection.enterprise,
        way=EntryWay(visit.way).label,
        team="、".join(officer.name for officer in present),
        day=on.isoformat(),
        fault=FaultReason(visit.fault).label if visit.fault else "",
    )
    events.raise_findings("inspections", judgement, now=now, act="visit", act_id=visit.pk)
    return visit


def _join_own_visit(dossier: Dossier, member: Member, now: datetime, scan: Scan) -> Visit:
    """Answer a second scan of the same task with the visit there is; the second phone's officer is noted as present."""
    inspection = dossier.inspection
    visit = inspection.visit
    assert visit is not None
    officer = _officer(dossier, member)
    if officer not in dossier.officers:
        raise NotAllowed(f"{inspection.number} 已由他人入企，您不在本任务的检查人员中", "由任务中的人员扫码")
    if visit.presences.filter(officer=officer).exists():
        return visit
    if visit.left_at is not None:
        raise Conflict("已经离企，不能再确认到场")
    on = local_date(now)
    numbers = get_numbers(on)
    facts = [*facts_of_joining(dossier, officer, numbers), dynamic_code_facts(scan, numbers)]
    ask(Moment.ENTER, facts, on=on).require()
    Presence.objects.create(
        visit=visit,
        officer=officer,
        certificate_number=_certificate_number(officer, on),
        entered_at=visit.entered_at,
    )
    audit.record(
        InspectionAction.JOINED, actor=member, now=now, target=inspection, enterprise=inspection.enterprise
    )
    return visit


def _officer(dossier: Dossier, member: Member) -> Officer:
    """Return the officer behind the account: one of the team, else read from the roster for the rules to refuse."""
    for officer in dossier.officers:
        if officer.pk == member.officer_id:
            return officer
    found = Officer.objects.prefetch_related("certificates").filter(pk=member.officer_id or 0).first()
    if found is None:
        raise NotAllowed("账号没有对应的执法人员", "由单位经办人核对账号和人员")
    return found


def _certificate_number(officer: Officer, on: date) -> str:
    certificate = find_certificate(officer, on=on)
    return certificate.number if certificate else ""


def _present(dossier: Dossier, scanner: Officer, present_ids: Sequence[int]) -> list[Officer]:
    """Return who is at the gate, the scanner first; those who are not of the team are left out of the choice."""
    chosen = set(present_ids) or {officer.pk for officer in dossier.officers}
    others = [officer for officer in dossier.officers if officer.pk in chosen and officer.pk != scanner.pk]
    return [scanner, *others]


def _stays_elsewhere(present: Sequence[Officer], visit: Visit) -> dict[int, list[Presence]]:
    """Return, by officer, the stays at other enterprises that may overlap with this one (R-OFF-13)."""
    stays: dict[int, list[Presence]] = defaultdict(list)
    found = Presence.objects.select_related("visit__site", "visit__enterprise").filter(
        officer__in=present, entered_at__gt=visit.entered_at - RECENT, visit__voided_at=None
    )
    for presence in found.exclude(visit__enterprise=visit.enterprise):
        stays[presence.officer_id].append(presence)
    return stays


def _open_joint_visit(inspection: Inspection) -> Visit | None:
    """Return the visit that the lead of a joint inspection has opened: together they are one (R-FRQ-05).

    Raises Conflict while the lead is not in: it scans first.
    """
    if inspection.joint_with_id is None:
        return None
    visit = Visit.objects.filter(inspections=inspection.joint_with_id, left_at=None, voided_at=None).first()
    if visit is None:
        raise Conflict("联合检查的牵头单位尚未入企，或已离开", "由牵头单位先扫码，参加单位随后扫码")
    return visit


def require_team(inspection: Inspection, actor: Actor) -> None:
    """Raise NotAllowed unless the actor is an officer put on this inspection."""
    member = require(actor, Role.OFFICER, subject_id=inspection.subject_id)
    if not inspection.team.filter(officer=member.officer_id).exists():
        raise NotAllowed("您不在本任务的检查人员中", "由任务中的人员办理")
