"""Figures of subjects."""

from django.db.models import QuerySet

from jingwei.registry.models import Subject
from jingwei.registry.terms import PartyKind
from jingwei.reporting.indicators.indicator import Column, Indicator, Listing
from jingwei.reporting.periods import Period
from jingwei.reporting.terms import Nature


def _announced(period: Period) -> QuerySet[Subject]:
    return Subject.objects.in_force(period.last)


ANNOUNCED = Indicator(
    code="subjects.announced",
    label="行政检查主体",
    unit="个",
    nature=Nature.STOCK,
    definition="期末当日已经公告、尚未撤销的行政检查主体（R-SUB-01、R-STA-07）",
    rows=_announced,
    listing=Listing(
        columns=(
            Column("检查主体", lambda row: row.name, "sort_key", is_title=True),
            Column("主体编号", lambda row: row.code, "code"),
            Column("类别", lambda row: PartyKind(row.kind).label, "kind"),
            Column("条线", lambda row: row.line, "line"),
            Column("公告日期", lambda row: row.announced_on, "announced_on"),
        ),
        search=("name", "short_name", "code", "sort_key"),
        order_by=("sort_key", "id"),
        subjects=("pk",),
    ),
)
