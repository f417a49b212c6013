"""The public's pages: no log-in, no script, one address for each thing that was announced."""

from operator import attrgetter
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from jingwei.disclosure.queries import list_standing_announcements
from jingwei.disclosure.terms import AnnouncementKind
from jingwei.inspections.terms import Outcome
from jingwei.planning.queries import list_caps_of_item
from jingwei.platform.calendar import local_date
from jingwei.portal.forms.public import OfSubjectForm, PublicSearchForm, SubjectsForm
from jingwei.portal.queries import public
from jingwei.portal.queries.open_data import DATASETS
from jingwei.portal.queries.search import SHORTEST, normalised
from jingwei.registry import codes
from jingwei.registry.models import Subject
from jingwei.registry.queries import list_announced_subjects, why_unusable

PER_PAGE = 20
SUBJECTS_ON_HOME = 8
LARGE = "large"
A_YEAR = 365 * 24 * 60 * 60


@require_safe
def public_home(request: HttpRequest) -> HttpResponse:
    """Say who may inspect, what and how often, and lead to all of it."""
    on = local_date(timezone.now())
    subjects = sorted(public.list_public_subjects(on=on), key=attrgetter("item_count"), reverse=True)
    plans = {each.subject_id: each for each in public.list_public_plans(on=on, year=on.year)}
    context = {
        "form": PublicSearchForm(),
        "count": len(subjects),
        "rows": [(each, plans.get(each.pk)) for each in subjects[:SUBJECTS_ON_HOME]],
        "year": on.year,
    }
    return render(request, "portal/public_home.html", context)


@require_safe
def public_search(request: HttpRequest) -> HttpResponse:
    """Find subjects, items and plans by one word; the number of a card leads to the check of its holder."""
    form = PublicSearchForm(request.GET)
    text = normalised(form.cleaned_data["q"]) if form.is_valid() else ""
    if len(text) == 11 and text.isdigit():
        return redirect("verify_officer", number=text)
    if codes.is_like_a_code(text):
        return redirect("code_landing", text=codes.as_typed(text))
    is_asked = len(text) >= SHORTEST
    context = {
        "form": form,
        "text": text,
        "is_asked": is_asked,
        "found": public.search_public(text, on=local_date(timezone.now())) if is_asked else None,
    }
    return render(request, "portal/public_search.html", context)


@require_safe
def public_subjects(request: HttpRequest) -> HttpResponse:
    """List the subjects that may inspect today."""
    on, form = local_date(timezone.now()), SubjectsForm(request.GET)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "kind": ""}
    found = public.list_public_subjects(on=on, text=normalised(asked["q"]), kind=asked["kind"])
    page = _page(request, found)
    plans = {each.subject_id: each for each in public.list_public_plans(on=on, year=on.year)}
    context = _list(request, form, page) | {
        "rows": [(each, plans.get(each.pk)) for each in page],
        "fields": [form["q"], form["kind"]],
        "year": on.year,
    }
    return render(request, "portal/public_subjects.html", context)


@require_safe
def public_subject(request: HttpRequest, subject_id: int) -> HttpResponse:
    """Show one subject: what it is, what it may inspect, how often, by which plans, and where all that is announced."""
    on = local_date(timezone.now())
    subject = public.get_public_subject(subject_id, on=on)
    items = list(public.list_public_items(on=on, subject_id=subject.pk))
    context = {
        "subject": subject,
        "items": [(each, why_unusable(each, on)) for each in items],
        "caps": public.list_public_caps(on=on, subject=subject),
        "plans": public.list_public_plans(on=on, subject_id=subject.pk),
        "specials": public.list_public_specials(on=on, subject_id=subject.pk),
        "announcements": list_standing_announcements(on=on, subject=subject),
    }
    return render(request, "portal/public_subject.html", context)


@require_safe
def public_items(request: HttpRequest) -> HttpResponse:
    """List the published items."""
    on = local_date(timezone.now())
    form = OfSubjectForm(request.GET, subjects=_subjects())
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "subject": None}
    page = _page(
        request, public.list_public_items(on=on, text=normalised(asked["q"]), subject_id=asked["subject"])
    )
    context = _list(request, form, page) | {
        "rows": [(each, why_unusable(each, on)) for each in page],
        "fields": [form["q"], form["subject"]],
    }
    return render(request, "portal/public_items.html", context)


@require_safe
def public_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Show one item: its elements, what it rests on, the standard it is held against, the caps on visits for it."""
    on = local_date(timezone.now())
    item = public.get_public_item(item_id, on=on)
    context = {
        "item": item,
        "unusable": why_unusable(item, on),
        "bases": [(each, each.in_force(on)) for each in item.bases.all()],
        "standards": item.standards.all(),
        "caps": list_caps_of_item(item, on=on),
    }
    return render(request, "portal/public_item.html", context)


@require_safe
def public_plans(request: HttpRequest) -> HttpResponse:
    """List the annual plans that are announced."""
    on = local_date(timezone.now())
    years = sorted({each.plan.year for each in public.list_public_plans(on=on) if each.plan}, reverse=True)
    form = OfSubjectForm(request.GET, subjects=_subjects(), years=years)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"subject": None, "year": None}
    page = _page(request, public.list_public_plans(on=on, year=asked["year"], subject_id=asked["subject"]))
    context = _list(request, form, page) | {"fields": [form["subject"], form["year"]]}
    return render(request, "portal/public_plans.html", context)


@require_safe
def public_plan(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Show one announced plan, line by line."""
    announcement = public.get_public_announcement(
        announcement_id, AnnouncementKind.PLAN, on=local_date(timezone.now())
    )
    context = {
        "announcement": announcement,
        "plan": announcement.plan,
        "lines": public.lines_of(announcement),
    }
    return render(request, "portal/public_plan.html", context)


@require_safe
def public_specials(request: HttpRequest) -> HttpResponse:
    """List the special inspections that are announced."""
    on = local_date(timezone.now())
    form = OfSubjectForm(request.GET, subjects=_subjects())
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"subject": None}
    page = _page(request, public.list_public_specials(on=on, subject_id=asked["subject"]))
    context = _list(request, form, page) | {"fields": [form["subject"]], "today": on}
    return render(request, "portal/public_specials.html", context)


@require_safe
def public_special(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Show one announced special inspection and its bounds."""
    announcement = public.get_public_announcement(
        announcement_id, AnnouncementKind.SPECIAL, on=local_date(timezone.now())
    )
    special = announcement.special
    assert special is not None
    context = {
        "announcement": announcement,
        "special": special,
        "partners": special.partners.order_by("sort_key"),
        "items": special.items.select_related("subject").order_by("code"),
    }
    return render(request, "portal/public_special.html", context)


@require_safe
def public_caps(request: HttpRequest) -> HttpResponse:
    """List the caps on visits that bind today."""
    page = _page(request, public.list_public_caps(on=local_date(timezone.now())))
    return render(request, "portal/public_caps.html", {"page": page, "query": request.GET.urlencode()})


@require_safe
def public_results(request: HttpRequest) -> HttpResponse:
    """List the results that have been made public."""
    on = local_date(timezone.now())
    form = OfSubjectForm(request.GET, subjects=_subjects())
    form.fields["q"].label = "企业"
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "subject": None}
    found = public.list_public_results(on=on, text=normalised(asked["q"]), subject_id=asked["subject"])
    page = _page(request, found)
    context = _list(request, form, page) | {
        "rows": [(each, Outcome(each.outcome).label) for each in page],
        "fields": [form["q"], form["subject"]],
    }
    return render(request, "portal/public_results.html", context)


@require_safe
def public_data(request: HttpRequest) -> HttpResponse:
    """List the open data: what each file holds, and what not."""
    return render(request, "portal/public_data.html", {"datasets": DATASETS.values()})


@require_safe
def public_size(request: HttpRequest, size: str) -> HttpResponse:
    """Keep whether the visitor wants large letters, and go back to where the visitor was."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    answer = redirect(came_from if is_ours else reverse("public_home"))
    answer.set_cookie("size", LARGE if size == LARGE else "", max_age=A_YEAR, samesite="Lax", httponly=True)
    return answer


def _subjects() -> list[Subject]:
    return list(list_announced_subjects(local_date(timezone.now())).order_by("sort_key", "pk"))


def _page(request: HttpRequest, found: QuerySet) -> Page:  # type: ignore[type-arg]
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def _list(request: HttpRequest, form: object, page: Page) -> dict[str, object]:  # type: ignore[type-arg]
    query = request.GET.urlencode()
    return {"form": form, "page": page, "query": query, "is_narrowed": any(request.GET.values())}
