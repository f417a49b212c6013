"""分级分类: the overview, the enterprises with their class, one enterprise's classes and what may be done about them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from jingwei.planning.filters.classes import EnterpriseFilter
from jingwei.planning.forms.classes import EndGradeForm, GradeForm, LeaveForm, ReliefForm
from jingwei.planning.models import DepartmentGrade, EnterpriseClass, Relief
from jingwei.planning.queries import facts_of_class, grades_of, history_of, reliefs_of, stricter
from jingwei.planning.queries.class_counts import Moves, count_stale, count_towns, list_class_files, moves_of
from jingwei.planning.queries.classes import GRADES
from jingwei.planning.tables.classes import (
    COLOURS,
    ENTERPRISE_COLUMNS,
    EnterpriseTable,
    class_tag,
    label_of,
    month_of,
)
from jingwei.planning.terms import ClassAction, ReliefExit
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.models import AuditEvent
from jingwei.platform.queries import list_events_of
from jingwei.platform.terms import AuditOutcome
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.models import Enterprise, Subject
from jingwei.registry.terms import STAFF, CreditClass, EnterpriseKind, Role
from jingwei.rulebook import Moment, Refused, ask
from jingwei.web.downloads import listed
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
FILES_SHOWN = 12
MONTHS_SHOWN = 24
TABS = (
    ("class_overview", "概览"),
    ("class_enterprises", "企业"),
    ("grade_list", "部门分级"),
    ("class_tables", "抽查比例和频次"),
    ("relief_list", "低风险减免"),
)
ACTS = {action.value: action.label for action in ClassAction}
Shown = dict[str, Any]


def tabs(current: str) -> list[Shown]:
    """Return the pages of this topic, the current one marked."""
    return [{"label": label, "url": reverse(name), "current": name == current} for name, label in TABS]


@require_safe
@member_required(*STAFF)
def class_overview(request: ActorRequest) -> HttpResponse:
    """Show how many enterprises stand in which class, by town, and against the month before."""
    today = local_date(timezone.now())
    towns, files = count_towns(), list(list_class_files()[:FILES_SHOWN])
    sums = {each: sum(town.by_class[each] for town in towns) for each in CreditClass}
    latest = max((file.month for file in files), default=None)
    context = {
        "tabs": tabs("class_overview"),
        "tally": [
            {
                "label": each.label,
                "count": sums[each],
                "unit": "家",
                "url": f"{reverse('class_enterprises')}?credit_class={each.value}",
                "lamp": COLOURS.get(each),
            }
            for each in CreditClass
        ],
        "total": sum(sums.values()),
        "classes": [each.value if each is not CreditClass.UNKNOWN else each.label for each in CreditClass],
        "towns": [
            {
                "town": town,
                "cells": [
                    {"count": number, "url": _narrowed(town.region.pk, each)}
                    for each, number in town.by_class.items()
                ],
            }
            for town in towns
        ],
        "sums": list(sums.values()),
        "files": files,
        "latest": latest,
        "is_stale": latest is None or latest < today.replace(day=1),
        "this_month": today.replace(day=1),
        "stale": count_stale(on=today),
        "moves": _moved(moves_of(latest)) if latest else None,
        "may_import": isinstance(request.actor, Member) and request.actor.is_bureau,
    }
    return render(request, "planning/class_overview.html", context)


@require_safe
@member_required(*STAFF)
def class_enterprises(request: ActorRequest) -> HttpResponse:
    """Show the enterprises with their class."""
    today = local_date(timezone.now())
    chosen = EnterpriseFilter(request.GET, subject=_subject_of(request.actor), on=today)
    table = EnterpriseTable(chosen.qs, on=today)
    if _subject_of(request.actor) is None:
        table.columns.hide("grade")
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    context = {
        "tabs": tabs("class_enterprises"),
        "table": table,
        "fields": [form[name] for name in ("q", "credit_class", "region", "state")],
        "more": [form["before"]],
        "query": request.GET.urlencode(),
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "planning/class_enterprises.html", context)


@require_safe
@member_required(*STAFF)
def class_enterprises_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    today = local_date(timezone.now())
    found = EnterpriseFilter(request.GET, subject=_subject_of(request.actor), on=today).qs
    rows = ([read(row) for read in ENTERPRISE_COLUMNS.values()] for row in found.iterator(chunk_size=1000))
    return listed(request, "企业分类", list(ENTERPRISE_COLUMNS), rows)


@require_safe
@member_required(*STAFF)
def class_enterprise(request: ActorRequest, enterprise_id: int) -> HttpResponse:
    """Show one enterprise's classes."""
    return show_enterprise(request, enterprise_id)


def show_enterprise(
    request: ActorRequest,
    enterprise_id: int,
    *,
    error: Refused | Rejected | None = None,
    filled: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """Answer the page of one enterprise's classes; after a failed act with the error on top and its form as filled in."""
    actor, now = request.actor, timezone.now()
    today = local_date(now)
    enterprise = Enterprise.objects.select_related("region").filter(pk=enterprise_id).first()
    if enterprise is None:
        raise Http404
    grades, reliefs = list(grades_of(enterprise)), list(reliefs_of(enterprise))
    history = list(history_of(enterprise)[:MONTHS_SHOWN])
    warnings = ask(Moment.REQUEST, [facts_of_class(enterprise, today)], on=today).warnings
    invalid = 422 if filled and error is None else 200
    context = {
        "enterprise": enterprise,
        "tag": class_tag(enterprise.credit_class),
        "rows": _rows(enterprise, grades, actor, today),
        "warnings": [finding.verdict for finding in warnings],
        "ladder": _ladder(history),
        "history": history,
        "grades": [_grade(grade, today) for grade in grades],
        "reliefs": [
            {"relief": relief, "exit": ReliefExit(relief.exit).label if relief.exit else ""}
            for relief in reliefs
        ],
        "timeline": [
            _step(event) for event in list_events_of("enterprise", enterprise.pk) if event.action in ACTS
        ],
        **_offered(actor, grades, reliefs, today),
        **(filled or {}),
        "error": error_shown(error),
        "now": now,
    }
    status = status_of(error) if error else invalid
    return render(request, "planning/class_enterprise.html", context, status=status)


def _offered(
    actor: Actor, grades: Sequence[DepartmentGrade], reliefs: Sequence[Relief], today: date
) -> Shown:
    """Return the forms of the acts that the actor may carry out."""
    if not isinstance(actor, Member):
        return {}
    is_keeper = actor.role in {Role.CLERK, Role.HEAD}
    standing = [each for each in grades if each.subject_id == actor.subject_id and each.valid_until is None]
    relieved = [each for each in reliefs if each.left_on is None]
    forms: Shown = {
        "own_grade": standing[0] if standing else None,
        "relief": relieved[0] if relieved else None,
    }
    if is_keeper:
        forms["grade_form"] = GradeForm(prefix="grade", initial={"valid_from": today})
        if standing:
            forms["end_form"] = EndGradeForm(prefix="end")
    if relieved and (is_keeper or actor.is_bureau):
        forms["leave_form"] = LeaveForm(prefix="leave")
    elif not relieved and (actor.role is Role.HEAD or actor.is_bureau):
        forms["relief_form"] = ReliefForm(prefix="relief")
    return forms


def _rows(
    enterprise: Enterprise, grades: Sequence[DepartmentGrade], actor: Actor, today: date
) -> list[Shown]:
    rows: list[Shown] = [
        {"label": "信用代码", "value": enterprise.credit_code},
        {"label": "类型", "value": EnterpriseKind(enterprise.kind).label},
        {"label": "所属镇街", "value": enterprise.region.name},
        {"label": "行业代码", "value": enterprise.industry},
        {
            "label": "信用风险分类",
            "value": label_of(enterprise.credit_class),
            "hint": f"{month_of(enterprise)} 分类" if month_of(enterprise) else "没有注明月份",
        },
    ]
    if isinstance(actor, Member) and actor.subject_id:
        own = next(
            (each for each in grades if each.subject_id == actor.subject_id and _holds(each, today)), None
        )
        applies = stricter(enterprise.credit_class, own.credit_class if own else None)
        rows += [
            {"label": "本部门分级", "value": label_of(own.credit_class) if own else "没有分级"},
            {"label": "本部门适用", "value": applies.label, "hint": "两者从严，频次上限和计划比例按此"},
        ]
    return rows


def _holds(grade: DepartmentGrade, today: date) -> bool:
    return grade.valid_from <= today and (grade.valid_until is None or today < grade.valid_until)


def _grade(grade: DepartmentGrade, today: date) -> Shown:
    if _holds(grade, today):
        state, colour = "有效", "green"
    elif grade.valid_from > today and grade.valid_until is None:
        state, colour = f"自 {grade.valid_from} 起", "amber"
    else:
        state, colour = "已终止", "grey"
    return {"grade": grade, "label": label_of(grade.credit_class), "state": state, "colour": colour}


def _ladder(history: Sequence[EnterpriseClass]) -> list[Shown]:
    """Return the months as bars in a square of sixteen: the riskier the higher."""
    heights = {CreditClass.A: 4, CreditClass.B: 8, CreditClass.C: 12, CreditClass.D: 16}
    tall = [heights.get(CreditClass(each.credit_class), 1) for each in history]
    return [{"y": 16 - height, "height": height} for height in tall]


def _step(event: AuditEvent) -> Shown:
    return {
        "label": ACTS[event.action] + ("（未办成）" if event.outcome == AuditOutcome.REFUSED else ""),
        "at": timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M"),
        "said": event.sentence,
        "state": "refused" if event.outcome == AuditOutcome.REFUSED else "done",
    }


def _moved(moves: Moves) -> Shown:
    """Return the month's changes as a square: rows the class before, columns the class now."""
    old_ones: list[CreditClass | None] = [*GRADES, None]
    to_list = reverse("class_enterprises")
    return {
        "moves": moves,
        "rows": [
            {
                "label": old.label if old else "上月没有分类",
                "cells": [
                    {
                        "count": moves.pairs.get((old, new), 0),
                        "is_same": old is new,
                        "url": old and f"{to_list}?before={old.value}&credit_class={new.value}",
                    }
                    for new in GRADES
                ],
            }
            for old in old_ones
        ],
    }


def _narrowed(region_id: int, credit_class: CreditClass) -> str:
    return f"{reverse('class_enterprises')}?region={region_id}&credit_class={credit_class.value}"


def _subject_of(actor: Actor) -> Subject | None:
    if not isinstance(actor, Member) or actor.subject_id is None:
        return None
    return Subject.objects.get(pk=actor.subject_id)
