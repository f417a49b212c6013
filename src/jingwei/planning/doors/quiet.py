"""安静期: the year as twelve months with its list, one period, setting and lifting."""

from calendar import Calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import Field as Described
from ninja import Schema

from jingwei.planning import operations
from jingwei.planning.forms.quiet import QuietForm
from jingwei.planning.models import QuietPeriod
from jingwei.planning.operations import Span
from jingwei.planning.queries import list_quiet_periods
from jingwei.platform.actors import Actor
from jingwei.platform.errors import Mistake
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, Role
from jingwei.web.bodies import Id
from jingwei.web.bodies import Text as Words
from jingwei.web.doors import (
    BODY,
    Acts,
    Button,
    Choice,
    Day,
    Drawn,
    Empty,
    Field,
    FormPage,
    Listing,
    Number,
    Search,
    Shown,
    Text,
    Title,
    Viewer,
    Year,
    answer_of,
    rows_of,
    schema_of,
    timeline,
)
from jingwei.web.doors.forms import ReasonForm
from jingwei.web.gallery import draw
from jingwei.web.requests import ActorRequest

STATES = (("standing", "有效"), ("lifted", "已取消"))


def span(period: QuietPeriod) -> str:
    return f"{period.first_on} 至 {period.last_on}"


def state_tag(period: QuietPeriod, viewer: Viewer) -> str:
    """Return as a tag whether the period is over, running, to come or lifted."""
    if period.lifted_at is not None:
        colour, text = "", "已取消"
    elif period.last_on < viewer.today:
        colour, text = "", "已过"
    elif period.first_on <= viewer.today:
        colour, text = "green", "安静中"
    else:
        colour, text = "accent", "未到"
    return draw("tag", {"text": text, "colour": colour})


def lifted(period: QuietPeriod) -> str:
    """Return when it was lifted, and how many days it had kept quiet."""
    kept = f"，此前 {period.days} 天仍为安静期" if period.days else ""
    return f"{Day('', 'lifted_at').show(period.lifted_at)}{kept}" if period.lifted_at else ""


def enterprise_name(period: QuietPeriod) -> str:
    return period.enterprise.name if period.enterprise else ""


def credit_code(period: QuietPeriod) -> str:
    return period.enterprise.credit_code if period.enterprise else ""


def set_by(period: QuietPeriod) -> str:
    return period.set_by.name if period.set_by else "系统"


REASON, DOCUMENT = Text("理由", "reason", is_full=True), Text("文号", "document")
LIFT_REASON = Text("取消理由", "lift_reason")
BESIDE: tuple[Field, ...] = (
    Text("对象", "whose"),
    Text("日期", span),
    REASON,
    DOCUMENT,
    Text("设定人", set_by),
    Day("设定日期", "set_at"),
)
BESIDE_LIFTED = (*BESIDE, Text("取消日期", lifted), LIFT_REASON)
TOLD: tuple[Field, ...] = (
    Text("企业，全区的为空", enterprise_name, name="enterprise"),
    Text("统一社会信用代码，全区的为空", credit_code),
    Day("自", "first_on"),
    Day("至，当天也安静", "last_on"),
    Number("安静的天数，取消以后的不算", "days"),
    REASON,
    DOCUMENT,
    Day("取消日期，自当天起不再安静", "lifted_at", name="lifted_on"),
    LIFT_REASON,
)
PeriodOut = schema_of("QuietPeriodOut", TOLD, "A quiet period.")


class PeriodsOut(Schema):
    """Quiet periods that were set in one act."""

    count: int = Described(description="段数")
    periods: list[PeriodOut] = Described(description="安静期，按日期")  # type: ignore[valid-type]


class SpanIn(Schema):
    """Days from the first to the last."""

    first_on: date = Described(description="自")
    last_on: date = Described(description="至，当天也安静")


class QuietIn(Schema):
    """Days to be kept quiet: programs name spans, where people may pick the same days of several months."""

    spans: list[SpanIn] = Described(description="各段日期", max_length=12)
    reason: Words = Described(description="理由", max_length=200)
    document: Words = Described("", description="文号", max_length=80)
    enterprise_id: Id | None = Described(None, description="企业编号，不填即全区")

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``set_quiet_period``."""
        spans = [Span(each.first_on, each.last_on) for each in self.spans]
        return self.dict(exclude={"spans"}) | {"spans": spans}


def period_out(request: ActorRequest, period: QuietPeriod) -> Any:
    """Return a period as programs get it."""
    return answer_of(TOLD, period, Viewer(request.actor, request.now))


def periods_out(request: ActorRequest, periods: list[QuietPeriod]) -> Any:
    """Return the periods that were set."""
    return {"count": len(periods), "periods": [period_out(request, each) for each in periods]}


def of_text(found: QuerySet[QuietPeriod], text: str, viewer: Viewer) -> QuerySet[QuietPeriod]:
    """Keep those of enterprises whose name, code or initials hold the text."""
    text = text.strip()
    return found.filter(
        Q(enterprise__name__icontains=text)
        | Q(enterprise__credit_code__icontains=text)
        | Q(enterprise__sort_key__icontains=text.lower())
    )


def of_state(found: QuerySet[QuietPeriod], state: str, viewer: Viewer) -> QuerySet[QuietPeriod]:
    return found.filter(lifted_at__isnull=state == "standing")


def of_year(found: QuerySet[QuietPeriod], year: int, viewer: Viewer) -> QuerySet[QuietPeriod]:
    return found & list_quiet_periods(year=year)


def years_around(viewer: Viewer) -> range:
    return range(viewer.today.year + 1, viewer.today.year - 3, -1)


YEAR = Year(years=years_around, is_needed=True, by=of_year)


def year_of(shown: Shown) -> int:
    return YEAR.chosen(shown.bar.cleaned_data, shown.viewer) or shown.viewer.today.year


def show_year(shown: Shown) -> dict[str, Any]:
    """Return the calendar above the list: the district's days and those of the enterprises that were searched for."""
    year, viewer = year_of(shown), shown.viewer
    searched = (shown.bar.cleaned_data.get("q") or "").strip()
    periods = list(list_quiet_periods(year=year).filter(enterprise=None))
    if searched:
        periods += [each for each in shown.found if each.enterprise_id]
    return {
        "year": year,
        "months": months_shown(periods, year, viewer.today),
        "days": sum(1 for _ in _days(periods, year)),
        "searched": searched,
    }


def months_shown(periods: Iterable[QuietPeriod], year: int, today: date) -> list[dict[str, Any]]:
    """Return the twelve months as weeks of days, each with the periods that make it quiet in words."""
    quiet: dict[date, list[QuietPeriod]] = {}
    for day, period in _days(periods, year):
        quiet.setdefault(day, []).append(period)
    return [
        {
            "name": f"{month} 月",
            "count": sum(1 for day in quiet if day.month == month),
            "weeks": [
                [_day(date(year, month, day), quiet, today) if day else None for day in week]
                for week in Calendar().monthdayscalendar(year, month)
            ],
        }
        for month in range(1, 13)
    ]


def _days(periods: Iterable[QuietPeriod], year: int) -> Iterable[tuple[date, QuietPeriod]]:
    """Return each day of the year that a period keeps quiet, with the period."""
    for period in periods:
        day, last = max(period.first_on, date(year, 1, 1)), min(period.kept_until, date(year, 12, 31))
        while day <= last:
            yield day, period
            day += timedelta(days=1)


def _day(day: date, quiet: dict[date, list[QuietPeriod]], today: date) -> dict[str, Any]:
    covering = quiet.get(day, [])
    why = "；".join(f"{period.whose}安静期：{period.reason}" for period in covering)
    return {
        "number": day.day,
        "is_quiet": bool(covering),
        "is_own": bool(covering) and all(period.enterprise_id for period in covering),
        "is_today": day == today,
        "is_rest": day.weekday() >= 5,
        "url_id": covering[0].pk if covering else None,
        "said": f"{day.month} 月 {day.day} 日 {why}",
    }


QUIET = Listing(
    "quiet",
    "安静期",
    roles=STAFF,
    rows=lambda actor: QuietPeriod.objects.select_related("enterprise", "set_by").order_by("first_on", "id"),
    crumbs=("计划与检查",),
    columns=(
        Title("日期", span, name="first_on", order="first_on", link="quiet_detail", below="whose"),
        Number("天数", "days", order="", short="天数"),
        Text("理由", "reason", order="", short="理由"),
        Text("文号", "document", order="", css="is-gone"),
        Drawn("状态", state_tag, css="jw-nw is-end"),
    ),
    filed=(
        Text("对象", "whose"),
        Text("统一社会信用代码", credit_code),
        Day("自", "first_on"),
        Day("至", "last_on"),
        Number("天数", "days"),
        REASON,
        DOCUMENT,
        Text("设定人", set_by),
        Day("设定日期", "set_at"),
        Day("取消日期", "lifted_at"),
        LIFT_REASON,
    ),
    told=TOLD,
    file_name=lambda shown: f"{year_of(shown)}年安静期",
    filters=(
        YEAR,
        Search(label="企业", hint="名称、代码、拼音首字母", by=of_text),
        Choice("state", "状态", of=STATES, by=of_state),
    ),
    buttons=(Button("设定", "quiet_new", roles=BUREAU),),
    empty=Empty(
        "这一年还没有安静期",
        "可以设一段日期，或每月同几日，",
        "quiet_new",
        "设定安静期",
        roles=BUREAU,
        otherwise="区司法局设定后列在这里。",
    ),
    besides=show_year,
    template="planning/quiet_list.html",
)


def find_period(actor: Actor, period_id: int) -> QuietPeriod:
    """Return one period. Raises Mistake where there is none."""
    period = QuietPeriod.objects.select_related("enterprise", "set_by").filter(pk=period_id).first()
    if period is None:
        raise Mistake("没有这段安静期", "从安静期日历打开")
    return period


def show_period(request: MemberRequest, period: QuietPeriod) -> dict[str, Any]:
    """Return what the page of one period shows."""
    viewer = Viewer(request.actor, request.now)
    return {
        "tag": state_tag(period, viewer),
        "rows": rows_of(BESIDE_LIFTED if period.lifted_at else BESIDE, period, viewer),
        "quiet_from": max(period.first_on, viewer.today) if period.kept_until >= viewer.today else None,
        "timeline": timeline(list_events_of("quietperiod", period.pk)),
    }


def is_lead(actor: Actor) -> bool:
    return getattr(actor, "role", None) is Role.SUPERVISION_LEAD


def may_lift(period: QuietPeriod, viewer: Viewer) -> bool:
    """Whether the viewer may lift it: the district's the lead alone, an enterprise's own the bureau."""
    is_open = period.lifted_at is None and period.last_on >= viewer.today
    return is_open and (period.enterprise_id is not None or is_lead(viewer.actor))


PERIOD = Acts(
    "period",
    names="quiet",
    page_name="quiet_detail",
    find=find_period,
    show=show_period,
    template="planning/quiet_detail.html",
    roles=STAFF,
    answer=(PeriodOut, period_out),
)
PERIOD.act(
    "lift",
    operations.lift_quiet_period,
    BUREAU,
    ReasonForm,
    verb="取消安静期",
    done="已取消，当日起可以安排检查。",
    when=may_lift,
    ask="取消{0}？",
    warn="自今天起可以安排日常检查；已经过去的日子仍为安静期。",
    place=BODY,
    is_grave=True,
)


def at_set(periods: list[QuietPeriod]) -> str:
    """Return where those that were set are seen: the page of one, the year of several."""
    if len(periods) == 1:
        return reverse("quiet_detail", args=[periods[0].pk])
    return f"{reverse('quiet_list')}?year={periods[0].first_on.year}"


def form_needs(request: ActorRequest, row: None) -> dict[str, Any]:
    viewer = Viewer(request.actor, request.now)
    return {"year": viewer.today.year, "is_district_allowed": is_lead(request.actor)}


NEW = FormPage(
    "quiet_new",
    operations.set_quiet_period,
    BUREAU,
    QuietForm,
    title="设定安静期",
    status="设定后，这些日子的日常检查不能申请、批准和入企",
    verb="设定",
    done=lambda periods: f"已设定{periods[0].whose}安静期 {len(periods)} 段。",
    to=at_set,
    back=lambda: reverse("quiet_list"),
    crumbs=lambda: [("计划与检查", ""), ("安静期", reverse("quiet_list")), ("设定", "")],
    given=form_needs,
    body=QuietIn,
    answer=(PeriodsOut, periods_out),
    template="planning/quiet_form.html",
)


@require_safe
@member_required(*BUREAU)
def quiet_days(request: MemberRequest) -> HttpResponse:
    """Answer the part of the form that shows, before anything is set, what stands on the days filled in so far."""
    form = QuietForm(request.GET, **form_needs(request, None))
    spans = form.spans_so_far()
    context = {"spans": spans, "enterprise_id": (spans and form.cleaned_data["enterprise"]) or 0}
    return render(request, "planning/_quiet_days.html", context)
