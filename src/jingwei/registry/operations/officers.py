"""Writes of officers: the roster, and what ties an officer to an enterprise."""

from datetime import date, datetime
from typing import Any

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.models import Account
from jingwei.registry import resident_ids
from jingwei.registry.members import Member
from jingwei.registry.models import Enterprise, Officer, Relation, Subject
from jingwei.registry.operations.access import (
    BUREAU,
    access_own_or_bureau,
    access_registry,
    locked,
    require_standing,
)
from jingwei.registry.rules import resident_id as resident_id_rule
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import CancelReason, OfficerAction, Role, StaffKind
from jingwei.rulebook import Moment, ask

# What of an officer may be put right, with the word that the log shows.
CHANGEABLE = {
    "name": "姓名",
    "staff": "人员性质",
    "unit": "内设机构",
    "post": "职务",
    "has_legal_qualification": "法律职业资格",
}


def access_roster(actor: Actor, subject_id: int) -> Actor:
    """Return the actor, or raise NotAllowed for anybody but the subject's clerk or head and the bureau."""
    return access_own_or_bureau(actor, Role.CLERK, Role.HEAD, subject_id=subject_id)


@operation(OfficerAction.REGISTERED, unlogged=("resident_id",))
def register_officer(
    *,
    subject_id: int,
    name: str,
    staff: StaffKind,
    account: Account | None = None,
    resident_id: str = "",
    unit: str = "",
    post: str = "",
    has_legal_qualification: bool = False,
    actor: Actor,
    now: datetime,
) -> Officer:
    """Put a person on a subject's roster; the resident id is kept sealed and never shown whole.

    Raises NotAllowed for anybody but its clerk or head and the bureau; Refused for a resident id that fails its check
    (R-FMT-02); Mistake without a name, for a subject that is revoked, or when the person stands on a roster already and has not left.
    """
    access_roster(actor, subject_id)
    require_standing(locked(Subject, subject_id), on=local_date(now))
    if not name.strip():
        raise Mistake("没有填写姓名", "填写姓名", "name")
    _check_resident_id(resident_id, now)
    officer = Officer.objects.create(
        subject_id=subject_id,
        name=name.strip(),
        staff=staff,
        account=account,
        sort_key=sort_key(name.strip()),
        id_digest=resident_ids.digest_of(resident_id),
        id_sealed=resident_ids.seal_of(resident_id),
        unit=unit,
        post=post,
        has_legal_qualification=has_legal_qualification,
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


@operation(OfficerAction.CHANGED, target="officer_id", unlogged=("resident_id",))
def change_officer(
    *,
    officer_id: int,
    name: str | None = None,
    staff: StaffKind | None = None,
    unit: str | None = None,
    post: str | None = None,
    has_legal_qualification: bool | None = None,
    resident_id: str | None = None,
    subject_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> Officer:
    """Put right what the roster says of a person; None leaves a thing as it is, the log keeps before and after.

    Raises NotAllowed for anybody but the subject's clerk or head and the bureau, and for anybody but the bureau when
    the person goes to another subject; Refused for a wrong resident id; Mistake for an empty name, a subject that is
    revoked, or no change at all.
    """
    officer = locked(Officer, officer_id)
    access_roster(actor, officer.subject_id)
    given: dict[str, str | bool | None] = {"name": name, "staff": staff, "unit": unit, "post": post}
    given["has_legal_qualification"] = has_legal_qualification
    changes: dict[str, tuple[Any, Any]] = {}
    for field, value in given.items():
        if value is not None and value != getattr(officer, field):
            changes[field] = (getattr(officer, field), value)
            setattr(officer, field, value)
    if not officer.name.strip():
        raise Mistake("没有填写姓名", "填写姓名", "name")
    officer.sort_key = sort_key(officer.name)
    said = [
        f"{CHANGEABLE[field]}由“{_worded(field, old)}”改为“{_worded(field, new)}”"
        for field, (old, new) in changes.items()
    ]
    if subject_id is not None and subject_id != officer.subject_id:
        access_registry(actor, *BUREAU)
        subject = locked(Subject, subject_id)
        require_standing(subject, on=local_date(now))
        said.append(f"单位由“{officer.subject.name}”改为“{subject.name}”")
        changes["subject"] = (officer.subject_id, subject.pk)
        officer.subject = subject
    if resident_id and resident_ids.digest_of(resident_id) != officer.id_digest:
        _check_resident_id(resident_id, now, but=officer)
        officer.id_digest = resident_ids.digest_of(resident_id)
        officer.id_sealed = resident_ids.seal_of(resident_id)
        said.append("身份证号")
    if not said:
        raise Mistake("没有改动任何内容", "改动后再保存")
    officer.save()
    audit.record(
        OfficerAction.CHANGED,
        actor=actor,
        now=now,
        target=officer,
        data={"changes": {field: list(pair) for field, pair in changes.items()}},
        officer=officer.name,
        changes="；".join(said),
    )
    return officer


@operation(OfficerAction.LEFT, target="officer_id")
def note_officer_left(
    *, officer_id: int, reason: CancelReason, left_on: date, actor: Actor, now: datetime
) -> Officer:
    """Note that a person has left the post; the card is of no use from that day and goes on the clean-up list.

    Raises NotAllowed for anybody but the subject's clerk or head and the bureau, Conflict when it is noted already,
    Mistake for a day to come or a reason that concerns the card alone.
    """
    officer = locked(Officer, officer_id)
    access_roster(actor, officer.subject_id)
    if officer.left_on is not None:
        raise Conflict(f"{officer}已登记自 {officer.left_on} 离岗", "有误的，由司法局更正")
    if not reason.is_leaving:
        raise Mistake(f"“{reason.label}”不是离岗原因", "选择调离、退休等离岗原因", "reason")
    if left_on > local_date(now):
        raise Mistake(f"离岗日期 {left_on} 晚于今天", "离岗当日或以后再登记", "left_on")
    officer.left_on, officer.left_reason = left_on, reason
    officer.save(update_fields=["left_on", "left_reason"])
    audit.record(
        OfficerAction.LEFT,
        actor=actor,
        now=now,
        target=officer,
        officer=officer.name,
        day=left_on,
        reason=reason.label,
    )
    return officer


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


def _check_resident_id(number: str, now: datetime, but: Officer | None = None) -> None:
    """Ask R-FMT-02, and see that nobody on a roster has the number; the message does not repeat it."""
    if not number:
        return
    on = local_date(now)
    ask(Moment.REGISTER, [resident_id_rule.Facts(number=number, on=on)], on=on).require()
    held = Officer.objects.filter(id_digest=resident_ids.digest_of(number), left_on=None)
    other = held.exclude(pk=but.pk if but else 0).select_related("subject").first()
    if other is not None:
        raise Mistake(
            f"这个身份证号已登记在{other.subject.name}名册（{other.name}）",
            "同一人不重复登记；调入的，由原单位登记离岗或由司法局调转",
            "resident_id",
        )


def _worded(field: str, value: Any) -> str:
    if field == "staff":
        return StaffKind(value).label
    if isinstance(value, bool):
        return "有" if value else "无"
    return str(value)
