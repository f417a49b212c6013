"""The public check of an officer: anybody may ask whether a certificate is valid today."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingwei.platform.calendar import local_date
from jingwei.platform.queries import get_numbers
from jingwei.registry.forms import VerifyForm
from jingwei.registry.queries import find_verified_officer
from jingwei.web.requests import ActorRequest


@require_safe
def verify_officer(request: ActorRequest, number: str = "") -> HttpResponse:
    """Show name, subject and whether the certificate is valid today: nothing else about the person."""
    asked = number or request.GET.get("number")
    form = VerifyForm({"number": asked} if asked is not None else None)
    if asked is None or not form.is_valid():
        return render(
            request, "registry/verify_officer.html", {"form": form}, status=200 if asked is None else 422
        )
    if not number:
        return redirect("verify_officer", number=form.cleaned_data["number"])
    on = local_date(timezone.now())
    officer = find_verified_officer(number, on=on, numbers=get_numbers(on))
    context = {"form": form, "number": number, "on": on, "officer": officer}
    return render(request, "registry/verify_officer.html", context, status=200 if officer else 404)
