"""What the item library shows from here: how often an item is inspected, under which caps, and which go unused."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jingwei.inspections.item_use import count_by_year, judge_item_use, list_unused_items
from jingwei.planning.queries import list_caps_of_item
from jingwei.platform.calendar import local_date
from jingwei.platform.queries import get_numbers
from jingwei.registry.doors import member_required
from jingwei.registry.queries import get_item
from jingwei.registry.terms import STAFF, CreditClass
from jingwei.rulebook import Warn
from jingwei.web.requests import ActorRequest

YEARS_SHOWN = 6


@require_safe
@member_required(*STAFF)
def item_use(request: ActorRequest, item_id: int) -> HttpResponse:
    """Answer the part of an item's page that shows its caps and how often it is inspected."""
    item, today = get_item(request.actor, item_id), local_date(request.now)
    finding = judge_item_use(item, on=today)
    context = {
        "caps": [
            {
                "cap": cap,
                "credit_class": CreditClass(cap.credit_class).label if cap.credit_class else "各类企业",
                "on_item": cap.item_id is not None,
                "holder": cap.subject.short_name if cap.subject else f"{cap.line}条线",
            }
            for cap in list_caps_of_item(item, on=today)
        ],
        "years": count_by_year(item)[:YEARS_SHOWN],
        "warning": finding.verdict if finding and isinstance(finding.verdict, Warn) else None,
    }
    return render(request, "inspections/_item_use.html", context)


@require_safe
@member_required(*STAFF)
def unused_items(request: ActorRequest) -> HttpResponse:
    """Show the items that are proposed for cancellation because nobody has inspected them for years."""
    today = local_date(request.now)
    context = {
        "rows": list_unused_items(request.actor, on=today),
        "years": get_numbers(today).get("R-PUB-05b", "years").value,
    }
    return render(request, "inspections/unused_items.html", context)
