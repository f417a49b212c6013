"""The enterprise's own pages: who is coming and who came, and the rating."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jingwei.inspections import operations
from jingwei.inspections.models import Booking, Inspection
from jingwei.inspections.queries import (
    get_visit_to_rate,
    list_invitations_to_answer,
    list_told_visits,
    list_visits_of_enterprise,
)
from jingwei.inspections.terms import BookingState
from jingwei.platform.actors import NOBODY, Actor
from jingwei.platform.errors import Mistake
from jingwei.portal.forms.enterprise import OtherTimeForm, RatingForm
from jingwei.portal.queries.enterprise import (
    card_of,
    count_services,
    get_own_enterprise,
    list_coming,
    year_lines,
)
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.models import Enterprise
from jingwei.registry.terms import Role
from jingwei.web.doors import ROW, Acts, Each, Table, Text, Viewer, tabs_shown
from jingwei.web.requests import ActorRequest

CONTACT = (Role.ENTERPRISE_CONTACT,)
PER_PAGE = 10
TABS = (
    ("enterprise_home", "检查"),
    ("enterprise_visitors", "核验来人"),
    ("enterprise_invitations", "邀请检查"),
    ("enterprise_slots", "可约时段"),
    ("enterprise_outsiders", "外地来人"),
)
Shown = dict[str, Any]
# A page of the enterprise that signed in: no address names one.
Own = partial(Acts, "enterprise", find=get_own_enterprise, roles=CONTACT)


def framed(request: ActorRequest, enterprise: Enterprise, title: str, status: str) -> Shown:
    """Return what every page of the enterprise shows: its heading and the pages beside it."""
    tabs = tabs_shown(request, TABS)
    if site := next(iter(enterprise.sites.all()), None):
        url = reverse("enterprise_code", args=[site.pk])
        tabs.insert(1, {"label": "动态码", "url": url, "current": request.path.endswith("/code/")})
    return {"enterprise": enterprise, "title": title, "status": status, "tabs": tabs}


def told_visits(enterprise: Any, actor: Actor) -> list[Booking]:
    """Return the visits that the enterprise was told of; kept with it, for both its list and the acts ask for them."""
    if not hasattr(enterprise, "told"):
        enterprise.told = list(list_told_visits(actor))
    found: list[Booking] = enterprise.told
    return found


def against_cap(line: Any) -> str:
    return f"{line.counted} / {'未设' if line.limit is None else line.limit}"


YEAR = Table(
    columns=(
        Text("部门", "subject", below=lambda line: "；".join(line.why)),
        Text("入企", "visits", css="jw-num"),
        Text("计入 / 上限", against_cap, below=lambda line: "已满" if line.is_full else "", css="jw-num"),
        Text("可报", "reportable", css="jw-num"),
    )
)


def show_home(request: MemberRequest, enterprise: Enterprise) -> Shown:
    """Return its visits, what was announced, and how often each department came this year."""
    visits = list(list_visits_of_enterprise(request.actor))
    viewer = Viewer(request.actor, request.now)
    year = viewer.today.year
    page = Paginator(visits, PER_PAGE).get_page(request.GET.get("page"))
    return framed(request, enterprise, enterprise.name, enterprise.credit_code) | {
        "sites": list(enterprise.sites.all()),
        "page": page,
        "cards": [card_of(visit) for visit in page.object_list],
        "coming": list_coming(request.actor, told_visits(enterprise, request.actor)),
        "offers": list(list_invitations_to_answer(request.actor)),
        "year": year,
        "lines": YEAR.of(year_lines(visits, enterprise, year=year), viewer),
        "services": count_services(visits, year=year),
    }


def find_told(actor: Actor, inspection_id: int) -> Inspection:
    """Return a visit whose time was told to the enterprise. Raises Mistake for any other."""
    own = Inspection.objects.filter(enterprise=get_own_enterprise(actor), booking__isnull=False)
    found = own.select_related("booking").filter(pk=inspection_id).first()
    if found is None:
        raise Mistake("没有已告知本企业的这次检查", "从企业端首页打开")
    return found


HOME = Own(page_name="enterprise_home", show=show_home, template="portal/enterprise_home.html")
COMING = Each(
    "inspection",
    names="enterprise",
    whole=HOME,
    find=find_told,
    whole_of=lambda inspection: inspection.enterprise,
    parts_of=lambda enterprise, viewer: [each.inspection for each in told_visits(enterprise, viewer.actor)],
)
COMING.act(
    "confirm",
    operations.confirm_time,
    CONTACT,
    verb="确认时间",
    done="已确认，检查单位看得到。",
    when=lambda inspection: inspection.booking.state != BookingState.CONFIRMED,
    place=ROW,
)
COMING.act(
    "other_time",
    operations.ask_other_time,
    CONTACT,
    OtherTimeForm,
    verb="告知检查单位",
    title="希望改期",
    done="已告知检查单位；同意改期的，新的时间会出现在这里。",
    given=lambda request, inspection: {"auto_id": f"time-{inspection.pk}-%s"},
    place=ROW,
)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*CONTACT)
def enterprise_rate(request: MemberRequest, token: str) -> HttpResponse:
    """Take the rating of one visit. A function: nobody acts in it, and a kept key would name account and time."""
    visit = get_visit_to_rate(request.actor, token)
    form = RatingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        operations.rate_visit(
            rater=request.actor, token=token, actor=NOBODY, now=request.now, **form.arguments()
        )
        messages.success(request, "评价已收到，谢谢。")
        return redirect("enterprise_home")
    context = {
        "visit": visit,
        "subjects": sorted({each.name for each in visit.subjects()}),
        "form": form,
        "smallest": Viewer(request.actor, request.now).numbers.get("R-SCAN-06", "smallest_group").value,
    }
    return render(request, "portal/enterprise_rate.html", context, status=422 if form.is_bound else 200)
