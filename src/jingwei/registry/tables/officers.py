"""Officers, certificates and the establishment check on the page and in the exported file."""

from collections.abc import Callable
from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from jingwei.platform.calendar import local_date
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.models import Certificate, CertificateApplication, EstablishmentRow, Officer
from jingwei.registry.queries.certificates import standing_card, why_cancel
from jingwei.registry.terms import (
    ApplicationStage,
    CertificateStatus,
    CheckDecision,
    CheckResult,
    Field,
    StaffKind,
)
from jingwei.web.gallery import draw

TICK_ALL = mark_safe('<input class="form-check-input" type="checkbox" aria-label="选择本页" data-pick-all>')
END = {"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}}
RESULT_COLOURS = {
    CheckResult.MATCHES: "green",
    CheckResult.DIFFERS: "amber",
    CheckResult.NOT_ON_ROSTER: "amber",
    CheckResult.NOT_IN_RETURN: "amber",
    CheckResult.ELSEWHERE: "amber",
    CheckResult.NOT_ESTABLISHED: "red",
}
STAGE_COLOURS = {
    ApplicationStage.SUBMITTED: "accent",
    ApplicationStage.RETURNED: "amber",
    ApplicationStage.APPROVED: "accent",
    ApplicationStage.ISSUED: "green",
}

# The heads of each exported column and how it is read from a row.
EXPORTED: dict[str, Callable[[Officer], Cell]] = {
    "姓名": lambda row: row.name,
    "单位": lambda row: row.subject.name,
    "人员性质": lambda row: StaffKind(row.staff).label,
    "内设机构": lambda row: row.unit,
    "职务": lambda row: row.post,
    "证号": lambda row: _of_card(row, "number"),
    "执法领域": lambda row: fields_in_words(_of_card(row, "fields") or []),
    "有效期起": lambda row: _of_card(row, "valid_from"),
    "有效期止": lambda row: _of_card(row, "valid_to"),
    "证件状态": lambda row: (
        CertificateStatus(_of_card(row, "status")).label if standing_card(row) else "没有证件"
    ),
    "法律职业资格": lambda row: row.has_legal_qualification,
    "离岗日期": lambda row: row.left_on,
}
EXPORTED_ROWS: dict[str, Callable[[EstablishmentRow], Cell]] = {
    "单位": lambda row: row.subject.name,
    "报表行号": lambda row: row.line,
    "姓名": lambda row: row.name,
    "证号": lambda row: row.certificate_number,
    "核对结果": lambda row: CheckResult(row.result).label,
    "不符之处": lambda row: "；".join(differences_in_words(row)),
    "处理": lambda row: CheckDecision(row.decision).label if row.decision else "",
    "说明": lambda row: row.note,
    "处理时间": lambda row: row.decided_at,
}


def fields_in_words(fields: list[str]) -> str:
    """Return the fields of a card."""
    return "、".join(Field(field).label if field in set(Field) else field for field in fields)


def differences_in_words(row: EstablishmentRow) -> list[str]:
    """Return each difference as a short sentence."""
    return [
        f"{each['label']}：名册“{each['roster'] or '空'}”，报表“{each['return']}”" for each in row.differences
    ]


def card_lamp(card: Certificate | None, *, on: date, warn_before: int) -> SafeString:
    """Return the state of a card as a lamp: green when valid, yellow when it ends soon, red when it is of no use."""
    if card is None:
        colour, text = "none", "没有证件"
    elif card.status != CertificateStatus.VALID:
        colour, text = "grey", CertificateStatus(card.status).label
    elif card.valid_to < on:
        colour, text = "red", "已到期"
    elif card.valid_from > on:
        colour, text = "grey", f"{card.valid_from} 起有效"
    elif (left := (card.valid_to - on).days) <= warn_before:
        colour, text = "amber", f"{left} 日后到期"
    else:
        colour, text = "green", "有效"
    return draw("lamp", {"colour": colour, "text": text})


def _of_card(officer: Officer, name: str) -> Any:
    card = standing_card(officer)
    return getattr(card, name) if card else None


def _person(officer: Officer, below: str) -> SafeString:
    return format_html(
        '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}</span>',
        reverse("officer_detail", args=[officer.pk]),
        officer.name,
        below,
    )


class _Ledger(tables.Table):  # type: ignore[misc]
    """What the tables of this topic share."""

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, hidden: tuple[str, ...] = (), **kwargs: Any) -> None:
        """Leave out what the viewer has no use for."""
        super().__init__(*args, exclude=hidden, **kwargs)
        self.attrs["class"] = "is-pick" if "pick" in self.base_columns and "pick" not in hidden else ""


def _tick(pk: int, name: str) -> SafeString:
    return format_html(
        '<input class="form-check-input" type="checkbox" name="pick" value="{}" aria-label="选择{}">',
        pk,
        name,
    )


class OfficerTable(_Ledger):
    """The roster, in the order of the names."""

    name = tables.Column(verbose_name="姓名", order_by="sort_key", attrs={"td": {"class": "is-wide"}})
    subject = tables.Column(accessor="subject__short_name", verbose_name="单位", order_by="subject__sort_key")
    staff = tables.Column(verbose_name="人员性质", attrs={"td": {"class": "jw-nw"}})
    fields = tables.Column(
        verbose_name="执法领域", empty_values=(), orderable=False, attrs={"td": {"class": "is-gone"}}
    )
    number = tables.Column(
        verbose_name="证号", empty_values=(), orderable=False, attrs={"td": {"class": "jw-nw"}}
    )
    valid_to = tables.Column(
        verbose_name="有效期至", empty_values=(), orderable=False, attrs={"td": {"class": "jw-nw is-gone"}}
    )
    card = tables.Column(verbose_name="证件状态", empty_values=(), orderable=False, attrs=END)

    def __init__(self, *args: Any, on: date, warn_before: int, **kwargs: Any) -> None:
        """Judge every card as of the day."""
        super().__init__(*args, **kwargs)
        self.on, self.warn_before = on, warn_before

    def render_name(self, record: Officer) -> SafeString:
        """Return the name with unit and post below, leading to the person."""
        left = f"{record.left_on} 离岗" if record.left_on else ""
        return _person(record, "　".join(filter(None, [record.unit, record.post, left])))

    def render_staff(self, record: Officer) -> str:
        """Return the kind in words."""
        return StaffKind(record.staff).label

    def render_fields(self, record: Officer) -> str:
        """Return the fields of the card."""
        return fields_in_words(_of_card(record, "fields") or []) or "—"

    def render_number(self, record: Officer) -> str:
        """Return the number of the card."""
        return _of_card(record, "number") or "—"

    def render_valid_to(self, record: Officer) -> str:
        """Return the last day of the card."""
        return str(_of_card(record, "valid_to") or "—")

    def render_card(self, record: Officer) -> SafeString:
        """Return the state of the card."""
        return card_lamp(standing_card(record), on=self.on, warn_before=self.warn_before)


class CardTable(_Ledger):
    """Certificates that should be cancelled or that soon end."""

    pick = tables.Column(accessor="pk", orderable=False, verbose_name=TICK_ALL)
    name = tables.Column(
        accessor="officer__name",
        verbose_name="姓名",
        order_by="officer__sort_key",
        attrs={"td": {"class": "is-wide"}},
    )
    subject = tables.Column(
        accessor="officer__subject__short_name", verbose_name="单位", order_by="officer__subject__sort_key"
    )
    number = tables.Column(verbose_name="证号", attrs={"td": {"class": "jw-nw"}})
    valid_to = tables.Column(verbose_name="有效期至", attrs={"td": {"class": "jw-nw"}})
    why = tables.Column(accessor="pk", verbose_name="应注销的原因", orderable=False)
    card = tables.Column(accessor="pk", verbose_name="证件状态", orderable=False, attrs=END)

    def __init__(self, *args: Any, on: date, warn_before: int, **kwargs: Any) -> None:
        """Judge every card as of the day."""
        super().__init__(*args, **kwargs)
        self.on, self.warn_before = on, warn_before

    def render_pick(self, record: Certificate) -> SafeString:
        """Return a box to tick."""
        return _tick(record.pk, record.officer.name)

    def render_name(self, record: Certificate) -> SafeString:
        """Return the holder, leading to the person."""
        return _person(record.officer, StaffKind(record.officer.staff).label)

    def render_valid_to(self, value: date) -> str:
        """Return the last day as tables write it."""
        return value.isoformat()

    def render_why(self, record: Certificate) -> SafeString:
        """Return the reason, and since when below."""
        reason, since = why_cancel(record, on=self.on)
        below = f"{since} 起，已过 {(self.on - since).days} 日" if since else ""
        return format_html("{}<span class='jw-line2'>{}</span>", reason.label if reason else "—", below)

    def render_card(self, record: Certificate) -> SafeString:
        """Return the state of the card."""
        return card_lamp(record, on=self.on, warn_before=self.warn_before)


class ApplicationTable(_Ledger):
    """First applications, the latest first."""

    name = tables.Column(
        accessor="officer__name",
        verbose_name="姓名",
        order_by="officer__sort_key",
        attrs={"td": {"class": "is-wide"}},
    )
    subject = tables.Column(
        accessor="officer__subject__short_name", verbose_name="单位", order_by="officer__subject__sort_key"
    )
    fields = tables.Column(verbose_name="执法领域", orderable=False)
    exam = tables.Column(
        accessor="pk", verbose_name="培训与考试", orderable=False, attrs={"td": {"class": "jw-nw"}}
    )
    applied_at = tables.Column(verbose_name="申请时间", attrs={"td": {"class": "jw-nw"}})
    stage = tables.Column(verbose_name="环节", attrs=END)

    def render_name(self, record: CertificateApplication) -> SafeString:
        """Return the applicant, leading to the person, where it is decided."""
        return _person(record.officer, StaffKind(record.officer.staff).label)

    def render_fields(self, record: CertificateApplication) -> str:
        """Return the fields applied for."""
        return fields_in_words(record.fields)

    def render_exam(self, record: CertificateApplication) -> str:
        """Return when the training was done and what came of the exam."""
        trained = f"培训 {record.trained_on}" if record.trained_on else "培训未登记"
        scored = f"考试 {record.score} 分" if record.score is not None else "考试未登记"
        return f"{trained}　{scored}"

    def render_applied_at(self, value: Any) -> str:
        """Return the day."""
        return local_date(value).isoformat()

    def render_stage(self, record: CertificateApplication) -> SafeString:
        """Return where it stands, as a tag, and the card that came of it."""
        stage = ApplicationStage(record.stage)
        return draw("tag", {"text": stage.label, "colour": STAGE_COLOURS[stage]})


class RowTable(_Ledger):
    """Rows of an establishment check: the person, what was found, what was decided."""

    pick = tables.Column(accessor="pk", orderable=False, verbose_name=TICK_ALL)
    name = tables.Column(verbose_name="姓名", orderable=False, attrs={"td": {"class": "is-wide"}})
    subject = tables.Column(accessor="subject__short_name", verbose_name="单位", order_by="subject__sort_key")
    result = tables.Column(verbose_name="核对结果", attrs={"td": {"class": "jw-nw"}})
    differences = tables.Column(accessor="pk", verbose_name="不符之处", orderable=False)
    decision = tables.Column(verbose_name="处理", empty_values=(), orderable=False, attrs=END)

    def __init__(self, *args: Any, query: dict[str, str], chosen: int | None, **kwargs: Any) -> None:
        """``query`` is the filter, which the link to a row keeps; ``chosen`` the row that the panel shows."""
        super().__init__(
            *args, row_attrs={"class": lambda record: "is-on" if record.pk == chosen else ""}, **kwargs
        )
        self.query = query

    def render_pick(self, record: EstablishmentRow) -> SafeString | str:
        """Return a box to tick for what is not decided."""
        return "" if record.decided_at else _tick(record.pk, record.name)

    def render_name(self, record: EstablishmentRow) -> SafeString:
        """Return the name, leading to the row beside the roster."""
        where = f"报表第 {record.line} 行" if record.line else "只在名册"
        return format_html(
            '<a class="jw-title" href="?{}#row">{}</a><span class="jw-line2">{}</span>',
            urlencode({**self.query, "row": str(record.pk)}),
            record.name,
            "　".join(filter(None, [where, record.certificate_number])),
        )

    def render_result(self, record: EstablishmentRow) -> SafeString:
        """Return what was found, as a lamp."""
        result = CheckResult(record.result)
        return draw("lamp", {"colour": RESULT_COLOURS[result], "text": result.label})

    def render_differences(self, record: EstablishmentRow) -> str:
        """Return in what the two differ."""
        return "、".join(each["label"] for each in record.differences) or "—"

    def render_decision(self, record: EstablishmentRow) -> SafeString | str:
        """Return what was decided."""
        if not record.decision:
            return draw("tag", {"text": "待处理", "colour": "accent"})
        return CheckDecision(record.decision).label
