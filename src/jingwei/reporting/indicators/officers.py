"""Figures of officers and their certificates."""

from django.db.models import Case, CharField, F, QuerySet, Value, When, Window
from django.db.models.functions import Cast, Concat, RowNumber

from jingwei.platform.calendar import local_date
from jingwei.registry.models import Certificate, EstablishmentRow
from jingwei.registry.queries import (
    list_cancelled_certificates,
    list_decided_rows,
    list_first_certificates,
)
from jingwei.registry.terms import CancelReason, CheckDecision, CheckResult, StaffKind
from jingwei.reporting.indicators.indicator import Column, Indicator, Listing
from jingwei.reporting.periods import Period
from jingwei.reporting.terms import Nature


def _checked(period: Period) -> QuerySet[EstablishmentRow]:
    """The last decision on each person: known by the roster, else by the resident id, else by the row alone."""
    person = Case(
        When(officer__isnull=False, then=Concat(Value("officer "), Cast("officer_id", CharField()))),
        When(id_digest__gt="", then=F("id_digest")),
        default=Concat(Value("row "), Cast("id", CharField())),
        output_field=CharField(),
    )
    decided = (
        list_decided_rows(period.first, period.end)
        .order_by()
        .annotate(
            place=Window(
                RowNumber(), partition_by=[person], order_by=[F("decided_at").desc(), F("id").desc()]
            )
        )
    )
    return EstablishmentRow.objects.filter(pk__in=decided.filter(place=1).values("pk"))


def _cancelled(period: Period) -> QuerySet[Certificate]:
    return list_cancelled_certificates(period.first, period.end)


def _first_issued(period: Period) -> QuerySet[Certificate]:
    return list_first_certificates(period.first, period.end)


def count_holders(period: Period) -> int:
    """Return how many persons hold a certificate that is valid on the last day of the period."""
    held = Certificate.objects.filter(valid_from__lte=period.last, valid_to__gte=period.last)
    return held.exclude(cancelled_on__lte=period.last).values("officer").distinct().count()


HOLDER = Column("持证人", lambda row: row.officer.name, "officer__sort_key", is_title=True)
UNIT = Column("所属主体", lambda row: row.officer.subject.short_name, "officer__subject__sort_key")
NUMBER = Column("证号", lambda row: row.number, "number")
SEARCH = ("officer__name", "officer__sort_key", "number")

CHECKED = Indicator(
    code="officers.checked",
    label="核对编制",
    unit="人",
    nature=Nature.FLOW,
    definition="期内核对编制并有处理结果的人员，一人多次核对计一人（R-OFF-04、R-STA-07）",
    rows=_checked,
    listing=Listing(
        columns=(
            Column("姓名", lambda row: row.name, "name", is_title=True),
            Column("检查主体", lambda row: row.subject.short_name, "subject__sort_key"),
            Column("人员性质", lambda row: StaffKind(row.staff).label if row.staff else "", "staff"),
            Column("核对结果", lambda row: CheckResult(row.result).label, "result"),
            Column("处理", lambda row: CheckDecision(row.decision).label if row.decision else "", "decision"),
            Column("处理日期", lambda row: local_date(row.decided_at), "decided_at"),
        ),
        search=("name", "officer__sort_key", "certificate_number"),
        order_by=("subject__sort_key", "name", "id"),
        joined=("subject",),
    ),
)
CANCELLED = Indicator(
    code="certificates.cancelled",
    label="清理执法证件",
    unit="个",
    nature=Nature.FLOW,
    definition="期内注销的执法证件，按注销日期计（R-OFF-05、R-STA-07）",
    rows=_cancelled,
    listing=Listing(
        columns=(
            HOLDER,
            UNIT,
            NUMBER,
            Column("注销日期", lambda row: row.cancelled_on, "cancelled_on"),
            Column(
                "注销原因",
                lambda row: CancelReason(row.cancel_reason).label if row.cancel_reason else "",
                "cancel_reason",
            ),
            Column("收回日期", lambda row: row.returned_on, "returned_on"),
        ),
        search=SEARCH,
        order_by=("-cancelled_on", "-id"),
        joined=("officer__subject",),
        subjects=("officer__subject",),
    ),
)
FIRST_ISSUED = Indicator(
    code="certificates.first_issued",
    label="新申领",
    unit="个",
    nature=Nature.FLOW,
    definition="期内首次发放的执法证件，按发证日期计；换证、补证不计（R-OFF-04、R-STA-07）",
    rows=_first_issued,
    listing=Listing(
        columns=(
            HOLDER,
            UNIT,
            NUMBER,
            Column("发证日期", lambda row: row.issued_on, "issued_on"),
            Column("有效期至", lambda row: row.valid_to, "valid_to"),
        ),
        search=SEARCH,
        order_by=("-issued_on", "-id"),
        joined=("officer__subject",),
        subjects=("officer__subject",),
    ),
)
