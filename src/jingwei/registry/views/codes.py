"""The code at the gate: its sheet to print, and what an ordinary camera finds behind it."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake
from jingwei.registry import codes
from jingwei.registry.codes import code_picture
from jingwei.registry.documents import HOW_TO_USE, code_sheet, grouped
from jingwei.registry.members import Member
from jingwei.registry.queries import get_code_of_site, get_site_by_code
from jingwei.web.papers import answer_paper
from jingwei.web.requests import ActorRequest

# The phone's pages stand in a higher area, whose names we do not know; its address is a promise to printed sheets.
PHONE_SCAN = "/phone/scan/"


@require_safe
def site_code(request: ActorRequest, site_id: int) -> HttpResponse:
    """Show a site's code to the bureau and to the enterprise's own contact; ``?format=pdf`` is the sheet to print."""
    code = get_code_of_site(site_id, actor=request.actor)
    text = codes.write(code.token)
    address = request.build_absolute_uri(reverse("code_landing", args=[text]))
    if request.GET.get("format") == "pdf":
        on = local_date(timezone.now())
        sheet = code_sheet(code, address=address, on=on, is_demonstration=settings.DEMONSTRATION)
        return answer_paper(request, sheet)
    context = {
        "place": code.site,
        "code": code,
        "text": grouped(text),
        # Drawn by us from digits and letters of ours; nothing typed by anybody is in it.
        "picture": mark_safe(code_picture(address)),
        "steps": HOW_TO_USE,
    }
    return render(request, "registry/site_code.html", context)


@require_safe
def code_landing(request: ActorRequest, text: str) -> HttpResponse:
    """Tell whoever scanned a code with an ordinary camera what it is; take an officer to the phone's scan page."""
    if isinstance(request.actor, Member) and request.actor.officer_id:
        return redirect(f"{PHONE_SCAN}?{urlencode({'code': text})}")
    try:
        site = get_site_by_code(text)
    except Mistake as error:
        return render(request, "registry/code_landing.html", {"error": error}, status=404)
    return render(request, "registry/code_landing.html", {"at": site})
