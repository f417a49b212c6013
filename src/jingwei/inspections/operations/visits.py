"""Going in and coming out: the scan at the gate, the paths round it, leaving."""

from collections.abc import Sequence
from datetime import datetime

from jingwei.inspections.captured import AFTERWARDS, require_order, time_of
from jingwei.inspections.dossier import Dossier, open_dossier
from jingwei.inspections.facts import facts_of_back_entry, facts_of_joining
from jingwei.inspections.facts.codes import Scan, dynamic_code_facts
from jingwei.inspections.models import Inspection, Presence, Visit
from jingwei.inspections.operations.gate import RECENT, pass_gate, prepare_visit
from jingwei.inspections.operations.team import officer_behind, require_team
from jingwei.inspections.positions import Position
from jingwei.inspections.steps.visits import certificate_number, leave
from jingwei.inspections.terms import EntryWay, FaultReason, InspectionAction, Stage
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.files import store_picture
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.platform.writing import AT_ONCE
from jingwei.registry import codes
from jingwei.registry.codes import read_licence
from jingwei.registry.members import Member, require
from jingwei.registry.models import Site
from jingwei.registry.queries import get_site_of_code
from jingwei.registry.terms import Role
from jingwei.rulebook import Moment, ask


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
    captured_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Visit:
    """Enter an enterprise: scan its code on an approved task, with two certified officers, and take a visit off the cap.

    ``captured_at``: when the phone, without a network, was told to enter: within the bounds of R-SCAN-03c the entry is
    of that moment and judged as of it; beyond them it is refused and entered afterwards.
    ``code_read_at``: when the phone read the code, by default the same; what a dynamic code is judged by (R-SCAN-08a).
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
    at = time_of(Moment.ENTER, "入企", captured_at, now=now, remedy=AFTERWARDS)
    read = None if way in {EntryWay.SEARCH, EntryWay.LICENCE} else codes.read(code)
    scanned = get_site_of_code(read) if read else None
    scan = Scan(read.shown_at, code_read_at or at) if read else None
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
        return _join_own_visit(dossier, member, at, scan or Scan(None, at), now=now)
    visit = prepare_visit(dossier, officer_behind(member, dossier), way, position=position, now=now)
    visit.entered_at = _began_at(entered_at, at) if way is EntryWay.URGENT and entered_at else at
    visit.year = local_date(visit.entered_at).year
    visit.scanned_at = at
    visit.place_reason, visit.explanation = place_reason, explanation
    if door_photo is not None:
        visit.door_photo = store_picture(door_photo, name="门牌照片.jpg", actor=actor, now=now)
    return pass_gate(
        dossier,
        visit,
        present_ids=present_ids,
        assistants_present=assistants_present,
        actor=actor,
        now=now,
        scan=scan,
    )


@operation(InspectionAction.ENTERED_AFTERWARDS, target="inspection_id")
def enter_afterwards(
    *,
    inspection_id: int,
    entered_at: datetime,
    left_at: datetime,
    fault: FaultReason | None,
    explanation: str,
    present_ids: Sequence[int] = (),
    evidence: bytes | None = None,
    actor: Actor,
    now: datetime,
) -> Visit:
    """Enter a visit that could not be scanned because network or system failed (R-SCAN-03b), with the reason.

    It is judged as of the day it took place. ``evidence``: a picture of what failed (R-FORM-10). Raises like
    ``enter_visit``.
    """
    member = require(actor, Role.OFFICER)
    if not entered_at < left_at <= now:
        raise Mistake("入企、离企、现在三个时间的先后不对", "改正入企和离企时间", "left_at")
    dossier = open_dossier(inspection_id, lock=True)
    visit = prepare_visit(dossier, officer_behind(member, dossier), EntryWay.BACK_ENTRY, now=now)
    visit.entered_at, visit.left_at = entered_at, left_at
    visit.fault, visit.explanation = fault or "", explanation
    if evidence is not None:
        visit.evidence = store_picture(evidence, name="故障凭证.jpg", actor=actor, now=now)
    on = local_date(now)
    late = ask(Moment.BACK_ENTRY, facts_of_back_entry(visit, get_numbers(on), entered_on=on), on=on)
    return pass_gate(dossier, visit, present_ids=present_ids, actor=actor, now=now, also=late.findings)


@operation(InspectionAction.LEFT, target="inspection_id")
def leave_visit(
    *, inspection_id: int, captured_at: datetime | None = None, actor: Actor, now: datetime
) -> Visit:
    """Note that the officers have left; ``captured_at``: when, where the phone had no network (R-SCAN-03c).

    Raises Refused when nobody ever scanned (R-SCAN-03a).
    """
    dossier = open_dossier(inspection_id, lock=True)
    inspection = dossier.inspection
    require_team(dossier, actor)
    if inspection.visit_id is None:
        raise Conflict("还没有登记入企", "先扫码入企；紧急检查的，离企前补扫")
    visit = (
        Visit.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=inspection.visit_id)
    )
    if visit.left_at is not None:
        raise Conflict("已经登记离企")
    at = time_of(Moment.LEAVE, "离企", captured_at, now=now)
    require_order(("入企", visit.entered_at), ("离企", at))
    leave(
        inspection,
        visit,
        at=at,
        calendar=get_calendar(),
        numbers=get_numbers(local_date(at)),
        actor=actor,
        now=now,
        out=AT_ONCE,
    )
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


def _join_own_visit(dossier: Dossier, member: Member, at: datetime, scan: Scan, *, now: datetime) -> Visit:
    """Answer a second scan of the same task with the visit there is; the second phone's officer is noted as present.

    ``at``: when it was scanned; ``now``: when the platform heard of it.
    """
    inspection = dossier.inspection
    visit = inspection.visit
    assert visit is not None
    officer = officer_behind(member, dossier)
    if officer not in dossier.officers:
        raise NotAllowed(f"{inspection.number} 已由他人入企，您不在本任务的检查人员中", "由任务中的人员扫码")
    if visit.presences.filter(officer=officer).exists():
        return visit
    if visit.left_at is not None and visit.left_at <= at:
        raise Conflict("已经离企，不能再确认到场")
    on = local_date(at)
    numbers = get_numbers(on)
    facts = [*facts_of_joining(dossier, officer, numbers), dynamic_code_facts(scan, numbers)]
    ask(Moment.ENTER, facts, on=on).require()
    Presence.objects.create(
        visit=visit,
        officer=officer,
        certificate_number=certificate_number(officer, on),
        entered_at=visit.entered_at,
    )
    audit.record(
        InspectionAction.JOINED, actor=member, now=now, target=inspection, enterprise=inspection.enterprise
    )
    return visit
