"""Which circular or recipient an act is about, and who may act on it."""

from collections.abc import Iterable
from datetime import date

from jingwei.notices.models import Circular, Recipient
from jingwei.notices.terms import CircularState
from jingwei.platform.actors import Actor
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.registry.members import Member, require
from jingwei.registry.models import Subject
from jingwei.registry.terms import Role, SubjectStatus


def locked_circular(circular_id: int, *states: CircularState) -> Circular:
    """Return a circular, locked until the act commits.

    Raises Mistake when there is none, Conflict when it stands in none of the states.
    """
    circular = Circular.objects.select_for_update().filter(pk=circular_id).first()
    if circular is None:
        raise Mistake("没有这件通知", "从通知列表打开")
    if circular.state not in states:
        wanted = "、".join(state.label for state in states)
        raise Conflict(
            f"通知目前{CircularState(circular.state).label}，不能这样办理", f"只有{wanted}的通知可以"
        )
    return circular


def locked_recipient(circular_id: int, actor: Actor, *roles: Role) -> tuple[Recipient, Member]:
    """Return the actor's own subject as recipient of a circular that went out, locked, and the actor as member.

    Raises NotAllowed for a circular that did not go to it, Conflict when it is closed or withdrawn.
    """
    member = require(actor, *roles)
    recipient = (
        Recipient.objects.select_for_update(of=("self",))
        .select_related("circular", "subject")
        .filter(circular=circular_id, subject=member.subject_id or 0)
        .exclude(circular__state=CircularState.DRAFT)
        .first()
    )
    if recipient is None:
        raise NotAllowed("没有这件通知，或没有发给您的单位", "从通知列表打开")
    if recipient.circular.state != CircularState.ISSUED:
        state = CircularState(recipient.circular.state).label
        raise Conflict(f"{recipient.circular}{state}，不再签收和回复", "需要补报的，请与区司法局联系")
    return recipient, member


def subjects_in_force(subject_ids: Iterable[int], today: date) -> list[Subject]:
    """Return the subjects, in order of their names. Raises Mistake naming those that may not receive a circular."""
    wanted = set(subject_ids)
    if not wanted:
        raise Mistake("没有选收文单位", "选择全部主体，或按类别、条线、逐个选择", "subject_ids")
    found = list(Subject.objects.filter(pk__in=wanted).order_by("sort_key"))
    if len(found) < len(wanted):
        raise Mistake("有收文单位不在名录中", "刷新页面后重新选择", "subject_ids")
    standing = set(Subject.objects.in_force(today).filter(pk__in=wanted).values_list("pk", flat=True))
    if lacking := [each for each in found if each.pk not in standing]:
        names = "、".join(f"{each}（{_why(each, today)}）" for each in lacking)
        raise Mistake(f"不能发给：{names}", "去掉这些单位；已并入其他单位的，改发承继的单位", "subject_ids")
    return found


def _why(subject: Subject, today: date) -> str:
    if subject.revoked_on is not None and subject.revoked_on <= today:
        return f"{subject.revoked_on} 已撤销"
    if subject.announced_on is not None and subject.announced_on > today:
        return f"{subject.announced_on} 起公告"
    return SubjectStatus(subject.status).label if subject.announced_on is None else "未公告"
