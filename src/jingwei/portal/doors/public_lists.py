"""The public's lists: who may inspect, what, how often and by which plan, and what came of it; no log-in, no script."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from jingwei.disclosure.models import Announcement
from jingwei.inspections.models import Result
from jingwei.inspections.terms import Outcome
from jingwei.planning.models import Cap
from jingwei.portal.queries import public
from jingwei.registry.models import Item, Subject
from jingwei.registry.queries import list_announced_subjects, why_unusable
from jingwei.registry.terms import CreditClass, PartyKind
from jingwei.web.doors import (
    Button,
    Choice,
    Day,
    Drawn,
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
    Year,
)

INSPECTING = [(kind, kind.label) for kind in (PartyKind.ORGAN, PartyKind.AUTHORISED, PartyKind.ENTRUSTED)]


def as_data(name: str) -> tuple[Button, ...]:
    """Return the ways to the same rows as files."""
    return (
        Button("JSON", "open_data", args=(name, "json"), icon=""),
        Button("CSV", "open_data", args=(name, "csv"), icon="download"),
    )


def in_lines(texts: Any) -> SafeString:
    return format_html_join("", "<div>{}</div>", ((each,) for each in texts))


def bases(item: Item) -> SafeString:
    return in_lines(item.bases.all())


def may_be_inspected(item: Item, viewer: Viewer) -> tuple[str, str]:
    return ("red", "不得检查") if why_unusable(item, viewer.today) else ("green", "可以检查")


def plan_of_year(subject: Subject) -> Announcement | None:
    """Return the announcement of the year's plan; the subject comes with it."""
    return next(iter(subject.year_plans), None)  # type: ignore[attr-defined]


def plan_announced_on(subject: Subject) -> Any:
    plan = plan_of_year(subject)
    return plan.announced_on if plan else "未公告"


def plan_address(subject: Subject) -> str:
    plan = plan_of_year(subject)
    return reverse("public_plan", args=[plan.pk]) if plan else ""


def capped_subject(cap: Cap) -> str:
    return cap.subject.name if cap.subject else f"{cap.line}条线合计"


def capped_items(cap: Cap) -> str:
    return cap.item.name if cap.item else "全部事项"


def capped_class(cap: Cap) -> str:
    return CreditClass(cap.credit_class).label if cap.credit_class else "各类企业"


def span_of_special(announcement: Announcement) -> str:
    assert announcement.special is not None
    return f"{announcement.special.first_on} 至 {announcement.special.last_on}"


def inspected_items(result: Result) -> SafeString:
    return in_lines(line.item.name for line in result.inspection.lines.all())


def outcome(result: Result) -> str:
    return Outcome(result.outcome).label


def years_of_plans(viewer: Viewer) -> list[int]:
    found = public.list_public_plans(on=viewer.today).values_list("plan__year", flat=True)
    return sorted({year for year in found if year}, reverse=True)


def of_subject(path: str = "subject") -> Pick:
    return Pick(
        "subject",
        "检查主体",
        by=path,
        rows=lambda viewer: list_announced_subjects(viewer.today).order_by("sort_key", "pk"),
    )


ITEM, BASES = Title("事项", "name", link="public_item"), Drawn("依据", bases, css="jw-sub")
TODAY = Lamp("今天", may_be_inspected)
SUBJECTS = Listing(
    "public_subject",
    "检查主体",
    template="web/public_listing.html",
    rows=lambda actor, viewer: public.list_public_subjects(on=viewer.today),
    columns=(
        Title("单位", "name", order="sort_key", link="public_subject"),
        Word("类别", "kind", of=PartyKind, css="jw-nw jw-sub"),
        Number("检查事项", "item_count", unit="项"),
        Day("公告日期", "announced_on", short="公告"),
        Drawn("本年计划公告", plan_announced_on, link=plan_address, css="jw-nw", short="计划"),
    ),
    filters=(
        Search(
            label="单位",
            hint="名称或拼音",
            by=lambda found, text, viewer: public.subjects_called(found, text),
        ),
        Choice("kind", "类别", of=INSPECTING),
    ),
    status="共 {} 个，未公告的单位不得实施检查",
    buttons=as_data("subjects"),
    empty=Empty("没有这样的检查主体", "没有公告的单位不得实施检查。"),
    missed="没有这样的检查主体",
)
ITEMS = Listing(
    "public_item",
    "检查事项",
    template="web/public_listing.html",
    rows=lambda actor, viewer: public.list_public_items(on=viewer.today),
    columns=(
        ITEM,
        Text("检查主体", "subject.name", order="subject__sort_key", css="jw-sub"),
        BASES,
        Day("公布日期", "published_on", short="公布"),
        TODAY,
    ),
    filters=(
        Search(label="名称", by=lambda found, text, viewer: public.items_called(found, text)),
        of_subject(),
    ),
    status="共 {} 项，未公布的事项不得检查",
    buttons=as_data("items"),
    empty=Empty("没有这样的检查事项", "没有公布的事项不得检查。"),
    missed="没有这样的检查事项",
)
PLANS = Listing(
    "public_plan",
    "年度计划",
    template="web/public_listing.html",
    rows=lambda actor, viewer: public.list_public_plans(on=viewer.today),
    columns=(
        Title("计划", "plan.title", order="plan__year", link="public_plan"),
        Text("检查主体", "subject.name", order="subject__sort_key", css="jw-sub"),
        Number("事项", "line_count", unit="项"),
        Day("公告日期", "announced_on", short="公告"),
    ),
    filters=(of_subject(), Year(years=years_of_plans, by="plan__year")),
    status="已公告的现行版本",
    buttons=as_data("plans"),
    empty=Empty("没有这样的计划", "没有公告的计划不列在这里。"),
    missed="没有这样的计划",
)
SPECIALS = Listing(
    "public_special",
    "专项检查",
    template="web/public_listing.html",
    rows=lambda actor, viewer: public.list_public_specials(on=viewer.today),
    columns=(
        Title("专项检查", "special.name", link="public_special"),
        Text("牵头主体", "subject.name", order="subject__sort_key", css="jw-sub"),
        Text("时限", span_of_special, order="special__first_on", css="jw-nw"),
        Day("公告日期", "announced_on", short="公告"),
    ),
    filters=(of_subject(),),
    status="经批准、备案并公告",
    buttons=as_data("specials"),
    empty=Empty("没有公告的专项检查", "没有批准、备案并公告的专项检查不得实施。"),
    missed="没有公告的专项检查",
)
CAPS = Listing(
    "public_cap",
    "年度频次上限",
    template="web/public_listing.html",
    rows=lambda actor, viewer: public.list_public_caps(on=viewer.today),
    columns=(
        Title(
            "主体或条线",
            capped_subject,
            order="subject__sort_key",
            link=lambda cap: reverse("public_subject", args=[cap.subject_id]) if cap.subject_id else "",
        ),
        Text("检查事项", capped_items, css="jw-sub"),
        Text("企业分类", capped_class, css="jw-nw"),
        Number("每年", "visits", unit="次"),
        Day("自", "valid_from", short="自"),
        Text("公布文件", "source", css="jw-sub"),
    ),
    status="同一主体对同一企业一个自然年最多检查几次",
    buttons=as_data("caps"),
    empty=Empty("还没有公布频次上限", "公布后列在这里。"),
)
RESULTS = Listing(
    "public_result",
    "检查结果",
    template="web/public_listing.html",
    rows=lambda actor, viewer: public.list_public_results(on=viewer.today),
    columns=(
        Day("检查日期", "inspection.performed_on"),
        Title("企业", "inspection.enterprise.name"),
        Text("检查主体", "inspection.subject.name", order="inspection__subject__sort_key", css="jw-sub"),
        Drawn("检查事项", inspected_items, css="jw-sub"),
        Text("结果", outcome, css="jw-nw"),
    ),
    filters=(
        Search(label="企业", by=lambda found, text, viewer: public.results_of(found, text)),
        of_subject("inspection__subject"),
    ),
    status="告知企业后公开",
    buttons=as_data("results"),
    empty=Empty("没有公开的检查结果", "结果告知企业后，次日公开。"),
    missed="没有公开的检查结果",
)
