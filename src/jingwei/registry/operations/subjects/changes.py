"""What happens to an announced subject: changes, announced again in time, and the end."""

from collections.abc import Mapping
from datetime import date, datetime

from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.findings import Found, tell, tell_swept
from jingwei.platform.queries import get_numbers
from jingwei.registry.facts import change_facts, subject_number_facts
from jingwei.registry.members import require
from jingwei.registry.models import Entrustment, Region, Subject, SubjectChange
from jingwei.registry.operations.access import BUREAU, access_registry, locked
from jingwei.registry.operations.memberships import end_memberships_of
from jingwei.registry.operations.subjects.declaration import ANNOUNCED
from jingwei.registry.operations.subjects.steps import (
    day_of,
    note_step,
    require_regions,
    require_status,
    require_text,
)
from jingwei.registry.queries.subjects import list_open_changes
from jingwei.registry.rules import credit_code as credit_code_rule
from jingwei.registry.rules.reannounce_due import Facts as DueFacts
from jingwei.registry.rules.reannounce_due import reannounce_due
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import SubjectAction, SubjectStatus, SubjectStepKind
from jingwei.rulebook import Judgement, Moment, Raise, ask

# What may change without a new declaration, and how it is called. A change of kind is a new declaration.
CHANGEABLE = {
    "name": "名称",
    "short_name": "简称",
    "credit_code": "统一社会信用代码",
    "legal_basis": "职权依据",
    "organisation_document": "三定规定文号",
    "powers": "职权范围",
    "jurisdiction": "管辖区划代码",
    "head": "负责人",
    "address": "办公地址",
    "phone": "监督投诉电话",
}
OBLIGATORY = ("name", "short_name", "credit_code", "legal_basis")
RULE = "R-SUB-06b"


@operation(SubjectAction.CHANGED, target="subject_id")
def change_subject(
    *,
    subject_id: int,
    changes: Mapping[str, object],
    happened_on: date,
    document: str,
    actor: Actor,
    now: datetime,
) -> SubjectChange:
    """Enter what changed of an announced subject; it takes effect now and is to be announced again within a month.

    ``changes``: field → new value, of ``CHANGEABLE``. Raises NotAllowed for anybody but the bureau, Conflict when the
    subject is not announced, Mistake when nothing differs or a value does not fit, Refused for a wrong credit code.
    """
    require(actor, *BUREAU)
    subject = locked(Subject, subject_id)
    require_status(subject, SubjectStatus.ANNOUNCED, what="变更", remedy="未公告的修改后重新申报")
    happened_on = day_of(happened_on, now, "变更")
    document = require_text(document, "变更文号", "document")
    after = _differing(subject, changes)
    before = {field: getattr(subject, field) for field in after}
    for field, value in after.items():
        setattr(subject, field, value)
    if "credit_code" in after:
        known = Region.objects.filter(code=subject.credit_code[2:8]).exists()
        asked = [credit_code_rule.Facts(subject.credit_code, known), subject_number_facts(subject)]
        ask(Moment.REGISTER, asked, on=happened_on).require()
    subject.sort_key = sort_key(subject.name)
    subject.save()
    numbers = get_numbers(happened_on)
    due_on = reannounce_due(DueFacts(happened_on, numbers.get("R-SUB-06a", "months"))).value
    change = SubjectChange.objects.create(
        subject=subject,
        happened_on=happened_on,
        document=document,
        before=before,
        after=after,
        due_on=due_on,
    )
    what = "、".join(CHANGEABLE[field] for field in after)
    note_step(
        subject,
        SubjectStepKind.CHANGED,
        on=happened_on,
        document=document,
        opinion=what,
        actor=actor,
        now=now,
    )
    audit.record(
        SubjectAction.CHANGED,
        actor=actor,
        now=now,
        target=subject,
        data={"before": before, "after": after},
        subject=subject.name,
        document=document,
        what=what,
        due=due_on,
    )
    return change


@operation(SubjectAction.REANNOUNCED, target="subject_id")
def reannounce_subject(
    *, subject_id: int, on: date, url: str, document: str = "", actor: Actor, now: datetime
) -> Subject:
    """Announce a subject again after its changes; all that happened by the day are answered.

    Raises NotAllowed for anybody but the bureau, Mistake without an address, Conflict when nothing waits for it. What
    comes late becomes a clue (R-SUB-06b). Publishes ``registry.subject.announced``.
    """
    require(actor, *BUREAU)
    subject = locked(Subject, subject_id)
    on = day_of(on, now, "重新公告")
    url = require_text(url, "公告网址", "url")
    changes = list(subject.changes.filter(reannounced_on=None, happened_on__lte=on).order_by("id"))
    if not changes:
        raise Conflict(f"{subject}没有 {on} 以前发生、等待重新公告的变更", "核对重新公告日期")
    numbers = get_numbers(local_date(now))
    findings: list[Found] = []
    for change in changes:
        change.reannounced_on, change.url = on, url
        change.save(update_fields=["reannounced_on", "url"])
        judgement = ask(Moment.REGISTER, [change_facts(change, on, numbers)], on=numbers.on)
        findings += _late(change, judgement)
    tell("registry", findings, now=now)
    note_step(subject, SubjectStepKind.REANNOUNCED, on=on, document=document, url=url, actor=actor, now=now)
    audit.record(
        SubjectAction.REANNOUNCED, actor=actor, now=now, target=subject, subject=subject.name, day=on
    )
    events.publish(ANNOUNCED, now=now, subject_id=subject.pk, announced_on=on.isoformat(), url=url)
    return subject


@operation(SubjectAction.CHANGES_SWEPT)
def sweep_changes(*, actor: Actor, now: datetime) -> int:
    """Look at every change that waits to be announced again and tell the supervisor once of each that is late.

    Returns how many are new. Raises NotAllowed for anybody but the system and the bureau.
    """
    access_registry(actor, *BUREAU)
    numbers = get_numbers(local_date(now))
    waiting = list(list_open_changes())
    findings: list[Found] = []
    for change in waiting:
        judgement = ask(Moment.SWEEP, [change_facts(change, numbers.on, numbers)], on=numbers.on)
        findings += _late(change, judgement)
    new = tell_swept(
        "registry", findings, rules=[RULE], now=now, covers=lambda facts: facts["reannounced_on"] is None
    )
    raised = [pk for _, pk, _ in new]
    audit.record(
        SubjectAction.CHANGES_SWEPT,
        actor=actor,
        now=now,
        data={"raised": raised},
        count=len(waiting),
        raised=len(raised),
    )
    return len(raised)


@operation(SubjectAction.REVOKED, target="subject_id")
def revoke_subject(
    *, subject_id: int, reason: str, on: date, document: str = "", actor: Actor, now: datetime
) -> Subject:
    """Revoke a subject: from that day on it may not inspect; its letters of entrustment and its memberships end.

    Memberships end today at the earliest: what was done until now stays done by somebody who was in office.

    A page or program calls ``inspections.operations.revoke_department``, which first looks for open tasks: the registry
    knows none. Raises NotAllowed for anybody but the bureau, Conflict when the subject is not announced or entrusts
    bodies that stand, Mistake without a reason or for a day before its announcement.
    """
    require(actor, *BUREAU)
    subject = locked(Subject, subject_id)
    require_status(subject, SubjectStatus.ANNOUNCED, what="撤销")
    reason = require_text(reason, "撤销理由", "reason")
    if subject.announced_on is not None and on < subject.announced_on:
        raise Mistake(f"撤销日期 {on} 早于公告日期 {subject.announced_on}", "核对撤销日期", "on")
    agents = [each.name for each in subject.entrusted.filter(status=SubjectStatus.ANNOUNCED)]
    if agents:
        raise Conflict(f"{subject}委托的{'、'.join(agents)}还没有撤销", "先撤销受委托组织，或合并到承继机关")
    subject.status, subject.revoked_on = SubjectStatus.REVOKED, on
    subject.save(update_fields=["status", "revoked_on"])
    letters = Entrustment.objects.filter(agent=subject, ended_on=None, valid_to__gte=on)
    letters.update(ended_on=on, end_reason=f"{subject.short_name}主体资格撤销")
    ended = end_memberships_of(subject, on=max(on, local_date(now)))
    note_step(
        subject, SubjectStepKind.REVOKED, on=on, document=document, opinion=reason, actor=actor, now=now
    )
    audit.record(
        SubjectAction.REVOKED,
        actor=actor,
        now=now,
        target=subject,
        data={"ended_memberships": [str(each) for each in ended]},
        subject=subject.name,
        day=on,
        reason=reason,
    )
    return subject


def _differing(subject: Subject, changes: Mapping[str, object]) -> dict[str, object]:
    """Return the fields whose new value differs. Raises Mistake for unknown, empty or unfit ones."""
    after: dict[str, object] = {}
    for field, given in changes.items():
        if field not in CHANGEABLE:
            raise Mistake(f"“{field}”不能变更", "类别、条线等变化的，撤销后重新申报", field)
        if field == "jurisdiction":
            value: object = require_regions(given if isinstance(given, list | tuple) else [str(given)])
        elif field in OBLIGATORY:
            value = require_text(str(given), CHANGEABLE[field], field)
        else:
            value = str(given).strip()
        if value != getattr(subject, field):
            after[field] = value
    if not after:
        raise Mistake("没有任何一项与现在不同", "改正变更的内容", "changes")
    name = after.get("name")
    if name is not None and Subject.objects.filter(name=name).exclude(pk=subject.pk).exists():
        raise Mistake(f"“{name}”已经登记", "核对名称；两家合一的办理机构合并", "name")
    return after


def _late(change: SubjectChange, judgement: Judgement) -> list[Found]:
    """Return what is late. A flag before the day is no clue."""
    return [
        ("subjectchange", change.pk, each) for each in judgement.warnings if isinstance(each.verdict, Raise)
    ]
