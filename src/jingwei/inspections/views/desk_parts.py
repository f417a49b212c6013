"""The parts of a task's page: three counters, what happened, what the rules say, what came of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.urls import reverse

from jingwei.inspections import documents
from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts import planned_of
from jingwei.inspections.models import Inspection, Record, Result
from jingwei.inspections.operations.approvals import judge_approval
from jingwei.inspections.queries import ThreeCounters
from jingwei.inspections.terms import (
    EntryWay,
    FaultReason,
    InspectionAction,
    InvitationAction,
    Origin,
    Outcome,
    PointResult,
    SignerKind,
    Stage,
)
from jingwei.planning.queries import list_caps, list_ledger
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import AuditOutcome
from jingwei.rulebook import Judgement, all_rules

Shown = dict[str, Any]

LABELS = {action.value: action.label for action in (*InspectionAction, *InvitationAction)}
# Saved again and again while the officers walk: only the last of a run is shown.
REPEATED = {InspectionAction.RECORD_SAVED, InspectionAction.PHOTO_ADDED}
STAGE_COLOURS = {
    Stage.SUBMITTED: "accent",
    Stage.RETURNED: "amber",
    Stage.APPROVED: "green",
    Stage.ENTERED: "accent",
    Stage.RECORDED: "amber",
}
AWAITED = {
    Stage.SUBMITTED: "待主体负责人审批",
    Stage.RETURNED: "待经办人修改",
    Stage.APPROVED: "待扫码入企",
    Stage.ENTERED: "检查中，待签署笔录",
    Stage.RECORDED: "待告知检查结果",
}
WAY = (
    (Stage.SUBMITTED, "主体负责人审批"),
    (Stage.APPROVED, "扫码入企"),
    (Stage.ENTERED, "签署笔录"),
    (Stage.RECORDED, "告知检查结果"),
)


def counted_in_words(counters: ThreeCounters) -> str:
    """Return the three counters in one sentence, for the printed form."""
    limit = (
        f"频次上限 {counters.limit} 次，已用 {counters.used} 次"
        if counters.limit is not None
        else "未设频次上限"
    )
    return (
        f"{counters.year} 年入企 {counters.visits} 次，计入上限 {counters.capped} 次，"
        f"可报统计 {counters.reportable} 次；{limit}"
    )


def preview_approval(dossier: Dossier, now: datetime) -> Judgement:
    """Return what the rules would say if the head approved now; nothing is locked or written."""
    inspection, on = dossier.inspection, dossier.inspection.counted_on
    caps = list_caps(inspection.subject, inspection.enterprise, [item.pk for item in dossier.items], on=on)
    ledger = list_ledger(caps, inspection.enterprise, year=on.year)
    return judge_approval(dossier, ledger, planned_of(dossier, on=local_date(now)), now=now)


def last_attempt(events: Sequence[AuditEvent]) -> AuditEvent | None:
    """Return the refused attempt that nothing has followed: what stands in the way now."""
    return events[-1] if events and events[-1].outcome == AuditOutcome.REFUSED else None


def attempt_records(event: AuditEvent) -> list[Shown]:
    """Return what the log kept of a refused attempt: findings in full, and of what passed the rules' titles."""
    rules = all_rules()
    passed = [
        {"rule": code, "title": rules[code].title, "verdict": "pass"}
        for code in event.data.get("passed", ())
        if code in rules
    ]
    findings: list[Shown] = event.data.get("findings", [])
    return [*findings, *passed] if findings else []


def timeline_shown(inspection: Inspection, events: Sequence[AuditEvent], now: datetime) -> list[Shown]:
    """Return what happened, step by step with the stay between, then where it stands, then what is still to come."""
    told = [
        event
        for event, after in pairwise([*events, None])
        if event is not None and not (after and event.action in REPEATED and after.action == event.action)
    ]
    steps = [_step(event, after.at if after else None) for event, after in pairwise([*told, None]) if event]
    stage = Stage(inspection.stage)
    if stage in AWAITED:
        # A refused attempt changes nothing, so it does not begin the stay anew.
        done = [event.at for event in told if event.outcome == AuditOutcome.DONE]
        since = done[-1] if done else inspection.requested_at
        steps.append({"label": AWAITED[stage], "at": f"已停留 {stay(now - since)}", "state": "now"})
    to_come = [each for each, _ in WAY]
    if stage in to_come:
        steps += [{"label": label, "state": "todo"} for _, label in WAY[to_come.index(stage) + 1 :]]
    elif stage is Stage.RETURNED:
        steps += [{"label": label, "state": "todo"} for _, label in WAY]
    return steps


def stay(span: timedelta) -> str:
    """Write a stay: 35 分钟, 16 小时 47 分, 3 天 2 小时."""
    minutes = int(span.total_seconds()) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} 天" + (f" {hours} 小时" if hours else "")
    if hours:
        return f"{hours} 小时" + (f" {minutes % 60} 分" if minutes % 60 else "")
    return f"{max(minutes, 1)} 分钟"


def request_rows(dossier: Dossier) -> list[Shown]:
    """Return the request's fields in the order of the paper form."""
    rows: list[Shown] = []
    for pair in documents.form_pairs(dossier):
        rows += [{"label": label, "value": value} for label, value in pair]
    rows += [
        {"label": label, "value": value, "is_full": True} for label, value in documents.form_lines(dossier)
    ]
    inspection = dossier.inspection
    handled = f"{inspection.requester}　{moment(inspection.requested_at)}"
    if inspection.origin == Origin.IMPORTED:
        source = {"label": "来源系统", "value": inspection.source_system}
        return [*rows, {"label": "导入", "value": handled}, source]
    rows.append({"label": "经办人", "value": handled})
    approver = inspection.approved_by.name if inspection.approved_by else ""
    rows.append(
        {
            "label": "批准人",
            "value": f"{approver}　{moment(inspection.approved_at)}" if inspection.approved_at else "",
            "hint": f"受权代批 {inspection.authorisation}" if inspection.authorisation else "",
        }
    )
    if inspection.opinion:
        rows.append({"label": "审批意见", "value": inspection.opinion, "is_full": True})
    if inspection.overridden:
        said = f"{'、'.join(inspection.overridden)}：{inspection.override_reason}"
        rows.append({"label": "放行理由", "value": said, "is_full": True})
    return rows


def visit_rows(inspection: Inspection, *, is_far: bool) -> list[Shown]:
    """Return how and when the officers were in, and who was there. ``is_far``: the rules said so when they went in."""
    visit = inspection.visit
    if visit is None:
        return []
    present = "、".join(f"{each.officer.name} {each.certificate_number}" for each in visit.presences.all())
    distance = f"{visit.distance} 米" if visit.distance is not None else "未取得定位"
    if is_far:
        distance += "，远离企业，已报区司法局核实（R-SCAN-05b）"
    fault = FaultReason(visit.fault).label if visit.fault else ""
    why = "：".join(filter(None, [fault, visit.explanation]))
    photos = [("门牌照片", visit.door_photo_id), ("故障凭证", visit.evidence_id)]
    entered = visit.scanned_at or visit.entered_at
    is_scanned = visit.way != EntryWay.BACK_ENTRY
    return [
        {
            "label": "入企时间",
            "value": moment(visit.entered_at),
            "hint": _received(entered, visit.received_at) if is_scanned else "",
        },
        {
            "label": "离企时间",
            "value": moment(visit.left_at) if visit.left_at else "尚未离企",
            "hint": _received(visit.left_at, visit.left_received_at),
        },
        {"label": "登记方式", "value": EntryWay(visit.way).label, "hint": why},
        {"label": "距场所", "value": distance, "hint": visit.place_reason},
        *(
            {"label": label, "value": "查看", "url": reverse("inspection_photo", args=[photo])}
            for label, photo in photos
            if photo
        ),
        {"label": "到场人员", "value": present, "is_full": True},
    ]


def record_shown(record: Record) -> Shown:
    """Return a record: what was found point by point, photos and signatures."""
    entries = sorted(record.entries.all(), key=lambda entry: entry.position)
    count = {result: sum(entry.result == result for entry in entries) for result in PointResult}
    return {
        "record": record,
        "summary": "，".join(f"{result.label} {number} 项" for result, number in count.items() if number),
        "entries": [
            {
                "position": entry.position,
                "text": entry.text,
                "note": entry.note,
                "result": PointResult(entry.result).label if entry.result else "未填",
                "colour": {"conforms": "green", "fails": "red"}.get(entry.result, "none"),
            }
            for entry in entries
        ],
        "photos": [
            {
                "url": reverse("inspection_photo", args=[photo.file_id]),
                "note": f"{f'第 {photo.entry.position} 项' if photo.entry else '现场'}　"
                f"{photo.shown_at.astimezone(SHANGHAI):%H:%M}",
            }
            for photo in record.photos.all()
        ],
        "rows": [
            {"label": "开始时间", "value": moment(record.started_at)},
            {
                "label": "签署时间",
                "value": moment(record.signed_at) if record.signed_at else "尚未签署",
                "hint": _received(record.signed_at, record.received_at),
            },
            {"label": "现场负责人", "value": f"{record.person_name}　{record.person_post}".strip()},
            {
                "label": "亮证时间",
                "value": moment(record.certificate_shown_at) if record.certificate_shown_at else "",
            },
            {"label": "签名", "value": _signers(record), "is_full": True},
            {"label": "现场情况", "value": record.findings, "is_full": True},
            {"label": "企业陈述", "value": record.statement, "is_full": True},
        ],
    }


def result_rows(inspection: Inspection, result: Result) -> list[Shown]:
    """Return what the enterprise was told; of an imported inspection no more than the outcome is known here."""
    rows: list[Shown] = [
        {"label": "告知书", "value": result.number or "见原系统"},
        {"label": "检查结果", "value": Outcome(result.outcome).label},
    ]
    if result.told_at:
        rows.append(
            {
                "label": "告知时间",
                "value": moment(result.told_at),
                "hint": "，".join(
                    filter(
                        None,
                        [
                            "当场告知" if result.is_told_on_the_spot else "",
                            _received(result.told_at, result.received_at),
                        ],
                    )
                ),
            }
        )
    if result.due_on:
        rows.append(
            {
                "label": "应告知日期",
                "value": result.due_on.isoformat(),
                "hint": "" if result.is_due_official else "演示日历，非官方",
            }
        )
    if inspection.origin != Origin.IMPORTED:
        rows.append({"label": "发现问题", "value": result.problems, "is_full": True})
    if result.demand:
        rows.append(
            {
                "label": "整改要求",
                "value": result.demand,
                "is_full": True,
                "hint": f"限 {result.correct_by} 前",
            }
        )
    if result.guidance:
        rows.append({"label": "指导意见", "value": result.guidance, "is_full": True})
    if inspection.ended_in_case:
        rows.append({"label": "转立案", "value": inspection.case_number, "is_full": True})
    if inspection.no_case_reason:
        rows.append({"label": "不予立案理由", "value": inspection.no_case_reason, "is_full": True})
    return rows


def moment(at: datetime) -> str:
    """Write an instant as tables do, in Beijing time."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _received(at: datetime | None, received_at: datetime | None) -> str:
    """Say when the platform heard of an act that a phone had kept without a network; nothing where that was at once."""
    if at is None or received_at is None or received_at - at < timedelta(minutes=1):
        return ""
    return f"断网时办理，平台 {moment(received_at)} 收到"


def _step(event: AuditEvent, until: datetime | None) -> Shown:
    is_refused = event.outcome == AuditOutcome.REFUSED
    return {
        "label": LABELS.get(event.action, event.action) + ("　被拒绝" if is_refused else ""),
        "at": f"{event.at.astimezone(SHANGHAI):%m-%d %H:%M}",
        "who": f"{event.actor_office}　{event.actor_name}".strip("　"),
        "said": _refused(event) if is_refused else _said(event),
        "stayed": f"停留 {stay(until - event.at)}"
        if until and until - event.at >= timedelta(minutes=1)
        else "",
        "state": "red" if is_refused else "done",
    }


def _refused(event: AuditEvent) -> str:
    refused = [each for each in event.data.get("findings", ()) if each["verdict"] == "refuse"]
    if not refused:
        return f"{event.data.get('error', '')}。已留痕，日志 {event.pk} 号"
    titles = "；".join(dict.fromkeys(each["title"] for each in refused))
    return f"拒绝 {len(refused)} 项：{titles}。已留痕，日志 {event.pk} 号"


def _said(event: AuditEvent) -> str:
    """Return what the log's sentence adds to who did what: a reason, an outcome, who came along."""
    if event.action == InspectionAction.APPROVED:
        reason = event.data.get("override_reason")
        return "；".join(
            filter(None, [event.data.get("opinion") or "同意", reason and f"放行理由：{reason}"])
        )
    said = event.sentence.removeprefix(f"{event.actor_office}{event.actor_name}")
    _, colon, reason = said.partition("：")
    if colon:
        return reason
    return (
        said
        if event.action in {InspectionAction.ENTERED, InspectionAction.NOTICE_SERVED, InspectionAction.LEFT}
        else ""
    )


def _signers(record: Record) -> str:
    signed: Iterable[str] = (f"{SignerKind(each.kind).label} {each.name}" for each in record.signatures.all())
    refusal = [f"企业拒签：{record.refusal}"] if record.refusal else []
    return "；".join([*signed, *refusal])
