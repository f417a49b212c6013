"""Writes of items: registered with their basis, published, changed by dated versions, withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry import facts
from jingwei.registry.models import Basis, Item, ItemVersion, StandardConflict
from jingwei.registry.operations.access import access_own_or_bureau, access_registry, locked
from jingwei.registry.operations.bases import BasisEntry, check_bases
from jingwei.registry.terms import (
    CoordinationStage,
    Field,
    ImplementationLevel,
    InspectionMethod,
    ItemAction,
    ItemStatus,
    Role,
)
from jingwei.rulebook import Judgement, Moment, ask

# What of an item stands in a version of it, beside its bases, and how people call it.
VERSIONED = {
    "name": "名称",
    "field": "执法领域",
    "object_scope": "检查对象",
    "level": "实施层级",
    "methods": "检查方式",
    "frequency": "检查频次",
    "is_remote_capable": "可非现场",
}
# What may be changed of an item: the item of the list above is no element, so it stands in no version.
CHANGEABLE = {**VERSIONED, "superior_code": "上级清单编码"}


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
    level: ImplementationLevel = ImplementationLevel.DISTRICT,
    methods: Sequence[InspectionMethod] = (),
    frequency: str = "",
    superior_code: str = "",
    actor: Actor,
    now: datetime,
) -> Item:
    """Enter an item of a subject with its basis; it waits for publication, or for an article where none is named.

    Raises NotAllowed for anybody but the subject's clerk or head, Mistake for a code that is taken, a name left out, or
    a title that is not a title alone.
    """
    access_registry(actor, Role.CLERK, Role.HEAD, subject_id=subject_id)
    if Item.objects.filter(code=code).exists():
        raise Mistake(f"事项编码 {code} 已经登记", "换一个编码", "code")
    if not name.strip():
        raise Mistake("没有填写事项名称", "按公布的清单填写", "name")
    check_bases(bases)
    is_based = bool(bases) and all(basis.title and basis.article for basis in bases)
    item = Item.objects.create(
        code=code,
        name=name,
        subject_id=subject_id,
        field=field,
        object_scope=object_scope,
        level=level,
        methods=[method.value for method in methods],
        frequency=frequency,
        superior_code=superior_code,
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


@operation(ItemAction.REVISED, target="item_id")
def revise_item(*, item_id: int, changes: Mapping[str, Any], actor: Actor, now: datetime) -> Item:
    """Change what an item says that is not published, or whose publication has to be adjusted.

    ``changes`` holds the new values by the names of ``CHANGEABLE``. A published item is changed by
    ``publish_change``. Raises NotAllowed for anybody but the clerk or head of its subject, Conflict when it is
    published or withdrawn, Mistake when nothing changes.
    """
    item = locked(Item, item_id)
    access_registry(actor, Role.CLERK, Role.HEAD, subject_id=item.subject_id)
    status = item.status_on(local_date(now))
    if status in {ItemStatus.PUBLISHED, ItemStatus.WITHDRAWN}:
        raise Conflict(f"“{item}”{status.label}，不能直接修改", "已公布的事项由区司法局公布变更")
    changed = _change(item, changes)
    audit.record(ItemAction.REVISED, actor=actor, now=now, target=item, item=item.name, changed=changed)
    return item


@operation(ItemAction.CHANGE_PUBLISHED, target="item_id")
def publish_change(
    *,
    item_id: int,
    changes: Mapping[str, Any],
    reason: str,
    valid_from: date,
    actor: Actor,
    now: datetime,
) -> ItemVersion:
    """Publish a change of a published item: a new version from the day on; the version before held until then.

    Raises NotAllowed for anybody but the supervision lead, Conflict when it is not published, Mistake without a
    reason, without a change, or for a day that is to come or not after the version before; Refused when an element
    is missing (R-PUB-04).
    """
    access_registry(actor, Role.SUPERVISION_LEAD)
    item = locked(Item, item_id)
    status = item.status_on(local_date(now))
    if status is not ItemStatus.PUBLISHED:
        raise Conflict(f"“{item}”{status.label}，没有可变更的公布内容")
    if not reason.strip():
        raise Mistake("没有写明变更理由", "写明理由和依据的文件", "reason")
    if valid_from > (today := local_date(now)):
        raise Mistake(f"{valid_from} 还没有到，变更自公布之日起算", f"最晚填写 {today}", "valid_from")
    _keep_first_version(item)
    changed = _change(item, changes)
    judgement = _judge(item, valid_from)
    judgement.require()
    version = _add_version(item, valid_from, reason)
    audit.record(
        ItemAction.CHANGE_PUBLISHED,
        actor=actor,
        now=now,
        target=item,
        judgement=judgement,
        item=item.name,
        day=valid_from,
        changed=changed,
        reason=reason,
    )
    return version


@operation(ItemAction.PUBLISHED, target="item_id")
def publish_item(*, item_id: int, published_on: date, reason: str = "", actor: Actor, now: datetime) -> Item:
    """Publish an item: from that day on it may be inspected. One that had to be adjusted is published anew.

    Raises NotAllowed for anybody but the supervision lead, Conflict when it is published or withdrawn, Refused when
    what it rests on is too low or not named (R-PUB-03), an element is missing (R-PUB-04), or no standard with points
    is in force (R-PUB-06); an item without its parent above is warned of (R-PUB-11). One of whose bases is known to end later stays to be adjusted, as by ``end_basis``.
    """
    access_registry(actor, Role.SUPERVISION_LEAD)
    item = locked(Item, item_id)
    if item.status in {ItemStatus.PUBLISHED, ItemStatus.WITHDRAWN}:
        raise Conflict(f"“{item}”{ItemStatus(item.status).label}，不能再公布")
    judgement = _judge(item, published_on, facts.superior_facts(item))
    judgement.require()
    _keep_first_version(item)
    # The first publication stays: acts between it and the day a basis ended were lawful.
    item.published_on = item.published_on or published_on
    ends_later = any(each.valid_until and each.valid_until > published_on for each in item.bases.all())
    _move(item, ItemStatus.TO_ADJUST if ends_later else ItemStatus.PUBLISHED)
    _add_version(item, published_on, reason)
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
    """Withdraw a published item: from today on nobody may enter for it any more, approved tasks included.

    Raises NotAllowed for anybody but the supervision lead, Conflict when it is not published, Mistake without a reason.
    """
    access_registry(actor, Role.SUPERVISION_LEAD)
    item = locked(Item, item_id)
    if item.status not in {ItemStatus.PUBLISHED, ItemStatus.TO_ADJUST}:
        raise Conflict(f"“{item}”{ItemStatus(item.status).label}，不能取消公布")
    if not reason.strip():
        raise Mistake("没有写明取消理由", "写明理由，例如依据已废止", "reason")
    _keep_first_version(item)
    today = local_date(now)
    for version in item.versions.filter(valid_until=None):
        # A version that was to begin later never does.
        version.valid_until = max(today, version.valid_from)
        version.save(update_fields=["valid_until"])
    _move(item, ItemStatus.WITHDRAWN)
    audit.record(ItemAction.WITHDRAWN, actor=actor, now=now, target=item, item=item.name, reason=reason)
    return item


@operation(ItemAction.BASIS_ENDED, target="basis_id")
def end_basis(*, basis_id: int, ended_on: date, document: str, actor: Actor, now: datetime) -> Basis:
    """Enter that a provision is repealed or changed: from that day on its item may not be used until adjusted.

    ``document`` is what repealed or changed it. Acts before the day stay as they are. Raises NotAllowed for anybody
    but the clerk or head of the item's subject and the bureau, Conflict when it has ended already, Mistake without
    a document or for a day before the provision came into force.
    """
    # The item first, as every other act locks them.
    item_id = Basis.objects.filter(pk=basis_id).values_list("item", flat=True).first()
    item, basis = locked(Item, item_id or 0), locked(Basis, basis_id)
    access_own_or_bureau(actor, Role.CLERK, Role.HEAD, subject_id=item.subject_id)
    if basis.valid_until is not None:
        raise Conflict(f"{basis}已登记自 {basis.valid_until} 起失效")
    if not document.strip():
        raise Mistake("没有写明废止或修改的文件", "填写文件名称和文号", "document")
    if basis.valid_from is not None and ended_on <= basis.valid_from:
        raise Mistake(f"失效日期 {ended_on} 不晚于施行日期 {basis.valid_from}", "核对失效日期", "ended_on")
    basis.valid_until, basis.ended_by = ended_on, document
    basis.save(update_fields=["valid_until", "ended_by"])
    if item.status == ItemStatus.PUBLISHED:
        _keep_first_version(item)
        _move(item, ItemStatus.TO_ADJUST)
    elif item.status == ItemStatus.UNPUBLISHED and not _is_based(item, ended_on):
        _move(item, ItemStatus.PENDING_BASIS)
    audit.record(
        ItemAction.BASIS_ENDED,
        actor=actor,
        now=now,
        target=item,
        item=item.name,
        basis=basis,
        day=ended_on,
        document=document,
    )
    return basis


@operation(ItemAction.BASIS_ADDED, target="item_id")
def amend_basis(
    *,
    item_id: int,
    basis: BasisEntry,
    completes_id: int | None = None,
    valid_from: date | None = None,
    actor: Actor,
    now: datetime,
) -> Basis:
    """Enter a provision an item rests on: a new one, or the article of one that was entered without (待补依据).

    The item then waits for publication. Raises NotAllowed for anybody but the clerk or head of its subject and the
    bureau, Conflict when it is withdrawn, or published and not to be adjusted, Mistake without title or article or
    when the provision to complete is another item's or complete already.
    """
    item = locked(Item, item_id)
    access_own_or_bureau(actor, Role.CLERK, Role.HEAD, subject_id=item.subject_id)
    if item.status in {ItemStatus.PUBLISHED, ItemStatus.WITHDRAWN}:
        raise Conflict(
            f"“{item}”{ItemStatus(item.status).label}，不能补登依据", "先登记原依据失效，再补登现行依据"
        )
    if not (basis.title.strip() and basis.article.strip()):
        raise Mistake("依据须写明文件名称和条款", "例如《中华人民共和国安全生产法》第六十五条", "article")
    check_bases([basis])
    row = Basis(item=item)
    if completes_id is not None:
        found = Basis.objects.select_for_update().filter(pk=completes_id, item=item, article="").first()
        if found is None:
            raise Mistake("这个事项没有这条待补的依据", "刷新页面后重新选择", "completes_id")
        row = found
    row.level, row.title, row.article, row.valid_from = basis.level, basis.title, basis.article, valid_from
    row.save()
    if item.status == ItemStatus.PENDING_BASIS and _is_based(item, valid_from or local_date(now)):
        _move(item, ItemStatus.UNPUBLISHED)
    audit.record(ItemAction.BASIS_ADDED, actor=actor, now=now, target=item, item=item.name, basis=row)
    return row


def content_of(item: Item, on: date) -> dict[str, Any]:
    """Return what an item says on a day, as a version keeps it: its elements and the bases in force."""
    return {
        **{name: getattr(item, name) for name in VERSIONED},
        "bases": [
            {"level": basis.level, "title": basis.title, "article": basis.article}
            for basis in item.bases.order_by("id")
            if basis.in_force(on)
        ],
    }


def _judge(item: Item, on: date, *more: object) -> Judgement:
    standard = item.standards.in_force(on).order_by("-valid_from").first()
    conflicts = (
        StandardConflict.objects.of_standard(standard).exclude(stage=CoordinationStage.SETTLED)
        if standard
        else ()
    )
    asked = [
        facts.basis_facts(item, on),
        facts.element_facts(item, standard, on),
        facts.standard_facts(item, standard, conflicts, on),
        *more,
    ]
    return ask(Moment.REGISTER, asked, on=on)


def _change(item: Item, changes: Mapping[str, Any]) -> str:
    """Set the changed values and return their labels. Raises Mistake when nothing differs."""
    differing = {name: value for name, value in changes.items() if getattr(item, name) != value}
    if not differing:
        raise Mistake("没有改动任何内容", "修改后再提交，或返回")
    if "name" in differing and not str(differing["name"]).strip():
        raise Mistake("没有填写事项名称", "按公布的清单填写", "name")
    if alien := set(differing) - set(CHANGEABLE):
        raise Mistake(
            f"事项的{'、'.join(alien)}不能修改",
            "只修改名称、领域、对象、层级、方式、频次和上级清单编码",
            "changes",
        )
    for name, value in differing.items():
        setattr(item, name, value)
    item.save(update_fields=list(differing))
    return "、".join(label for name, label in CHANGEABLE.items() if name in differing)


def _keep_first_version(item: Item) -> None:
    """Keep what an item said that was published before versions were kept."""
    if item.published_on is not None and not item.versions.exists():
        ItemVersion.objects.create(
            item=item, number=1, valid_from=item.published_on, content=content_of(item, item.published_on)
        )


def _add_version(item: Item, valid_from: date, reason: str) -> ItemVersion:
    last = item.versions.order_by("number").last()
    if last is not None:
        if valid_from <= last.valid_from:
            raise Mistake(
                f"第{last.number}版自 {last.valid_from} 起公布，新版本须晚于该日",
                "核对公布日期",
                "valid_from",
            )
        last.valid_until = valid_from
        last.save(update_fields=["valid_until"])
    return ItemVersion.objects.create(
        item=item,
        number=last.number + 1 if last else 1,
        valid_from=valid_from,
        content=content_of(item, valid_from),
        reason=reason,
    )


def _is_based(item: Item, on: date) -> bool:
    """Whether the item names at least one provision in full that holds on the day, and none without its article."""
    held = [basis for basis in item.bases.all() if basis.in_force(on)]
    return bool(held) and all(basis.title and basis.article for basis in held)


def _move(item: Item, status: ItemStatus) -> None:
    item.status = status
    item.save(update_fields=["status", "published_on"])
