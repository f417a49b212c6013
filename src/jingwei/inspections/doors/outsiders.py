"""异地检查: what organs of other districts inspected here, with or without a letter."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from ninja import Field as Described
from ninja import Schema

from jingwei.inspections.assistance import OutsidersForm, standing_of
from jingwei.inspections.doors.people import People, VisitorIn
from jingwei.inspections.doors.sites import SitePage
from jingwei.inspections.models import OutsideInspection
from jingwei.inspections.operations import report_outsiders
from jingwei.inspections.queries import list_letters, list_outsiders
from jingwei.inspections.terms import LetterDirection
from jingwei.registry.doors import MemberRequest
from jingwei.registry.models import Site
from jingwei.registry.terms import STAFF, Role
from jingwei.web.bodies import Id
from jingwei.web.bodies import Text as Words
from jingwei.web.doors import (
    Button,
    Choice,
    Day,
    Days,
    Drawn,
    Empty,
    Field,
    Listing,
    Search,
    Tally,
    Text,
    Title,
    Viewer,
    answer_of,
    schema_of,
)
from jingwei.web.gallery import draw

REPORTERS = (Role.CLERK, Role.HEAD, Role.OFFICER)
LETTER = (("yes", "有协助函"), ("no", "没有协助函"))
ORGAN, PERFORMED = Text("异地机关", "organ"), Day("检查日期", "performed_on")
PEOPLE, MATTER = People("来人", "officers"), Text("检查内容", "matter")
NUMBER = Text("协助函", lambda row: row.letter.number if row.letter else "", name="letter")
TOLD: tuple[Field, ...] = (
    ORGAN,
    Text("企业", "enterprise.name", name="enterprise"),
    Text("统一社会信用代码", "enterprise.credit_code"),
    PERFORMED,
    MATTER,
    PEOPLE,
    NUMBER,
    Text("当日是否在函定期限内", standing_of, name="standing"),
    Text("协助主体", lambda row: row.host.name if row.host else "", name="host"),
    Text("登记人", lambda row: row.told_by.name if row.told_by else "", name="told_by"),
)
OutsidersOut = schema_of("OutsidersOut", TOLD, "An inspection by outsiders.")


def outsiders_out(request: Any, outside: OutsideInspection) -> Any:
    """Return an inspection by outsiders as programs get it."""
    return answer_of(TOLD, outside, Viewer(request.actor, request.now))


def lamp_and_number(outside: OutsideInspection) -> Any:
    """Return the lamp of the letter, with its number."""
    said = standing_of(outside)
    lamp = draw("lamp", {"colour": "green" if said == "有协助函" else "red", "text": said})
    if outside.letter is None:
        return lamp
    return format_html('{}<span class="jw-line2">{}</span>', lamp, outside.letter.number)


def of_letter(found: QuerySet[OutsideInspection], has: str, viewer: Viewer) -> QuerySet[OutsideInspection]:
    """Keep those with a letter, or those without."""
    return found.filter(letter__isnull=has == "no")


OUTSIDERS = Listing(
    "outside",
    "异地检查",
    roles=STAFF,
    rows=list_outsiders,
    crumbs=("计划与检查",),
    status="外地机关到本区企业检查：由企业在企业端反映，或由协助主体登记",
    columns=(
        Title(
            "企业与内容", "enterprise.name", name="enterprise", order="enterprise__sort_key", below="matter"
        ),
        ORGAN,
        PERFORMED,
        PEOPLE,
        Drawn("协助函", lamp_and_number, name="letter", css="jw-nw is-end"),
    ),
    filed=TOLD,
    filters=(
        Search(
            label="机关或企业",
            hint="机关、企业",
            paths=("organ", "enterprise__name", "enterprise__credit_code", "enterprise__sort_key"),
        ),
        Choice("letter", "协助函", of=LETTER, by=of_letter),
        Days("performed_on", "检查日期"),
    ),
    tally=Tally("letter", {"no": "red"}, unit="次"),
    buttons=(Button("登记异地检查", "outside_new", roles=REPORTERS),),
    empty=Empty(
        "没有登记过异地检查",
        "协助外地机关检查的，检查后",
        "outside_new",
        "登记",
        roles=REPORTERS,
        otherwise="企业在企业端反映、协助主体登记的列在这里；没有协助函的生成线索（R-PRO-09）。",
    ),
)


class OutsidersIn(Schema):
    """An inspection that an organ of another district made here."""

    organ: Words = Described(description="异地机关", max_length=80)
    matter: Words = Described(description="检查内容", max_length=300)
    performed_on: date = Described(description="检查日期")
    officers: list[VisitorIn] = Described(default_factory=list, description="来人", max_length=20)
    enterprise_id: Id | None = Described(None, description="企业编号；企业自己登记的留空")
    site_id: Id | None = Described(None, description="场所编号")
    letter_id: Id | None = Described(None, description="来函编号；留空时由系统查找")

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``report_outsiders``."""
        people = [each.as_visitor() for each in self.officers]
        return self.dict(exclude={"officers"}) | {"officers": people}


def form_needs(request: MemberRequest, site: Site) -> dict[str, Any]:
    """Return what the form is made with: the site, and the letters that were received about its enterprise."""
    letters = list_letters(request.actor).filter(direction=LetterDirection.INCOMING)
    return {"site": site, "letters": letters.filter(enterprise=site.enterprise)}


NEW = SitePage(
    "outside_new",
    report_outsiders,
    REPORTERS,
    OutsidersForm,
    title="登记异地检查",
    verb="登记",
    done="已登记。没有协助函的，同时告知区司法局。",
    trail=(("outside_list", "异地检查"),),
    to=lambda outside: reverse("outside_list"),
    back=lambda site: reverse("outside_list"),
    crumbs=lambda site: [("计划与检查", ""), ("异地检查", reverse("outside_list")), ("登记异地检查", "")],
    given=form_needs,
    body=OutsidersIn,
    answer=(OutsidersOut, outsiders_out),
    template="inspections/site_form.html",
)
