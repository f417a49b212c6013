"""检查事项库 and the conflicts of standards: the lists, and what is done to a conflict from its row."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from jingwei.platform.calendar import local_date
from jingwei.registry import operations
from jingwei.registry.doors import item_fields as fields
from jingwei.registry.forms.items import EscalateForm, SettleForm
from jingwei.registry.models import Item, StandardConflict, Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.queries import get_conflict, list_conflicts, list_items
from jingwei.registry.terms import STAFF, CoordinationStage, Field, ImplementationLevel, ItemStatus, Role
from jingwei.web.doors import (
    FILE,
    ROW,
    Button,
    Choice,
    Day,
    Drawn,
    Empty,
    Listing,
    Pick,
    RowActs,
    Search,
    Tally,
    Text,
    Title,
    Viewer,
    Word,
)

OWNERS = (Role.CLERK, Role.HEAD)


def of_text(found: QuerySet[Item], text: str, viewer: Viewer) -> QuerySet[Item]:
    """Keep those whose name, code or basis holds the text."""
    text = text.strip()
    in_basis = Item.objects.filter(bases__title__icontains=text).values("pk")
    return found.filter(Q(name__icontains=text) | Q(code__icontains=text) | Q(pk__in=in_basis))


def owners(viewer: Viewer) -> QuerySet[Subject]:
    """Return the subjects that have items the viewer may see."""
    seen = list_items(viewer.actor).order_by().values("subject")
    return Subject.objects.filter(pk__in=seen).order_by("sort_key")


def how_many(count: int, viewer: Viewer) -> str:
    """Return the number of items, and of the conflicts that are not settled."""
    still_open = list_conflicts(viewer.actor).exclude(stage=CoordinationStage.SETTLED).count()
    return f"共 {count} 项" + (f"　标准冲突 {still_open} 件未办结" if still_open else "")


ITEMS = Listing(
    "item",
    "检查事项库",
    roles=STAFF,
    rows=list_items,
    crumbs=("事项与公告",),
    status=how_many,
    columns=fields.LISTED,
    filed=fields.FILED,
    file_name="检查事项",
    filters=(
        Search(label="事项", hint="名称、编码、依据", by=of_text),
        Pick("subject", "主体", rows=owners),
        Choice("status", "状态", of=ItemStatus),
        Choice("field", "领域", of=Field, is_more=True),
        Choice("level", "实施层级", of=ImplementationLevel, is_more=True),
    ),
    tally=Tally(
        "status",
        {ItemStatus.PENDING_BASIS: "amber", ItemStatus.TO_ADJUST: "red", ItemStatus.PUBLISHED: "green"},
        unit="项",
    ),
    buttons=(
        Button("标准冲突", "conflict_list", icon="exclamation-triangle-fill", is_main=False),
        Button("登记事项", "item_new", roles=OWNERS),
    ),
    empty=Empty(
        "还没有检查事项",
        "未公布的事项不得检查，先",
        "item_new",
        "登记检查事项",
        roles=OWNERS,
        otherwise="各检查主体登记的事项列在这里。",
    ),
)


def both_standards(conflict: StandardConflict) -> SafeString:
    """Return the two standards, each leading to its item, with the subject that made it."""
    return format_html_join(
        "",
        '<a href="{}">{}</a><span class="jw-line2">{}</span>',
        (
            (reverse("item_detail", args=[each.item_id]), each, each.item.subject.short_name)
            for each in (conflict.first, conflict.second)
        ),
    )


def settled(conflict: StandardConflict) -> str:
    return f"{conflict.settled_on}　{conflict.outcome}" if conflict.outcome else ""


def is_open(conflict: StandardConflict) -> bool:
    return conflict.stage != CoordinationStage.SETTLED


def is_negotiated(conflict: StandardConflict) -> bool:
    return conflict.stage == CoordinationStage.NEGOTIATING


CONFLICT = RowActs("standardconflict", find=get_conflict, roles=BUREAU, names="conflict")
CONFLICT.act(
    "escalate",
    operations.escalate_standard_conflict,
    BUREAU,
    EscalateForm,
    verb="提请",
    title="提请区政府协调",
    done="已提请区政府协调。",
    when=is_negotiated,
    prefix="escalate-{0.pk}",
    place=ROW,
)
CONFLICT.act(
    "settle",
    operations.settle_standard_conflict,
    BUREAU,
    SettleForm,
    verb="办结",
    title="记下协调结果",
    done="协调结果已记下；需要修改的标准由相应主体制定新版。",
    when=is_open,
    given=lambda request, conflict: {"initial": {"settled_on": local_date(request.now)}},
    prefix="settle-{0.pk}",
    place=ROW,
)
CONFLICTS = Listing(
    "conflict",
    "标准冲突",
    roles=STAFF,
    rows=list_conflicts,
    crumbs=("事项与公告", ("检查事项库", "item_list")),
    status="先由部门协商，协商不成的提请区政府协调",
    columns=(
        Title("冲突内容", "matter", below=settled),
        Drawn("标准", both_standards, name="standards"),
        Text("标准", "first", name="first", where=FILE),
        Text("另一标准", "second", name="second", where=FILE),
        Day("提出", "raised_at", below="raised_by"),
        Word("环节", "stage", of=CoordinationStage, colours=fields.STAGES, css="jw-nw is-end"),
        Day("协调日期", "settled_on", where=FILE),
        Text("协调结果", "outcome", where=FILE),
    ),
    on_rows=CONFLICT,
    empty=Empty("没有标准冲突", "两个主体的标准要求不一的，在事项页上提出。", "item_list", "检查事项库"),
)
