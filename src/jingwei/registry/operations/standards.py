"""Writes of standards: dated versions with their points, and the coordination of two that contradict each other."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry.members import require
from jingwei.registry.models import Item, Standard, StandardConflict, StandardPoint
from jingwei.registry.operations.access import BUREAU, access_registry, locked
from jingwei.registry.terms import CoordinationStage, ItemAction, Role


@operation(ItemAction.STANDARD_ADDED, target="item_id")
def add_standard(
    *, item_id: int, version: str, points: Sequence[str], valid_from: date, actor: Actor, now: datetime
) -> Standard:
    """Add a version of an item's standard; the version before binds until that day.

    Raises NotAllowed for anybody but the clerk or head of the item's subject, Mistake without points or for a version
    that is taken or begins no later than the one before.
    """
    item = locked(Item, item_id)
    access_registry(actor, Role.CLERK, Role.HEAD, subject_id=item.subject_id)
    if not version.strip():
        raise Mistake("没有填写版本", "例如 2025版", "version")
    if not points or not all(point.strip() for point in points):
        raise Mistake("检查标准没有要点，或有空白的要点", "逐条写明检查要点", "points")
    if item.standards.filter(version=version).exists():
        raise Mistake(f"“{item}”已有版本 {version}", "换一个版本号", "version")
    if item.standards.filter(valid_from__gte=valid_from).exists():
        raise Mistake(f"新版本自 {valid_from} 施行，不晚于已有的版本", "核对施行日期", "valid_from")
    item.standards.filter(valid_until=None).update(valid_until=valid_from)
    standard = Standard.objects.create(item=item, version=version, valid_from=valid_from)
    StandardPoint.objects.bulk_create(
        StandardPoint(standard=standard, position=position, text=text)
        for position, text in enumerate(points, 1)
    )
    audit.record(
        ItemAction.STANDARD_ADDED, actor=actor, now=now, target=item, item=item.name, version=version
    )
    return standard


@operation(ItemAction.CONFLICT_RAISED, target="standard_id")
def raise_standard_conflict(
    *, standard_id: int, other_id: int, matter: str, actor: Actor, now: datetime
) -> StandardConflict:
    """Bring two standards that contradict each other to coordination between their departments (R-PUB-06).

    Raises NotAllowed for anybody but the clerks and heads of the two subjects and the bureau, Mistake without a
    matter or for two versions of one item, Conflict when the two are in coordination already.
    """
    member = require(actor, Role.CLERK, Role.HEAD, *BUREAU)
    first, second = locked(Standard, standard_id), locked(Standard, other_id)
    if first.item_id == second.item_id:
        raise Mistake("同一事项的两个版本先后施行，不算冲突", "选择另一事项的标准", "other_id")
    if not member.is_bureau and member.subject_id not in {first.item.subject_id, second.item.subject_id}:
        require(member, Role.CLERK, Role.HEAD, subject_id=first.item.subject_id)
    if not matter.strip():
        raise Mistake("没有写明冲突的内容", "写明两个标准各自怎样要求", "matter")
    standing = StandardConflict.objects.of_standard(first) & StandardConflict.objects.of_standard(second)
    if standing.exclude(stage=CoordinationStage.SETTLED).exists():
        raise Conflict("这两个标准已在协调中", "在协调记录中补充意见")
    conflict = StandardConflict.objects.create(
        first=first,
        second=second,
        matter=matter,
        stage=CoordinationStage.NEGOTIATING,
        raised_by_id=member.account,
        raised_at=now,
    )
    audit.record(
        ItemAction.CONFLICT_RAISED,
        actor=actor,
        now=now,
        target=conflict,
        first=first,
        second=second,
        matter=matter,
    )
    return conflict


@operation(ItemAction.CONFLICT_ESCALATED, target="standardconflict_id")
def escalate_standard_conflict(
    *, standardconflict_id: int, reason: str, actor: Actor, now: datetime
) -> StandardConflict:
    """Bring a conflict on which the departments did not agree before the government.

    Raises NotAllowed for anybody but the bureau, Conflict when it is there or settled, Mistake without a reason.
    """
    access_registry(actor, *BUREAU)
    conflict = locked(StandardConflict, standardconflict_id)
    if conflict.stage != CoordinationStage.NEGOTIATING:
        raise Conflict(f"这项冲突{CoordinationStage(conflict.stage).label}")
    if not reason.strip():
        raise Mistake("没有写明协商不成的情况", "写明各部门的意见", "reason")
    conflict.stage = CoordinationStage.ESCALATED
    conflict.save(update_fields=["stage"])
    audit.record(
        ItemAction.CONFLICT_ESCALATED,
        actor=actor,
        now=now,
        target=conflict,
        matter=conflict.matter,
        reason=reason,
    )
    return conflict


@operation(ItemAction.CONFLICT_SETTLED, target="standardconflict_id")
def settle_standard_conflict(
    *, standardconflict_id: int, outcome: str, settled_on: date, actor: Actor, now: datetime
) -> StandardConflict:
    """Enter what was agreed or decided. The standards themselves change by ``add_standard``.

    Raises NotAllowed for anybody but the bureau, Conflict when it is settled, Mistake without an outcome.
    """
    access_registry(actor, *BUREAU)
    conflict = locked(StandardConflict, standardconflict_id)
    if conflict.stage == CoordinationStage.SETTLED:
        raise Conflict(f"这项冲突已于 {conflict.settled_on} 协调")
    if not outcome.strip():
        raise Mistake("没有写明协调结果", "写明按哪个标准执行，由谁修改", "outcome")
    conflict.stage, conflict.outcome, conflict.settled_on = CoordinationStage.SETTLED, outcome, settled_on
    conflict.save(update_fields=["stage", "outcome", "settled_on"])
    audit.record(
        ItemAction.CONFLICT_SETTLED,
        actor=actor,
        now=now,
        target=conflict,
        matter=conflict.matter,
        outcome=outcome,
    )
    return conflict
