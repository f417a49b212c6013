"""非常规入企: visits registered otherwise than by scanning the code at the site: who, why, how late, how far away."""

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from jingwei.inspections.doors.listed import of_text
from jingwei.inspections.entries import WAYS, is_far, is_late, list_exceptions, shown
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import EntryWay
from jingwei.inspections.views.desk_parts import moment
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import OF_A_SUBJECT
from jingwei.web.doors import (
    Choice,
    Days,
    Empty,
    Lamp,
    Listing,
    Moment,
    Number,
    Pick,
    Search,
    Text,
    Title,
    Viewer,
    Word,
)

DISTANCES = (("true", "远离企业"),)
TERMS = (("true", "只看逾期"), ("false", "没有逾期"))


def exceptions_of(actor: Any, viewer: Viewer) -> QuerySet[Inspection]:
    return list_exceptions(actor, viewer.numbers)


def reason(row: Inspection, viewer: Viewer) -> str:
    return shown(row, viewer.numbers).why


def lateness(row: Inspection, viewer: Viewer) -> tuple[str, str]:
    """Return how late it was told, as a lamp."""
    entry = shown(row, viewer.numbers)
    return "red" if entry.is_late else "green", entry.lateness


def picture(row: Inspection) -> str | None:
    """Return which picture there is to look at, of the door plate or of what failed."""
    assert row.visit is not None
    return "门牌" if row.visit.door_photo_id else "凭证" if row.visit.evidence_id else None


def picture_address(row: Inspection) -> str:
    assert row.visit is not None
    return reverse("inspection_photo", args=[row.visit.door_photo_id or row.visit.evidence_id])


def rated(row: Inspection) -> str:
    """Return whether the enterprise rated the visit; what it said is known in groups alone."""
    return "已评价" if row.visit and row.visit.is_rated else "未评价"


def left_at(row: Inspection) -> str:
    return moment(row.visit.left_at) if row.visit and row.visit.left_at else ""


def of_distance(found: QuerySet[Inspection], value: str, viewer: Viewer) -> QuerySet[Inspection]:
    return found.filter(is_far(viewer.numbers))


def of_lateness(found: QuerySet[Inspection], value: str, viewer: Viewer) -> QuerySet[Inspection]:
    """Keep those told too late, or those that were not."""
    late = is_late(viewer.numbers.get("R-SCAN-03b", "days").value)
    return found.filter(late) if value == "true" else found.exclude(late)


def owners(viewer: Viewer) -> QuerySet[Subject]:
    """Return the subjects that have such entries."""
    found = exceptions_of(viewer.actor, viewer).order_by().values("subject")
    return Subject.objects.filter(pk__in=found).order_by("sort_key")


def count_ways(visible: QuerySet[Inspection], viewer: Viewer) -> list[dict[str, Any]]:
    """Return how many came in by each way, and how many scanned far away."""
    counts = dict(visible.order_by().values_list("visit__way").annotate(number=Count("id")))
    cells: list[dict[str, Any]] = [
        {"label": way.label, "count": counts.get(way.value, 0), "url": f"?way={way.value}"} for way in WAYS
    ]
    far = visible.filter(is_far(viewer.numbers)).count()
    return [*cells, {"label": "远离企业扫码", "count": far, "url": "?far=true"}]


EXCEPTIONS = Listing(
    "entry_exception",
    "非常规入企",
    roles=(*BUREAU, *OF_A_SUBJECT),
    rows=exceptions_of,
    crumbs=("计划与检查",),
    status="没有当场扫企业码的：紧急、补录、按名称、扫执照、外部平台；扫码时远离企业的",
    endless="visit__entered_at",
    columns=(
        Title("企业与原因", "enterprise.name", name="enterprise", link="inspection_detail", below=reason),
        Text("检查主体", "subject.short_name", name="subject"),
        Word("登记方式", "visit.way", of=EntryWay),
        Moment("入企时间", "visit.entered_at"),
        Text("照片", picture, link=picture_address),
        Text("评价", rated),
        Lamp("早晚", lateness),
    ),
    filed=(
        Text("文号", "number"),
        Text("检查主体", "subject.name", name="subject"),
        Text("企业", "enterprise.name", name="enterprise"),
        Text("场所", "site.name", name="site"),
        Word("登记方式", "visit.way", of=EntryWay),
        Text("原因", reason),
        Text("入企时间", lambda row: moment(row.visit.entered_at), name="entered_at"),
        Text("离企时间", left_at),
        Text("平台收到时间", lambda row: moment(row.visit.received_at), name="received_at"),
        Number("扫码距企业（米）", "visit.distance"),
        Text("登记人", "visit.scanned_by.name", name="scanned_by"),
        Text("早晚", lambda row, viewer: lateness(row, viewer)[1], name="lateness"),
        Text(
            "逾期",
            lambda row, viewer: "是" if shown(row, viewer.numbers).is_late else "否",
            name="is_late",
        ),
        Text("故障凭证", lambda row: "有" if row.visit.evidence_id else "无", name="evidence"),
        Text("门牌照片", lambda row: "有" if row.visit.door_photo_id else "无", name="door_photo"),
        Text("企业评价", rated),
    ),
    filters=(
        Search(label="企业或文号", hint="名称、代码、文号", by=of_text),
        Choice("way", "登记方式", by="visit__way", of=[(way.value, way.label) for way in WAYS]),
        Choice("far", "扫码位置", of=DISTANCES, by=of_distance),
        Choice("late", "逾期", of=TERMS, by=of_lateness),
        Pick("subject", "检查主体", rows=owners, is_more=True),
        Days("entered", "入企日期", by="performed_on"),
    ),
    tally=count_ways,
    empty=Empty("没有非常规入企", "各次入企都在企业当场扫了码。"),
)
