"""Writes of items: registered with their basis, published, withdrawn, and held to dated standards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry import facts
from jingwei.registry.models import Basis, Item, Standard, StandardPoint
from jingwei.registry.operations.access import access_registry, locked
from jingwei.registry.terms import BasisLevel, Field, ItemAction, ItemStatus, Role
from jingwei.rulebook import Moment, ask


@dataclass(frozen=True, slots=True)
class BasisEntry:
    """A provision as it is entered: rank, title and article."""

    level: BasisLevel
    title: str
    article: str


@operation(ItemAction.REGISTERED)
def register_item(
    *,
    code: str,
    name: str,
    subject_id: int,
    field: Field,
    object_scope: str,
    bases: Sequence[BasisEntry],
    is_remote_capable: bool = False,
    actor: Actor,
    now: datetime,
) -> Item:
    """Enter an item of a subject with its basis; it waits for publication, or for an article where none is named.

    Raises NotAllowed for anybody but the subject's clerk or head, Mistake for a code that is taken.
    """
    access_registry(actor, Role.CLERK, Role.HEAD, subject_id=subject_id)
    if Item.objects.filter(code=code).exists():
        raise Mistake(f"事项编码 {code} 已经登记", "换一个编码", "code")
    is_based = bool(bases) and all(basis.title and basis.article for basis in bases)
    item = Item.objects.create(
        code=code,
        name=name,
        subject_id=subject_id,
        field=field,
        object_scope=object_scope,
        is_remote_capable=is_remote_capable,
        status=ItemStatus.UNPUBLISHED if is_based else ItemStatus.PENDING_BASIS,
    )
    Basis.objects.bulk_create(
        Basis(item=item, level=basis.level, title=basis.title, article=basis.article) for basis in bases
    )
    audit.record(
        ItemAction.REGISTERED,
        actor=actor,
        now=now,
        target=item,
        subject=item.subject.name,
        item=name,
    )
    return item


@operation(ItemAction.PUBLISHED, target="item_id")
def publish_item(*, item_id: int, published_on: date, actor: Actor, now: datetime) -> Item:
    """Publish an item: from that day on it may be inspected.

    Raises NotAllowed for anybody but the supervision lead, Conflict when it is published or withdrawn, Refused when
    what it rests on is too low or not named (R-PUB-03).
    """
    access_registry(actor, Role.SUPERVISION_LEAD)
    item = locked(Item, item_id)
    if item.status in {ItemStatus.PUBLISHED, ItemStatus.WITHDRAWN}:
        raise Conflict(f"“{item}”{ItemStatus(item.status).label}，不能再公布")
    judgement = ask(Moment.REGISTER, [facts.basis_facts(item, published_on)], on=published_on)
    judgement.require()
    item.status, item.published_on = ItemStatus.PUBLISHED, published_on
    item.save(update_fields=["status", "published_on"])
    audit.record(
        ItemAction.PUBLISHED,
        actor=actor,
        now=now,
        target=item,
        judgement=judgement,
        item=item.name,
        day=published_on,
    )
    return item


@operation(ItemAction.WITHDRAWN, target="item_id")
def withdraw_item(*, item_id: int, reason: str, actor: Actor, now: datetime) -> Item:
    """Withdraw a published item: nobody may enter for it any more, approved tasks included.

    Raises NotAllowed for anybody but the supervision lead, Conflict when it is not published, Mistake without a reason.
    """
    access_registry(actor, Role.SUPERVISION_LEAD)
    item = locked(Item, item_id)
    if item.status != ItemStatus.PUBLISHED:
        raise Conflict(f"“{item}”{ItemStatus(item.status).label}，不能取消公布")
    if not reason.strip():
        raise Mistake("没有写明取消理由", "写明理由，例如依据已废止", "reason")
    item.status = ItemStatus.WITHDRAWN
    item.save(update_fields=["status"])
    audit.record(ItemAction.WITHDRAWN, actor=actor, now=now, target=item, item=item.name, reason=reason)
    return item


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
