"""When visitors would suit the enterprise, and officials of other districts who came: pages with a form each."""

from datetime import time
from typing import Any

from django.core.paginator import Paginator
from ninja import Field, Schema

from jingwei.inspections.models import OutsideInspection
from jingwei.inspections.operations import report_outsiders
from jingwei.inspections.queries import list_outsiders
from jingwei.planning.models import Slot
from jingwei.planning.operations import offer_slot, withdraw_slot
from jingwei.planning.queries import list_slots, week_of
from jingwei.planning.terms import Weekday
from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed
from jingwei.portal.doors.enterprise import CONTACT, PER_PAGE, Own, Shown, framed
from jingwei.portal.forms.enterprise import SlotForm
from jingwei.portal.forms.outsiders import OutsidersForm
from jingwei.portal.queries.enterprise import get_own_enterprise
from jingwei.registry.doors import MemberRequest
from jingwei.registry.models import Enterprise
from jingwei.web.bodies import Id
from jingwei.web.bodies import Text as TextIn
from jingwei.web.doors import BODY, ROW, Each, Text, Viewer, Word, answer_of, schema_of

SLOT = (
    Word("星期", "weekday", of=Weekday),
    Text("自", "opens"),
    Text("至", "closes"),
    Text("备注", "note"),
)
SlotOut = schema_of("OwnSlotOut", SLOT, "A time of the week that the enterprise offers.")


class SiteSlotsOut(Schema):
    """The times that one site offers."""

    site_id: int = Field(description="场所编号")
    site: str = Field(description="场所")
    slots: list[SlotOut] = Field(description="可约时段")  # type: ignore[valid-type]


class SlotsOut(Schema):
    """The times that the caller's enterprise offers."""

    sites: list[SiteSlotsOut] = Field(description="各场所")


class SlotIn(Schema):
    """A time of the week; the page's form offers the sites, programs name one."""

    site_id: Id = Field(description="场所编号")
    weekday: int = Field(description="星期，1 至 7", ge=1, le=7)
    opens: time = Field(description="自")
    closes: time = Field(description="至")
    note: TextIn = Field("", description="备注", max_length=100)

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``offer_slot``."""
        return self.dict() | {"weekday": Weekday(str(self.weekday))}


def show_slots(request: MemberRequest, enterprise: Enterprise) -> Shown:
    """Return the week of each site."""
    sites = enterprise.sites.all()
    return framed(request, enterprise, "可约时段", "检查单位安排日常检查时会看到") | {
        "sites": [{"place": site, "week": week_of(list(list_slots(site.pk)))} for site in sites]
    }


def slots_out(request: MemberRequest, enterprise: Enterprise) -> Any:
    """Return the times as programs get them."""
    viewer = Viewer(request.actor, request.now)
    return {
        "sites": [
            {
                "site_id": site.pk,
                "site": site.name,
                "slots": [answer_of(SLOT, slot, viewer) for slot in list_slots(site.pk)],
            }
            for site in enterprise.sites.all()
        ]
    }


def find_slot(actor: Actor, slot_id: int) -> Slot:
    """Return a time of one of the enterprise's own sites. Raises NotAllowed for any other."""
    found = Slot.objects.filter(pk=slot_id, site__enterprise=get_own_enterprise(actor)).first()
    if found is None:
        raise NotAllowed("没有这个可约时段，或不是本企业的", "从企业端重新打开")
    return found


def show_outsiders(request: MemberRequest, enterprise: Enterprise) -> Shown:
    """Return what the enterprise told before."""
    found = Paginator(list_outsiders(request.actor), PER_PAGE)
    return framed(request, enterprise, "外地来人检查", "外地机关来检查，应当先向本区同级部门发协助函") | {
        "page": found.get_page(request.GET.get("page"))
    }


def told(outside: OutsideInspection) -> str:
    known = "已有协助函" if outside.letter else "没有登记过协助函，已告知区司法局核实"
    return f"已登记，{known}。"


SLOTS = Own(
    page_name="enterprise_slots",
    show=show_slots,
    template="portal/enterprise_slots.html",
    answer=(SlotsOut, slots_out),
)
SLOTS.act(
    "offer",
    offer_slot,
    CONTACT,
    SlotForm,
    verb="提供",
    done="已提供可约时段：{0}。",
    given=lambda request, enterprise: {"enterprise": enterprise},
    body=SlotIn,
    place=BODY,
    is_main=True,
    is_here=True,
)
OFFERED = Each(
    "slot",
    names="enterprise_slot",
    whole=SLOTS,
    find=find_slot,
    whole_of=lambda slot: slot.site.enterprise,
    parts_of=lambda enterprise, viewer: [
        slot for site in enterprise.sites.all() for slot in list_slots(site.pk)
    ],
)
OFFERED.act("withdraw", withdraw_slot, CONTACT, verb="撤下", done="已撤下可约时段：{0}。", place=ROW)

OUTSIDERS = Own(
    page_name="enterprise_outsiders", show=show_outsiders, template="portal/enterprise_outsiders.html"
)
OUTSIDERS.act(
    "report",
    report_outsiders,
    CONTACT,
    OutsidersForm,
    verb="登记",
    done=told,
    given=lambda request, enterprise: {"initial": {"performed_on": Viewer(request.actor, request.now).today}},
    place=BODY,
    is_main=True,
    is_here=True,
)
