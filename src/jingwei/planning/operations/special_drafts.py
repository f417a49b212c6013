"""Drawing up a special inspection: what the form holds, checked and written; changed, or given up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jingwei.planning.models import SpecialPlan
from jingwei.planning.terms import ShutdownGround, SpecialAction, SpecialOrigin, SpecialStage
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry.models import Enterprise, Item, Region, Subject
from jingwei.registry.operations.access import access_registry
from jingwei.registry.queries import industry_name
from jingwei.registry.terms import CreditClass, Role

WRITERS = (Role.CLERK, Role.HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDraft:
    """The form of a special inspection as it was filled in (R-FORM-04).

    ``regions``: prefixes of region codes. ``industries``: prefixes of codes of GB/T 4754. Classes, industries and
    enterprises narrow the objects; all may be empty. Both days of the term belong to it.
    """

    name: str
    origin: SpecialOrigin = SpecialOrigin.OWN
    order_number: str = ""
    assessment: str = ""
    assessed_on: date | None = None
    basis: str = ""
    regions: Sequence[str] = ()
    contents: str = ""
    item_ids: Sequence[int] = ()
    partner_ids: Sequence[int] = ()
    object_scope: str = ""
    credit_classes: Sequence[CreditClass] = ()
    industries: Sequence[str] = ()
    enterprise_ids: Sequence[int] = ()
    base: int | None = None
    quantity: int | None = None
    first_on: date | None = None
    last_on: date | None = None
    is_urgent: bool = False
    urgent_reason: str = ""
    orders_shutdown: bool = False
    shutdown_ground: ShutdownGround | None = None


@operation(SpecialAction.DRAFTED, target="subject_id", kind="subject")
def draft_special(*, subject_id: int, draft: SpecialDraft, actor: Actor, now: datetime) -> SpecialPlan:
    """Draw up a special inspection that the subject leads; what is still missing may follow until it is submitted.

    Raises NotAllowed for anybody but the subject's clerk or head, Mistake for what contradicts itself or is unknown.
    """
    access_registry(actor, *WRITERS, subject_id=subject_id)
    # Locked, so that of two who give the same name at once the second sees the first's.
    in_force = Subject.objects.in_force(local_date(now))
    subject = in_force.select_for_update(no_key=True).filter(pk=subject_id).first()
    if subject is None:
        raise Mistake("没有这个检查主体，或已经撤销", "由承继其职责的主体拟订", "subject_id")
    special = SpecialPlan(subject=subject, drafted_by_id=actor.account_id, drafted_at=now)
    _fill(special, draft)
    special.save()
    _link(special, draft, on=local_date(now))
    audit.record(SpecialAction.DRAFTED, actor=actor, now=now, target=special, special=special.name)
    return special


@operation(SpecialAction.CHANGED, target="special_id", kind="specialplan")
def change_special(*, special_id: int, draft: SpecialDraft, actor: Actor, now: datetime) -> SpecialPlan:
    """Change a special inspection that is still in hand.

    Raises what ``draft_special`` raises, Conflict once it is submitted or approved, Mistake when nothing differs.
    """
    special = locked_special(special_id, SpecialStage.DRAFT, SpecialStage.RETURNED, what="修改")
    access_registry(actor, *WRITERS, subject_id=special.subject_id)
    before = _as_it_is(special)
    _fill(special, draft)
    special.save()
    _link(special, draft, on=local_date(now))
    after = _as_it_is(special)
    changed = [label for label, value in after.items() if value != before[label]]
    if not changed:
        raise Mistake("没有任何一项与现在不同", "改正要修改的内容，或返回")
    audit.record(
        SpecialAction.CHANGED,
        actor=actor,
        now=now,
        target=special,
        special=special.name,
        what="、".join(changed),
    )
    return special


@operation(SpecialAction.DISCARDED, target="special_id", kind="specialplan")
def discard_special(*, special_id: int, actor: Actor, now: datetime) -> None:
    """Give up a special inspection that is still in hand; its draft is deleted, the log keeps that there was one.

    Raises NotAllowed for anybody but the subject's clerk or head, Conflict once it is submitted or approved.
    """
    special = locked_special(special_id, SpecialStage.DRAFT, SpecialStage.RETURNED, what="放弃")
    access_registry(actor, *WRITERS, subject_id=special.subject_id)
    audit.record(SpecialAction.DISCARDED, actor=actor, now=now, target=special, special=special.name)
    special.delete()


def locked_special(special_id: int, *stages: SpecialStage, what: str) -> SpecialPlan:
    """Return a special inspection, locked until the act commits.

    Raises Mistake when there is none, Conflict when it stands in none of the stages.
    """
    special = (
        SpecialPlan.objects.select_for_update(of=("self",))
        .select_related("subject")
        .filter(pk=special_id)
        .first()
    )
    if special is None:
        raise Mistake("没有这项专项检查", "从专项检查列表打开")
    if special.stage not in stages:
        raise Conflict(
            f"“{special}”目前{SpecialStage(special.stage).label}，不能{what}", "刷新页面，按目前环节办理"
        )
    return special


def _fill(special: SpecialPlan, draft: SpecialDraft) -> None:
    """Take the form's plain fields over. Raises Mistake for the first that contradicts itself or is unknown."""
    name = draft.name.strip()
    if not name:
        raise Mistake("没有填写名称", "写明查什么，如“危险作业专项检查”", "name")
    same = SpecialPlan.objects.filter(subject=special.subject, name=name).exclude(pk=special.pk)
    if same.exists():
        raise Mistake(f"本单位已有名为“{name}”的专项检查", "打开已有的办理，或在名称中写明年度和批次", "name")
    if draft.first_on and draft.last_on and draft.last_on < draft.first_on:
        raise Mistake(
            f"时限到 {draft.last_on} 为止，早于开始的 {draft.first_on}", "核对开始和结束日期", "last_on"
        )
    if draft.base is not None and draft.quantity is not None and draft.quantity > draft.base:
        raise Mistake(
            f"检查 {draft.quantity} 户，多于对象基数 {draft.base} 户", "核对基数和检查户数", "quantity"
        )
    if draft.is_urgent and not draft.urgent_reason.strip():
        raise Mistake("紧急部署没有写明理由", "写明有什么重大隐患、可能造成什么后果", "urgent_reason")
    for field in ("origin", "order_number", "assessment", "assessed_on", "basis", "contents", "object_scope"):
        value = getattr(draft, field)
        setattr(special, field, value.strip() if isinstance(value, str) else value)
    special.name, special.regions = name, _regions(draft.regions)
    special.industries = _industries(draft.industries)
    special.credit_classes = [each.value for each in CreditClass if each in draft.credit_classes]
    special.base, special.quantity = draft.base, draft.quantity
    special.first_on, special.last_on = draft.first_on, draft.last_on
    special.is_urgent = draft.is_urgent
    special.urgent_reason = draft.urgent_reason.strip() if draft.is_urgent else ""
    special.orders_shutdown = draft.orders_shutdown
    special.shutdown_ground = (draft.shutdown_ground or "") if draft.orders_shutdown else ""


def _regions(codes: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
    known = set(Region.objects.filter(code__in=wanted).values_list("code", flat=True))
    if unknown := [code for code in wanted if code not in known]:
        raise Mistake(f"区划代码 {'、'.join(unknown)} 不在区划表中", "从区划中选择", "regions")
    return wanted


def _industries(codes: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))
    if unknown := [code for code in wanted if not industry_name(code)]:
        raise Mistake(
            f"行业代码 {'、'.join(unknown)} 不在国民经济行业分类中",
            "写门类字母或加两位大类，如 C、C26",
            "industries",
        )
    return wanted


def _link(special: SpecialPlan, draft: SpecialDraft, *, on: date) -> None:
    """Write which items, partners and enterprises it names. Raises Mistake for one that is not there."""
    items = list(Item.objects.filter(pk__in=draft.item_ids))
    if len(items) < len(set(draft.item_ids)):
        raise Mistake("有检查事项不在事项库中", "刷新页面后重新选择", "item_ids")
    partners = list(Subject.objects.in_force(on).filter(pk__in=draft.partner_ids))
    if len(partners) < len(set(draft.partner_ids)):
        raise Mistake("有参加主体没有公告，或已经撤销", "从名录中重新选择", "partner_ids")
    if special.subject in partners:
        raise Mistake(f"{special.subject}是牵头主体，不必再列为参加主体", "从参加主体中去掉", "partner_ids")
    enterprises = list(Enterprise.objects.filter(pk__in=draft.enterprise_ids))
    if len(enterprises) < len(set(draft.enterprise_ids)):
        raise Mistake("名单中有企业不在名录中", "核对统一社会信用代码", "enterprise_ids")
    special.items.set(items)
    special.partners.set(partners)
    special.enterprises.set(enterprises)


def _as_it_is(special: SpecialPlan) -> dict[str, object]:
    """Return what the form holds, by the labels of its fields."""
    plain = (
        "name",
        "origin",
        "order_number",
        "assessment",
        "assessed_on",
        "basis",
        "regions",
        "contents",
        "object_scope",
        "credit_classes",
        "industries",
        "base",
        "quantity",
        "first_on",
        "last_on",
        "is_urgent",
        "urgent_reason",
        "orders_shutdown",
        "shutdown_ground",
    )
    found: dict[str, object] = {}
    for name in plain:
        field = SpecialPlan._meta.get_field(name)
        found[str(getattr(field, "verbose_name", name))] = getattr(special, name)
    for name in ("items", "partners", "enterprises"):
        field = SpecialPlan._meta.get_field(name)
        linked = getattr(special, name).values_list("pk", flat=True)
        found[str(getattr(field, "verbose_name", name))] = set(linked)
    return found
