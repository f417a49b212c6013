"""The paper of a special inspection, as it goes to the government and is filed (R-FORM-04)."""

from datetime import date

from jingwei.planning.models import SpecialPlan
from jingwei.planning.terms import ApproverLevel, ShutdownGround, SpecialOrigin, SpecialStage
from jingwei.platform.documents.dates import chinese_date
from jingwei.platform.documents.model import Document, Field, FieldTable, Grid, Heading, Seal
from jingwei.registry.models import Region
from jingwei.registry.queries import industry_name
from jingwei.registry.terms import CreditClass

MOST_LISTED = 200  # enterprises on the paper; more of them go into the exported list


def term_in_words(special: SpecialPlan) -> str:
    """Return its first and last day, as far as they are known."""
    if not special.first_on and not special.last_on:
        return ""
    return f"{special.first_on or '未定'} 至 {special.last_on or '未定'}"


def regions_in_words(special: SpecialPlan) -> str:
    """Return the names of its regions."""
    names = dict(Region.objects.filter(code__in=special.regions).values_list("code", "name"))
    return "、".join(names.get(code, code) for code in special.regions)


def objects_in_words(special: SpecialPlan) -> str:
    """Return whom it is about: in words, by class, by industry."""
    classes = "、".join(CreditClass(each).label for each in special.credit_classes)
    industries = "、".join(f"{code} {industry_name(code)}" for code in special.industries)
    said = [special.object_scope]
    said += [f"分类：{classes}"] if classes else []
    said += [f"行业：{industries}"] if industries else []
    return "\n".join(filter(None, said))


def households_in_words(special: SpecialPlan) -> str:
    """Return how many of how many are inspected, as far as it is written."""
    if special.base is None and special.quantity is None:
        return ""
    base = "未填" if special.base is None else f"{special.base} 户"
    quantity = "未填" if special.quantity is None else f"{special.quantity} 户"
    return f"基数 {base}，检查 {quantity}"


def approval_in_words(special: SpecialPlan) -> str:
    """Return who approved it by which paper, or by which order it is carried out."""
    if special.origin == SpecialOrigin.SUPERIOR:
        return f"上级部署，{special.order_number}" if special.order_number else "上级部署"
    if not special.approver:
        return ""
    return f"{ApproverLevel(special.approver).label}，{special.approval_number}"


def special_document(special: SpecialPlan, *, on: date, is_demonstration: bool) -> Document:
    """Return the plan of a special inspection, with the approval where it is given. ``on``: the day it is printed."""
    is_ordered = special.origin == SpecialOrigin.SUPERIOR
    items = special.items.select_related("subject").order_by("code")
    partners = "、".join(each.name for each in special.partners.order_by("sort_key"))
    rows: list[tuple[Field] | tuple[Field, Field]] = [
        (Field("名称", special.name),),
        (Field("牵头主体", special.subject.name), Field("参加主体", partners or "无")),
        (
            Field("来源", SpecialOrigin(special.origin).label),
            Field("部署文号", special.order_number or "—"),
        ),
        (Field("必要性评估", _assessment(special, is_ordered)),),
        (Field("依据", special.basis or "—"),),
        (Field("范围", regions_in_words(special) or "—"),),
        (Field("内容", special.contents or "—"),),
        (Field("对象", objects_in_words(special) or "—"),),
        (Field("户数", households_in_words(special) or "—"), Field("时限", _term(special))),
    ]
    if special.is_urgent:
        rows.append((Field("紧急部署", special.urgent_reason),))
    if special.orders_shutdown:
        ground = ShutdownGround(special.shutdown_ground).label if special.shutdown_ground else "没有写明情形"
        rows.append((Field("停产停业", ground),))
    rows += _approval(special, is_ordered)
    if special.reported_on:
        rows.append((Field("实施情况", f"{special.report}\n{chinese_date(special.reported_on)}报告"),))
    return Document(
        title=f"{special.name}计划",
        issuer=special.subject.name,
        issued_on=special.approved_on or on,
        blocks=(
            FieldTable(tuple(rows)),
            Heading("检查事项", level=2),
            Grid(
                ("序号", "编码", "检查事项", "主体"),
                tuple(
                    (str(n), item.code, item.name, item.subject.short_name) for n, item in enumerate(items, 1)
                )
                or (("—", "—", "还没有选择", "—"),),
                (8, 16, 54, 22),
            ),
            *_list(special),
            Seal(special.subject.name, special.approved_on or on),
        ),
        is_demonstration=is_demonstration,
    )


def _assessment(special: SpecialPlan, is_ordered: bool) -> str:
    if not special.assessment:
        return "由部署机关评估" if is_ordered else "—"
    return special.assessment + (f"\n{chinese_date(special.assessed_on)}评估" if special.assessed_on else "")


def _term(special: SpecialPlan) -> str:
    if not (special.first_on and special.last_on):
        return "—"
    return f"{chinese_date(special.first_on)}至{chinese_date(special.last_on)}"


def _approval(special: SpecialPlan, is_ordered: bool) -> list[tuple[Field] | tuple[Field, Field]]:
    """Return the rows of the approval; one ordered from above has none of its own."""
    if is_ordered:
        return [(Field("批准", f"按 {special.order_number or '—'} 开展，本级不另报批"),)]
    if not special.approver:
        return [(Field("批准", SpecialStage(special.stage).label),)]
    rows: list[tuple[Field] | tuple[Field, Field]] = [
        (
            Field("批准机关", ApproverLevel(special.approver).label),
            Field("批准文号", special.approval_number),
        ),
        (
            Field("批准日期", chinese_date(special.approved_on) if special.approved_on else "—"),
            Field("批准意见", special.opinion or "—"),
        ),
    ]
    if special.override_reason:
        rows.append((Field("超年度数量的理由", special.override_reason),))
    return rows


def _list(special: SpecialPlan) -> tuple[Heading, Grid] | tuple[()]:
    """Return the list of enterprises, where there is one."""
    named = list(special.enterprises.order_by("sort_key")[: MOST_LISTED + 1])
    if not named:
        return ()
    rows = [(str(n), each.name, each.credit_code) for n, each in enumerate(named[:MOST_LISTED], 1)]
    if len(named) > MOST_LISTED:
        rows.append(("…", f"共 {special.enterprises.count()} 户，其余见导出的名单", ""))
    return Heading("对象名单", level=2), Grid(("序号", "企业", "统一社会信用代码"), tuple(rows), (8, 60, 32))
