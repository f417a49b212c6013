"""企业拒绝: whom enterprises did not let in, on what grounds, and what became of it."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from jingwei.inspections.models import EnterpriseRefusal
from jingwei.inspections.queries import list_refusals
from jingwei.registry.terms import OF_A_SUBJECT, Role
from jingwei.web.doors import (
    Choice,
    Days,
    Empty,
    Lamp,
    Listing,
    Moment,
    Search,
    Text,
    Title,
    Viewer,
)

READERS = (Role.SUPERVISOR, Role.SUPERVISION_LEAD, *OF_A_SUBJECT)
LATER = (("entered", "再次入企"), ("away", "没有再来"), ("none", "没有任务"))


def grounds(refusal: EnterpriseRefusal) -> str:
    return "；".join(f"{each['ground']}（{each['article']}）" for each in refusal.grounds)


def followed_by(refusal: EnterpriseRefusal) -> tuple[str, str]:
    """Return what became of the task that was refused; who came in after all is to be looked at."""
    if refusal.inspection is None:
        return "none", "没有任务"
    visit = refusal.inspection.visit
    if visit is None or visit.entered_at < refusal.refused_at:
        return "none", "没有再来"
    return "amber", f"{Moment('', 'entered_at').show(visit.entered_at)} 再次入企"


def at_task(refusal: EnterpriseRefusal) -> str:
    assert refusal.inspection is not None
    return reverse("inspection_detail", args=[refusal.inspection.pk])


def of_what_followed(
    found: QuerySet[EnterpriseRefusal], value: str, viewer: Viewer
) -> QuerySet[EnterpriseRefusal]:
    """Keep those after which they came in, those after which nobody came, or those that fit no task."""
    entered = Q(inspection__visit__entered_at__gte=F("refused_at"))
    match value:
        case "none":
            return found.filter(inspection=None)
        case "entered":
            return found.filter(entered)
    return found.exclude(entered).exclude(inspection=None)


ORGAN, REFUSED = Text("被拒绝的单位", "organ"), Moment("登记时间", "refused_at")
FOLLOWED: Any = Lamp("之后", followed_by, name="followed")
REFUSALS = Listing(
    "refusal",
    "企业拒绝",
    roles=READERS,
    rows=list_refusals,
    crumbs=("计划与检查",),
    status="企业核验来人后登记的拒绝检查",
    columns=(
        Title(
            "企业与理由",
            "site.enterprise.name",
            name="enterprise",
            order="site__enterprise__sort_key",
            below="said",
        ),
        ORGAN,
        Text("检查任务", "inspection.number", css="jw-nw", link=at_task),
        REFUSED,
        FOLLOWED,
    ),
    filed=(
        Text("企业", "site.enterprise.name", name="enterprise"),
        Text("统一社会信用代码", "site.enterprise.credit_code"),
        Text("场所", "site.name", name="site"),
        ORGAN,
        Text("文号", "inspection.number"),
        Text("理由", grounds),
        Text("企业说明", "words"),
        REFUSED,
        FOLLOWED,
    ),
    filters=(
        Search(
            label="企业、单位或文号",
            hint="名称、代码、文号",
            paths=(
                "site__enterprise__name",
                "site__enterprise__credit_code",
                "site__enterprise__sort_key",
                "organ",
                "inspection__number",
            ),
        ),
        Choice("later", "之后", of=LATER, by=of_what_followed),
        Days("refused_at", "登记日期", is_instant=True),
    ),
    note="登记拒绝不取消任务：理由消除后可以再来，再次入企时证件、人员、批准、事项重新判定，并生成线索（R-SCAN-11a）。",
    empty=Empty("没有企业拒绝过检查", "企业在企业端核验来人、登记拒绝后列在这里。"),
)
