"""频次上限: the list of what was published. Its file can be imported again."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from jingwei.planning.models import Cap
from jingwei.planning.queries import list_published_caps
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, CreditClass, Role
from jingwei.web.doors import (
    Button,
    Choice,
    Day,
    Empty,
    Lamp,
    Listing,
    Number,
    Pick,
    Search,
    Text,
    Title,
    Viewer,
    Word,
)

EFFECTS = (("standing", "现行"), ("coming", "尚未施行"), ("over", "已终止"))


def holder(cap: Cap) -> str:
    """Return whose cap it is. The cap should come with its subject."""
    return cap.subject.name if cap.subject else f"{cap.line}条线"


def matter(cap: Cap) -> str:
    return cap.item.name if cap.item else "全部事项"


def last_day(cap: Cap) -> date | None:
    """Return the last day on which the cap binds, None where no end is set."""
    return cap.valid_until - timedelta(days=1) if cap.valid_until else None


def term(cap: Cap) -> str:
    last = last_day(cap)
    return f"{cap.valid_from} 至 {last}" if last else f"自 {cap.valid_from}"


def effect(cap: Cap, viewer: Viewer) -> tuple[str, str]:
    """Return the lamp that says whether the cap holds today."""
    if cap.valid_from > viewer.today:
        return "amber", "尚未施行"
    if cap.valid_until and cap.valid_until <= viewer.today:
        return "grey", "已终止"
    return "green", "现行"


def of_text(found: QuerySet[Cap], text: str, viewer: Viewer) -> QuerySet[Cap]:
    """Keep those whose holder or item holds the text."""
    text = text.strip()
    return found.filter(
        Q(subject__name__icontains=text)
        | Q(subject__sort_key__icontains=text.lower())
        | Q(line__icontains=text)
        | Q(item__name__icontains=text)
        | Q(item__code__icontains=text)
    )


def of_effect(found: QuerySet[Cap], effect: str, viewer: Viewer) -> QuerySet[Cap]:
    """Keep those that hold on the day, are to come, or have ended."""
    match effect:
        case "coming":
            return found.filter(valid_from__gt=viewer.today)
        case "over":
            return found.filter(valid_until__lte=viewer.today)
    return found.filter(pk__in=Cap.objects.in_force(viewer.today).values("pk"))


def holders(viewer: Viewer) -> Any:
    return Subject.objects.filter(pk__in=Cap.objects.order_by().values("subject")).order_by("sort_key")


CAPS = Listing(
    "cap",
    "频次上限",
    export_name="cap_list_export",
    roles=STAFF,
    rows=list_published_caps,
    crumbs=("计划与检查",),
    status="共 {} 个　一家企业一年最多检查几次",
    columns=(
        Title("主体或条线", holder, order="subject__sort_key", below=matter),
        Text(
            "分类",
            lambda cap: CreditClass(cap.credit_class).label if cap.credit_class else "各类企业",
            name="credit_class",
            order="credit_class",
            css="jw-nw",
            short="分类",
        ),
        Number("每年次数", "visits", unit="次", short="每年"),
        Text("施行", term, name="valid_from", order="valid_from", css="jw-nw", short="施行"),
        Text("公布文件", "source", order="", short="文件"),
        Lamp("效力", effect),
    ),
    filed=(
        Text("主体或条线", holder),
        Text("事项编码", "item.code", name="item_code"),
        Text("检查事项", matter, name="item"),
        Word("分类", lambda cap: cap.credit_class or None, name="credit_class", of=CreditClass),
        Number("每年次数", "visits"),
        Day("自", "valid_from"),
        Day("至", last_day, name="last_on"),
        Text("公布文件", "source"),
    ),
    filters=(
        Search(label="单位或事项", hint="名称、拼音首字母、编码", by=of_text),
        Pick("subject", "主体", rows=holders),
        Choice("credit_class", "分类", of=CreditClass),
        Choice("state", "效力", of=EFFECTS, by=of_effect),
    ),
    buttons=(
        Button("导入", "import_new", args=("caps",), roles=(Role.CLERK, Role.HEAD, *BUREAU), icon="upload"),
    ),
    empty=Empty("还没有频次上限", "把公布的上限按模板填表导入；没有上限的，申请检查时会提示。"),
)
