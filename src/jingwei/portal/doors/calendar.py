"""工作日历: the years whose working days are known, and the form that enters one."""

from typing import Any

from ninja import Field, Schema

from jingwei.platform.actors import Actor
from jingwei.platform.models import CalendarYear
from jingwei.portal import operations
from jingwei.portal.doors.accounts import SUPERVISORS
from jingwei.portal.forms.system import CalendarForm
from jingwei.registry.doors import MemberRequest
from jingwei.registry.terms import Role
from jingwei.web.doors import BODY, Acts, Viewer


class YearOut(Schema):
    """A year whose working days are known."""

    year: int = Field(description="年度")
    document: str = Field(description="放假通知文号")
    is_official: bool = Field(description="官方日历；否为演示日历")
    days_off: list[str] = Field(description="与平常周末不同的休息日")
    days_worked: list[str] = Field(description="与平常周末不同的工作日")

    @classmethod
    def of(cls, year: CalendarYear) -> "YearOut":
        """Return a year as programs get it."""
        days = list(year.days.order_by("day"))
        return cls(
            year=year.year,
            document=year.document,
            is_official=year.is_official,
            days_off=[str(each.day) for each in days if not each.is_working_day],
            days_worked=[str(each.day) for each in days if each.is_working_day],
        )


class YearsOut(Schema):
    """The years whose working days are known."""

    years: list[YearOut] = Field(description="最近的在前")


def list_years(actor: Actor) -> list[CalendarYear]:
    return list(CalendarYear.objects.order_by("-year").prefetch_related("days"))


def next_year(request: MemberRequest, years: Any) -> dict[str, Any]:
    return {"initial": {"year": Viewer(request.actor, request.now).today.year + 1}}


# The page is of all years; nothing in its address names one.
CALENDAR = Acts(
    "calendar",
    page_name="calendar_years",
    find=list_years,
    show=lambda request, years: {"years": years},
    template="portal/system_calendar.html",
    roles=SUPERVISORS,
    answer=(YearsOut, lambda request, years: YearsOut(years=[YearOut.of(each) for each in years])),
)
CALENDAR.act(
    "load",
    operations.load_calendar,
    (Role.SUPERVISION_LEAD,),
    CalendarForm,
    verb="导入",
    title="导入年度",
    done=lambda year: f"{year.year} 年放假安排已导入，期限按它计算。",
    given=next_year,
    ask="导入这一年的放假安排？",
    warn="已有这一年的，以本次为准；此后计算的期限按它计算。",
    place=BODY,
    is_main=True,
    is_here=True,
)
