"""该查未查: the list of risky enterprises that are overdue, and its file."""

from collections.abc import Callable
from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from jingwei.inspections.overdue import RISKY, Terms, list_overdue, terms_of
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import add_months, local_date
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.models import Enterprise, Region, Subject
from jingwei.registry.queries import list_enterprises
from jingwei.registry.terms import STAFF, CreditClass, Role, SubjectStatus
from jingwei.web.downloads import listed
from jingwei.web.fields import QueryFilter
from jingwei.web.gallery import draw
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
COLOURS = {CreditClass.C: "amber", CreditClass.D: "red"}


class OverdueFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By enterprise, department, class, town, and whose concern the enterprise is known to be."""

    q = QueryFilter(
        label="企业",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、代码、拼音首字母"}),
    )
    subject = django_filters.ModelChoiceFilter(
        label="部门", queryset=Subject.objects.none(), empty_label="全区", method="as_they_are"
    )
    applies = django_filters.ChoiceFilter(
        label="分类", choices=[(each.value, each.label) for each in RISKY], empty_label="全部"
    )
    region = django_filters.ModelChoiceFilter(
        label="镇街", queryset=Region.objects.none(), empty_label="全部"
    )
    scope = django_filters.ChoiceFilter(
        label="范围",
        choices=[("known", "查过或分级过的"), ("never", "从未检查的"), ("all", "全部高风险")],
        empty_label=None,
        method="by_scope",
    )

    def __init__(self, data: Any, *, actor: Actor, on: date) -> None:
        """Go by the actor's own department; the bureau chooses one, or the whole district."""
        announced = Subject.objects.filter(status=SubjectStatus.ANNOUNCED).order_by("sort_key")
        self.chooses = isinstance(actor, Member) and actor.is_bureau
        self.subject = _subject_of(data, actor, announced)
        self.terms: Terms = terms_of(self.subject, on=on)
        # Most risky enterprises are no concern of most departments: each begins with those it has dealt with.
        data = data.copy()
        data.setdefault("scope", "all" if self.chooses else "known")
        is_known_only = data["scope"] == "known"
        found = list_overdue(self.subject, on=on, terms=self.terms, is_known_only=is_known_only)
        super().__init__(data, queryset=found)
        self.filters["subject"].queryset = announced if self.chooses else Subject.objects.none()
        towns = Enterprise.objects.order_by().values("region")
        self.filters["region"].queryset = Region.objects.filter(pk__in=towns).order_by("code")

    def by_text(self, found: QuerySet[Enterprise], name: str, text: str) -> QuerySet[Enterprise]:
        """Keep those that the text names."""
        return found.filter(pk__in=list_enterprises(text).order_by().values("pk"))

    def as_they_are(self, found: QuerySet[Enterprise], name: str, value: object) -> QuerySet[Enterprise]:
        """Keep all: whose inspections count was settled before."""
        return found

    def by_scope(self, found: QuerySet[Any], name: str, scope: str) -> QuerySet[Any]:
        """Keep those never inspected; the known ones were settled before."""
        return found.filter(last_on=None) if scope == "never" else found


class OverdueTable(tables.Table):  # type: ignore[misc]
    """Overdue enterprises: never inspected first, then the longest wait."""

    name = tables.Column(verbose_name="企业", order_by="sort_key", attrs={"td": {"class": "is-wide"}})
    region = tables.Column(verbose_name="镇街", order_by="region__code", attrs={"td": {"class": "jw-nw"}})
    last_on = tables.Column(
        verbose_name="上次检查", attrs={"td": {"class": "jw-nw", "data-label": "上次"}}, empty_values=()
    )
    due_on = tables.Column(
        verbose_name="应查期限",
        accessor="last_on",
        orderable=False,
        attrs={"td": {"class": "jw-nw"}},
        empty_values=(),
    )
    applies = tables.Column(verbose_name="分类", attrs={"td": {"class": "is-end"}, "th": {"class": "is-end"}})

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, terms: Terms, on: date, **kwargs: Any) -> None:
        """Reckon terms by the table, as of the day."""
        super().__init__(*args, **kwargs)
        self.terms, self.on = terms, on

    def render_name(self, record: Any) -> SafeString:
        """Return the name, leading to the enterprise's classes."""
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}</span>',
            reverse("class_enterprise", args=[record.pk]),
            record.name,
            record.credit_code,
        )

    def render_last_on(self, record: Any) -> str:
        """Return the day of the last inspection."""
        return record.last_on.isoformat() if record.last_on else "从未检查"

    def render_due_on(self, record: Any) -> SafeString:
        """Return when the term ended, and how long ago."""
        due = due_of(record, self.terms)
        if due is None:
            return draw("lamp", {"colour": "amber", "text": "无检查记录"})
        return draw("lamp", {"colour": "red", "text": f"{due}，已超 {(self.on - due).days} 天"})

    def render_applies(self, record: Any) -> SafeString:
        """Return the class that applies, and whether it is the department's own grade."""
        applies = CreditClass(record.applies)
        tag = draw("tag", {"text": applies.label, "colour": COLOURS[applies]})
        if record.credit_class != record.applies:
            return format_html('{}<span class="jw-line2">部门分级</span>', tag)
        return tag


def due_of(row: Any, terms: Terms) -> date | None:
    """Return the last day of the term after the enterprise's last inspection; None where there was none."""
    return add_months(row.last_on, terms.months[CreditClass(row.applies)]) if row.last_on else None


def _columns(terms: Terms, on: date) -> dict[str, Callable[[Any], Cell]]:
    def days(row: Any) -> Cell:
        due = due_of(row, terms)
        return (on - due).days if due else None

    return {
        "统一社会信用代码": lambda row: row.credit_code,
        "企业名称": lambda row: row.name,
        "区划": lambda row: row.region.name,
        "信用风险分类": lambda row: CreditClass(row.credit_class).label,
        "部门分级": lambda row: CreditClass(row.grade).label if row.grade else "",
        "适用分类": lambda row: CreditClass(row.applies).label,
        "最长间隔（月）": lambda row: terms.months[CreditClass(row.applies)],
        "上次检查": lambda row: row.last_on,
        "应查期限": lambda row: due_of(row, terms),
        "已超天数": days,
    }


@require_safe
@member_required(*STAFF)
def overdue_list(request: ActorRequest) -> HttpResponse:
    """Show the overdue enterprises of the viewer's department, or of the one the bureau chose."""
    today = local_date(timezone.now())
    chosen = OverdueFilter(request.GET, actor=request.actor, on=today)
    table = OverdueTable(chosen.qs, terms=chosen.terms, on=today)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    subjects = [form["subject"]] if chosen.chooses else []
    context = {
        "table": table,
        "fields": [form["q"], *subjects, form["applies"], form["scope"]],
        "more": [form["region"]],
        "query": request.GET.urlencode(),
        "whose": chosen.subject.short_name if chosen.subject else "全区",
        "terms": [f"{each.value} 类 {months} 个月" for each, months in chosen.terms.months.items()],
        "table_of": chosen.terms.stands.table,
        "may_request": isinstance(request.actor, Member) and request.actor.role in {Role.CLERK, Role.OFFICER},
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "inspections/overdue.html", context)


@require_safe
@member_required(*STAFF)
def overdue_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    today = local_date(timezone.now())
    chosen = OverdueFilter(request.GET, actor=request.actor, on=today)
    columns = _columns(chosen.terms, today)
    rows = ([read(row) for read in columns.values()] for row in chosen.qs.iterator(chunk_size=1000))
    return listed(request, "该查未查", list(columns), rows)


def _subject_of(data: Any, actor: Actor, announced: QuerySet[Subject]) -> Subject | None:
    if not isinstance(actor, Member):
        return None
    if not actor.is_bureau:
        return Subject.objects.filter(pk=actor.subject_id or 0).first()
    text = data.get("subject") or ""
    return announced.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 10 else None
