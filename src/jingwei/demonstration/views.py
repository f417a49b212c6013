"""What the demonstration adds to the pages: its log-ins at the way in."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jingwei.demonstration.logins import PASSWORD, list_log_ins


@never_cache
@require_GET
def demonstration_log_ins(request: HttpRequest) -> HttpResponse:
    """Show who can sign in, each with a button that does so. Raises Http404 outside demonstration mode."""
    if not settings.DEMONSTRATION:
        raise Http404
    context = {"log_ins": list_log_ins(), "password": PASSWORD}
    return render(request, "demonstration/_log_ins.html", context)
