"""查找: one box for enterprises, people, numbers, subjects and items."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jingwei.portal.forms.search import SearchForm
from jingwei.portal.queries.search import GROUPS, SHORTEST, normalised, search
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.terms import STAFF

PER_PAGE = 20


@require_safe
@member_required(*STAFF)
def search_page(request: MemberRequest) -> HttpResponse:
    """Show what the text finds, by kind; ``?group=`` shows all of one kind, page by page."""
    form = SearchForm(request.GET)
    text = normalised(form.cleaned_data["q"]) if form.is_valid() else ""
    context: dict[str, object] = {"fields": list(form), "text": text, "shortest": SHORTEST}
    if len(text) >= SHORTEST:
        if group := GROUPS.get(request.GET.get("group", "")):
            page = Paginator(group.find(request.actor, text), PER_PAGE).get_page(request.GET.get("page"))
            context |= {"group": group, "page": page, "hits": [group.show(row) for row in page]}
        else:
            context["found"] = search(request.actor, text)
    return render(request, "portal/search.html", context)
