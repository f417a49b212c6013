"""分级分类: the lists of enterprises with their class, of departments' own grades, of those that have relief."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html

from jingwei.planning.models import DepartmentGrade, Relief
from jingwei.planning.queries import list_grades, list_reliefs, stricter
from jingwei.planning.queries.class_counts import list_classed
from jingwei.planning.queries.classes import GRADES as CLASSES
from jingwei.planning.terms import ReliefExit
from jingwei.platform.actors import Actor
from jingwei.registry.models import Enterprise, Region, Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.queries import list_enterprises
from jingwei.registry.terms import OF_A_SUBJECT, STAFF, CreditClass, Role
from jingwei.web.doors import (
    Amount,
    Button,
    Choice,
    Day,
    Drawn,
    Empty,
    Field,
    Lamp,
    Listing,
    Pick,
    Search,
    Text,
    Title,
    Viewer,
    Word,
)
from jingwei.web.gallery import draw

KEEPERS = (Role.CLERK, Role.HEAD)
ENTERERS = (Role.HEAD, *BUREAU)  # who enters an enterprise for relief
COLOURS = {CreditClass.C: "amber", CreditClass.D: "red"}
TABS = (
    ("class_overview", "概览"),
    ("class_enterprises", "企业"),
    ("grade_list", "部门分级"),
    ("class_tables", "抽查比例和频次"),
    ("relief_list", "低风险减免"),
)
CRUMBS = ("计划与检查", ("分级分类", "class_overview"))
FOUR = [(each.value, each.label) for each in CLASSES]
STATES = (
    ("stale", "本月未更新"),
    ("changed", "与上月不同"),
    ("graded", "有本部门分级"),
    ("relief", "低风险减免"),
)
RELIEF_STATES = (("standing", "减免中"), ("left", "已移出"))


def label_of(value: str | None) -> str:
    """Return a class in words, empty where there is none."""
    return CreditClass(value).label if value else ""


def class_tag(value: str) -> str:
    """Return a class as a tag."""
    return draw("tag", {"text": label_of(value), "colour": COLOURS.get(CreditClass(value), "")})


def month_of(enterprise: Enterprise) -> str:
    """Return the month of an enterprise's class, empty where none was noted."""
    return f"{enterprise.class_month:%Y-%m}" if enterprise.class_month else ""


def subject_of(actor: Actor) -> Subject | None:
    """Return the actor's own subject; the bureau has none here."""
    subject_id = getattr(actor, "subject_id", None)
    return Subject.objects.get(pk=subject_id) if subject_id else None


def at_enterprise(row: Any) -> str:
    return reverse("class_enterprise", args=[row.enterprise_id])


def code_and_relief(row: Any) -> str:
    return f"{row.credit_code}　低风险减免自 {row.relief_since}" if row.relief_since else row.credit_code


def month_shown(row: Any, viewer: Viewer) -> str:
    """Return the month, amber where it is not this one."""
    if row.credit_class == CreditClass.UNKNOWN:
        return "—"
    if row.class_month is None or row.class_month < viewer.today.replace(day=1):
        return draw("lamp", {"colour": "amber", "text": month_of(row) or "未注明"})
    return month_of(row)


def class_and_before(row: Any) -> str:
    """Return the class, and below the one before where it was another."""
    tag = class_tag(row.credit_class)
    if row.before and row.before != row.credit_class:
        return format_html('{}<span class="jw-line2">原 {}</span>', tag, label_of(row.before))
    return tag


def criteria_and_score(grade: DepartmentGrade) -> str:
    return grade.criteria + (f"　{grade.score} 分" if grade.score is not None else "")


def ground_and_exit(relief: Relief) -> str:
    return relief.ground + (f"　移出：{relief.exit_note}" if relief.exit_note else "")


def relief_state(relief: Relief) -> tuple[str, str]:
    """Return the lamp that says whether a relief stands, or how it ended."""
    if not relief.left_on:
        return "green", "减免中"
    return "grey", f"{relief.left_on} {ReliefExit(relief.exit).label if relief.exit else '移出'}"


def of_state(found: QuerySet[Any], state: str, viewer: Viewer) -> QuerySet[Any]:
    """Keep the enterprises of which the state is true."""
    match state:
        case "stale":
            known = found.exclude(credit_class=CreditClass.UNKNOWN)
            return known.filter(Q(class_month=None) | Q(class_month__lt=viewer.today.replace(day=1)))
        case "changed":
            return found.exclude(before=None).exclude(before=F("credit_class"))
        case "graded":
            return found.exclude(grade=None)
    return found.exclude(relief_since=None)


def regions(viewer: Viewer) -> QuerySet[Region]:
    return Region.objects.filter(pk__in=Enterprise.objects.order_by().values("region")).order_by("code")


def graders(viewer: Viewer) -> Any:
    visible = list_grades(viewer.actor, on=viewer.today).order_by().values("subject")
    return Subject.objects.filter(pk__in=visible).order_by("sort_key")


def named(path: str) -> Search:
    """Return the search for an enterprise by name, code or initials."""

    def narrow(found: QuerySet[Any], text: str, viewer: Viewer) -> QuerySet[Any]:
        return found.filter(**{f"{path}__in": list_enterprises(text).order_by().values("pk")})

    return Search(label="企业", hint="名称、代码、拼音首字母", by=narrow)


def enterprise_columns(path: str) -> tuple[Field, ...]:
    """Return what files and programs get of an enterprise."""
    return (
        Text("统一社会信用代码", f"{path}credit_code"),
        Text("企业名称", f"{path}name", name="enterprise"),
        Text("区划", f"{path}region.name", name="region"),
    )


CLASS = Word("分级", "credit_class", of=CreditClass)
ENTERPRISES = Listing(
    "class_enterprise",
    "企业分类",
    export_name="class_enterprises_export",
    roles=STAFF,
    rows=lambda actor, viewer: list_classed("", subject=subject_of(actor), on=viewer.today),
    tabs=TABS,
    crumbs=CRUMBS,
    status="共 {} 家",
    columns=(
        Title("企业", "name", order="sort_key", link="class_enterprise", below=code_and_relief),
        Text("镇街", "region.name", name="region", order="region__code", css="jw-nw"),
        Drawn("月份", month_shown, name="month", order="class_month", css="jw-nw", short="月份"),
        Text(
            "本部门分级",
            lambda row: label_of(row.grade),
            name="grade",
            order="grade",
            roles=OF_A_SUBJECT,
            css="jw-nw",
            short="本部门",
        ),
        Drawn("分类", class_and_before, name="credit_class", order="credit_class", css="is-end"),
    ),
    filed=(
        *enterprise_columns(""),
        Word("分类", "credit_class", of=CreditClass),
        Text("月份", month_of, name="month"),
        Word("上一月分类", lambda row: row.before or None, name="before", of=CreditClass),
        Word("本部门分级", lambda row: row.grade or None, name="grade", of=CreditClass),
        Word("从严适用", lambda row: stricter(row.credit_class, row.grade), name="applied", of=CreditClass),
        Day("低风险减免自", "relief_since"),
    ),
    filters=(
        named("pk"),
        Choice("credit_class", "分类", of=CreditClass),
        Pick("region", "镇街", rows=regions),
        Choice("state", "情况", of=STATES, by=of_state),
        Choice("before", "上月分类", of=FOUR, is_more=True),
    ),
    empty=Empty("还没有企业", "先导入企业，再按月导入信用风险分类。"),
)
# What a program gets of a grade, of a relief.
GRADE_TOLD: tuple[Field, ...] = (
    Text("检查主体编号", "subject.code", name="subject"),
    *enterprise_columns("enterprise."),
    CLASS,
    Text("分级标准", "criteria"),
    Amount("得分", "score"),
    Text("理由", "reason"),
    Day("自", "valid_from"),
    Day("至，当天不再适用；空为没有终止", "valid_until"),
)
RELIEF_TOLD: tuple[Field, ...] = (
    *enterprise_columns("enterprise."),
    Word("分类", "enterprise.credit_class", of=CreditClass),
    Day("纳入日期", "entered_on"),
    Text("纳入依据", "ground"),
    Day("移出日期", "left_on"),
    Word("移出情形", lambda relief: relief.exit or None, name="exit", of=ReliefExit),
    Text("移出说明", "exit_note"),
)
GRADES = Listing(
    "grade",
    "部门分级",
    export_name="grade_list_export",
    roles=STAFF,
    rows=lambda actor, viewer: list_grades(actor, on=viewer.today),
    tabs=TABS,
    crumbs=CRUMBS,
    status="共 {} 家　与信用风险分类从严适用",
    columns=(
        Title(
            "企业",
            "enterprise.name",
            name="enterprise",
            order="enterprise__sort_key",
            link=at_enterprise,
            below="reason",
        ),
        Text("部门", "subject.short_name", name="subject", order="subject__sort_key"),
        Text("标准与得分", criteria_and_score, name="criteria", order="criteria", css="is-gone"),
        Day("自", "valid_from", short="自"),
        Word("信用分类", "enterprise.credit_class", name="monthly", of=CreditClass, short="信用分类"),
        Word("分级", "credit_class", of=CreditClass, colours=COLOURS, css="is-end"),
    ),
    filed=(
        Text("检查主体", "subject.name"),
        *enterprise_columns("enterprise."),
        CLASS,
        Word("信用风险分类", "enterprise.credit_class", name="monthly", of=CreditClass),
        Text("分级标准", "criteria"),
        Amount("得分", "score"),
        Text("理由", "reason"),
        Day("自", "valid_from"),
    ),
    told=GRADE_TOLD,
    filters=(
        named("enterprise"),
        Pick("subject", "部门", rows=graders, roles=BUREAU),
        Choice("credit_class", "分级", of=FOUR),
    ),
    buttons=(
        Button("导入", "import_new", args=("grades",), roles=KEEPERS, icon="upload", is_main=False),
        Button("选企业登记", "class_enterprises", roles=KEEPERS),
    ),
    empty=Empty(
        "还没有部门分级",
        "按本行业的分级标准登记企业的风险等级，先",
        "class_enterprises",
        "选企业",
        roles=KEEPERS,
        otherwise="各检查主体按本行业标准登记的等级列在这里。",
    ),
)


def relief_status(count: int, viewer: Viewer) -> str:
    months = viewer.numbers.get("R-RSK-03c", "months").value
    return f"共 {count} 家　连续 {months} 个月为 A 类可纳入，分类上调自动移出"


RELIEFS = Listing(
    "relief",
    "低风险减免",
    export_name="relief_list_export",
    roles=STAFF,
    rows=lambda actor, viewer: list_reliefs(on=viewer.today),
    tabs=TABS,
    crumbs=CRUMBS,
    status=relief_status,
    columns=(
        Title(
            "企业",
            "enterprise.name",
            name="enterprise",
            order="enterprise__sort_key",
            link=at_enterprise,
            below=ground_and_exit,
        ),
        Text("镇街", "enterprise.region.name", name="region", order="enterprise__region__code"),
        Day("纳入", "entered_on", short="纳入"),
        Lamp("状态", relief_state, name="left_on", order="left_on", css="is-end"),
    ),
    filed=RELIEF_TOLD,
    filters=(
        named("enterprise"),
        Pick("region", "镇街", rows=regions, by="enterprise__region"),
        Choice(
            "state",
            "状态",
            of=RELIEF_STATES,
            by=lambda found, state, viewer: found.filter(is_over=state == "left"),
        ),
    ),
    buttons=(Button("选企业纳入", "class_enterprises", query="credit_class=A", roles=ENTERERS),),
    empty=Empty(
        "还没有纳入减免的企业",
        "减免的企业除随机抽查外不列入日常现场检查，先",
        "class_enterprises",
        "选企业",
        roles=ENTERERS,
        otherwise="由区司法局或检查主体负责人纳入。",
    ),
)
