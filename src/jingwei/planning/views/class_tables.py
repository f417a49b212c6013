"""抽查比例和频次: which table holds for whom, what it looks like, and saving a new one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jingwei.planning import operations
from jingwei.planning.forms.classes import TableForm
from jingwei.planning.models import ClassTable
from jingwei.planning.queries import ClassRow, TableInForce, list_class_tables, rows_of, table_in_force
from jingwei.planning.views.classes import tabs
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.queries import get_numbers
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member, require
from jingwei.registry.models import Subject
from jingwei.registry.terms import STAFF, CreditClass, Role
from jingwei.rulebook import Refused
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

SAVERS = (Role.HEAD, Role.SUPERVISOR, Role.SUPERVISION_LEAD)
Shown = dict[str, Any]


@require_safe
@member_required(*STAFF)
def class_tables(request: ActorRequest) -> HttpResponse:
    """Show the table that holds for the district and for the viewer's department, and all that were saved."""
    today = local_date(timezone.now())
    subject = _subject_of(request)
    stands = table_in_force(subject, on=today, numbers=get_numbers(today))
    tables = list(list_class_tables())
    context = {
        "tabs": tabs("class_tables"),
        "subject": subject,
        "stands": stands,
        "steps": steps(stands.rows),
        "told": _told(stands),
        "tables": [
            {"table": each, "rows": steps(rows_of(each.rows)), "state": _state(each, tables, today)}
            for each in tables
        ],
        "may_save": isinstance(request.actor, Member) and request.actor.role in SAVERS,
    }
    return render(request, "planning/class_tables.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*SAVERS)
def class_table_new(request: ActorRequest) -> HttpResponse:
    """Save a table: the bureau the district's, a head the own department's."""
    require(request.actor, *SAVERS)
    now, subject = timezone.now(), _subject_of(request)
    today = local_date(now)
    stands = table_in_force(subject, on=today, numbers=get_numbers(today))
    form = TableForm(
        request.POST if request.method == "POST" else None,
        initial={"valid_from": today, **_initial(stands.rows)},
    )
    error: Refused | Rejected | None = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_class_table(
                subject_id=subject.pk if subject else None, **form.arguments(), actor=request.actor, now=now
            )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, "已保存，自施行日期起适用。")
            return redirect("class_tables")
    filled = form.arguments()["rows"] if form.is_bound and form.is_valid() else stands.rows
    context = {
        "form": form,
        "whose": subject.short_name if subject else "全区",
        "steps": steps(filled),
        "is_filled": form.is_bound,
        "error": error_shown(error),
        "now": now,
        "back_url": reverse("class_tables"),
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "planning/class_table_new.html", context, status=status)


def steps(rows: Mapping[CreditClass, ClassRow]) -> list[Shown]:
    """Return a table's rows in words, each with its bar; one that falls below the row above it is marked."""
    shown: list[Shown] = []
    highest = 0
    for each, row in rows.items():
        shown.append(
            {
                "letter": each.value,
                "label": each.label,
                "ratio": row.ratio,
                "bar": min(row.ratio, 100) * 10,
                "visits": "按需" if row.visits is None else f"{row.visits} 次",
                "every": f"{row.every} 个月" if row.every else "不限",
                "is_falling": row.ratio < highest,
            }
        )
        highest = max(highest, row.ratio)
    return shown


def _initial(rows: Mapping[CreditClass, ClassRow]) -> dict[str, int | None]:
    return {
        f"{name}_{each.value}": getattr(row, name)
        for each, row in rows.items()
        for name in ("ratio", "visits", "every")
    }


def _told(stands: TableInForce) -> str:
    if stands.table is None:
        return "外地公布的抽查比例（参照），待区司法局公布本区的表"
    return f"{stands.table.document}，自 {stands.table.valid_from} 起"


def _state(table: ClassTable, tables: Sequence[ClassTable], today: date) -> Shown:
    """Return whether the table holds, of those of the same department or of the district."""
    if table.valid_from > today:
        return {"text": "尚未施行", "colour": "amber"}
    begun = [each for each in tables if each.subject_id == table.subject_id and each.valid_from <= today]
    if max(begun, key=lambda each: each.valid_from) == table:
        return {"text": "现行", "colour": "green"}
    return {"text": "已由新表代替", "colour": "grey"}


def _subject_of(request: ActorRequest) -> Subject | None:
    actor = request.actor
    if not isinstance(actor, Member) or actor.subject_id is None:
        return None
    return Subject.objects.get(pk=actor.subject_id)
