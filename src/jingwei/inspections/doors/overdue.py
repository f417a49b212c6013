"""该查未查: the list of risky enterprises that are overdue, by the own department or the one that the bureau chose."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.inspections.overdue import RISKY, list_overdue, terms_of
from jingwei.platform.calendar import add_months
from jingwei.registry.models import Enterprise, Region, Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.queries import list_enterprises
from jingwei.registry.terms import STAFF, CreditClass, Role, SubjectStatus
from jingwei.web.doors import (
    Button,
    Choice,
    Day,
    Drawn,
    Either,
    Empty,
    Lamp,
    Listing,
    Number,
    Pick,
    Search,
    Shown,
    Text,
    Title,
    Viewer,
    Word,
)
from jingwei.web.gallery import draw

COLOURS = {CreditClass.C: "amber", CreditClass.D: "red"}
# Most risky enterprises are no concern of most departments: each begins with those it has dealt with.
SCOPES = (("known", "查过或分级过的"), ("never", "从未检查的"), ("all", "全部高风险"))


def due_on(row: Any) -> date | None:
    """Return the last day of the term after the enterprise's last inspection; None where there was none."""
    return add_months(row.last_on, row.months) if row.last_on else None


def days_over(row: Any, viewer: Viewer) -> int | None:
    due = due_on(row)
    return (viewer.today - due).days if due else None


def due(row: Any, viewer: Viewer) -> tuple[str, str]:
    """Return when the term ended, and how long ago."""
    if row.last_on is None:
        return "amber", "无检查记录"
    return "red", f"{due_on(row)}，已超 {days_over(row, viewer)} 天"


def applies(row: Any) -> SafeString:
    """Return the class that applies, and whether it is the department's own grade."""
    word = CreditClass(row.applies)
    tag = draw("tag", {"text": word.label, "colour": COLOURS[word]})
    is_own = row.credit_class != row.applies
    return format_html('{}<span class="jw-line2">部门分级</span>', tag) if is_own else tag


def own_subject(viewer: Viewer) -> Subject | None:
    """Return the viewer's department; none for the bureau, which looks at the whole district."""
    of = None if getattr(viewer.actor, "role", None) in BUREAU else getattr(viewer.actor, "subject_id", None)
    return Subject.objects.filter(pk=of).first() if of else None


def overdue_of(subject: Subject | None, viewer: Viewer) -> QuerySet[Enterprise]:
    terms = terms_of(subject, on=viewer.today)
    return list_overdue(subject, on=viewer.today, terms=terms, is_known_only=False)


def of_scope(found: QuerySet[Any], scope: str, viewer: Viewer) -> QuerySet[Any]:
    """Keep those never inspected, or those inspected before or graded by the department."""
    if scope == "known":
        return found.exclude(last_on=None, grade=None)
    return found.filter(last_on=None) if scope == "never" else found


def whose(shown: Shown) -> dict[str, Any]:
    """Return whose inspections the list goes by, and by which terms."""
    viewer = shown.viewer
    subject = shown.bar.cleaned_data.get("subject") or own_subject(viewer)
    terms = terms_of(subject, on=viewer.today)
    return {
        "whose": subject.short_name if subject else "全区",
        "terms": [f"{each.value} 类 {months} 个月" for each, months in terms.months.items()],
        "table_of": terms.stands.table,
    }


FILTERS = (
    Search(
        label="企业",
        hint="名称、代码、拼音首字母",
        by=lambda found, text, viewer: found.filter(pk__in=list_enterprises(text).order_by().values("pk")),
    ),
    Choice("applies", "分类", of=[(each.value, each.label) for each in RISKY]),
    Choice("scope", "范围", of=SCOPES, by=of_scope, otherwise=None),
    Pick(
        "region",
        "镇街",
        rows=lambda viewer: Region.objects.filter(
            pk__in=Enterprise.objects.order_by().values("region")
        ).order_by("code"),
        is_more=True,
    ),
)
OVERDUE = Listing(
    "overdue",
    "该查未查",
    roles=STAFF,
    rows=lambda actor, viewer: overdue_of(own_subject(viewer), viewer),
    crumbs=("计划与检查",),
    columns=(
        Title("企业", "name", order="sort_key", link="class_enterprise", below="credit_code"),
        Text("镇街", "region.name", name="region", order="region__code", css="jw-nw"),
        Text(
            "上次检查",
            lambda row: row.last_on.isoformat() if row.last_on else "从未检查",
            name="last_on",
            order="last_on",
            css="jw-nw",
            short="上次",
        ),
        Lamp("应查期限", due, css="jw-nw"),
        Drawn("分类", applies, order="applies", css="is-end"),
    ),
    filed=(
        Text("统一社会信用代码", "credit_code"),
        Text("企业名称", "name"),
        Text("区划", "region.name", name="region"),
        Word("信用风险分类", "credit_class", of=CreditClass),
        Word("部门分级", lambda row: row.grade or None, name="grade", of=CreditClass),
        Word("适用分类", "applies", of=CreditClass),
        Number("最长间隔（月）", "months"),
        Day("上次检查", "last_on"),
        Day("应查期限", due_on),
        Number("已超天数", days_over),
    ),
    filters=FILTERS,
    buttons=(Button("申请检查", "inspection_new", roles=(Role.CLERK, Role.OFFICER)),),
    empty=Empty("没有超期未查的企业", "C、D 类企业都在期限内检查过。", "class_overview", "分级分类"),
    besides=whose,
    template="inspections/overdue.html",
)
OF_THE_BUREAU = OVERDUE.of(
    filters=(
        # First: whose inspections count decides which enterprises there are.
        Pick(
            "subject",
            "部门",
            rows=lambda viewer: Subject.objects.filter(status=SubjectStatus.ANNOUNCED).order_by("sort_key"),
            otherwise="全区",
            roles=BUREAU,
            by=lambda found, subject, viewer: overdue_of(subject, viewer),
        ),
        *(
            Choice("scope", "范围", of=SCOPES[::-1], by=of_scope, otherwise=None)
            if each.name == "scope"
            else each
            for each in FILTERS
        ),
    )
)
LIST = Either(
    "overdue",
    choose=lambda actor: OF_THE_BUREAU if getattr(actor, "role", None) in BUREAU else OVERDUE,
    roles=STAFF,
)
