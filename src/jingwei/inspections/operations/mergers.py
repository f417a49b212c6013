"""A department ends or goes over into another: refused while tasks of it are open, which nobody could finish then."""

from datetime import date, datetime

from jingwei.inspections.queries import list_open_tasks_of_subject
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict
from jingwei.registry import operations as registry
from jingwei.registry.members import require
from jingwei.registry.models import Merger, Subject
from jingwei.registry.operations.access import BUREAU, locked
from jingwei.registry.terms import SubjectAction

MOST_NAMED = 10


@operation(SubjectAction.MERGED, target="subject_id")
def merge_departments(
    *,
    subject_id: int,
    successor_id: int,
    merged_on: date,
    document: str,
    actor: Actor,
    now: datetime,
) -> Merger:
    """Merge a department into its successor, as ``registry.operations.merge_subjects`` does, once no task of it is open.

    Raises Conflict naming the open tasks: each is finished or withdrawn first.
    """
    require(actor, *BUREAU)
    # Both in the order of their ids, as ``merge_subjects`` locks them.
    both = {pk: locked(Subject, pk) for pk in sorted({subject_id, successor_id})}
    _require_no_open_task(both[subject_id], "合并")
    return registry.merge_subjects(
        subject_id=subject_id,
        successor_id=successor_id,
        merged_on=merged_on,
        document=document,
        actor=actor,
        now=now,
    )


@operation(SubjectAction.REVOKED, target="subject_id")
def revoke_department(
    *, subject_id: int, reason: str, on: date, document: str = "", actor: Actor, now: datetime
) -> Subject:
    """Revoke a department as subject, as ``registry.operations.revoke_subject`` does, once no task of it is open.

    Raises Conflict naming the open tasks: each is finished or withdrawn first.
    """
    require(actor, *BUREAU)
    _require_no_open_task(locked(Subject, subject_id), "撤销")
    return registry.revoke_subject(
        subject_id=subject_id, reason=reason, on=on, document=document, actor=actor, now=now
    )


def _require_no_open_task(subject: Subject, what: str) -> None:
    """Raise Conflict naming the open tasks. The subject is locked, and a request locks it too: none is added meanwhile."""
    open_tasks = list(list_open_tasks_of_subject(subject.pk).values_list("number", flat=True))
    if open_tasks:
        named = "、".join(open_tasks[:MOST_NAMED]) + ("等" if len(open_tasks) > MOST_NAMED else "")
        raise Conflict(
            f"{subject}还有 {len(open_tasks)} 件检查任务没有办结：{named}，不能{what}",
            "逐件办结，或由该单位撤回后由承继单位重新申请",
            "subject_id",
        )
