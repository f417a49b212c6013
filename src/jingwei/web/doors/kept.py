"""Where people keep how they see a list: the columns they chose, and filters under a name."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jingwei.platform.errors import Mistake
from jingwei.platform.kept_views import forget_filter, keep_columns, keep_filter
from jingwei.web.doors.guards import guarded
from jingwei.web.fields import TextField
from jingwei.web.requests import ActorRequest


class KeptForm(forms.Form):
    """What is kept of a list: its columns, or a filter; ``back`` is the page to return to, of ours alone."""

    back = TextField(max_length=1200)
    columns = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    name = TextField(required=False, max_length=40, error_messages={"max_length": "名称超过 40 个字"})
    query = TextField(required=False, max_length=1000, error_messages={"max_length": "条件太长，存不下"})
    forget = TextField(required=False, max_length=40)


def keep(request: ActorRequest, listing: str) -> HttpResponse:
    """Keep what was sent and go back to the list. Raises Mistake for what cannot be kept."""
    form = KeptForm(request.POST)
    if not form.is_valid():
        said = [str(words) for errors in form.errors.values() for words in errors]
        raise Mistake("；".join(said), "返回清单再试")
    given, account_id = form.cleaned_data, request.actor.account
    if given["forget"]:
        forget_filter(account_id, listing, given["forget"])
    elif "name" in request.POST:
        keep_filter(account_id, listing, name=given["name"], query=given["query"])
    else:
        keep_columns(account_id, listing, [str(each)[:60] for each in given["columns"] or ()][:60])
    back = given["back"]
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/")


def kept_url(address: str) -> URLPattern:
    """Return the address of what is kept of every list."""
    return path(f"{address}<slug:listing>/kept/", require_POST(guarded(keep, ())), name="list_kept")
