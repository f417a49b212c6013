"""Same key, same answer, one act: for clients whose network can fail between the act and its answer."""

import functools
import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from jingwei.platform.answers import drop_answer, keep_answer, reserve_answer
from jingwei.platform.errors import Conflict, Mistake, Rejected
from jingwei.platform.models import KeptAnswer
from jingwei.rulebook import Refused
from jingwei.web.refusals import error_object, error_page, status_of

P = ParamSpec("P")
# Whatever request type a view declares: ours, which knows who acts, or Django's own.
View = Callable[Concatenate[Any, P], HttpResponse]
FORMS = {"multipart/form-data", "application/x-www-form-urlencoded"}
KEPT_HEADERS = ("Content-Type", "Location")
LONGEST_KEY = 255
FORM_KEY = "form_key"  # the field by which a page names the form that it drew: `{% form_key %}`


def idempotent(view: View[P]) -> View[P]:
    """Keep the answer of a view under the client's key, in the act's own transaction.

    The key comes in the header ``Idempotency-Key`` or the field ``idempotency_key``; without one the view runs as it
    is. A refusal is kept like any answer. The same key with another request is a mistake (422). Two requests with one
    key at once: the second waits for the first and gets its answer.

    A page has its key in the field ``form_key``. People go back and change what they typed: the key holds for the same
    words only, and only what was done is kept, so that what was refused may be tried again.
    """

    @functools.wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = request.headers.get("Idempotency-Key") or request.POST.get("idempotency_key", "")
        drawn = "" if key else request.POST.get(FORM_KEY, "")
        key = key or (drawn and f"{drawn}:{_hash(request)}")
        # A browser that follows a redirect sends the header on: a read is never the act that the key belongs to.
        if not key or request.method in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        if len(key) > LONGEST_KEY:
            raise Mistake(f"幂等键超过 {LONGEST_KEY} 个字符", "使用随机的 UUID", "idempotency_key")
        with transaction.atomic():
            kept, is_new = reserve_answer(
                account_id=request.user.pk or 0,
                key=key,
                path=request.path,
                request_hash=_hash(request),
                now=timezone.now(),
            )
            if not is_new:
                return _repeat(kept, request)
            response = _answer(view, request, *args, **kwargs)
            if drawn and response.status_code >= HTTPStatus.BAD_REQUEST:
                drop_answer(kept)
                return response
            keep_answer(
                kept,
                status=response.status_code,
                headers={name: response[name] for name in KEPT_HEADERS if name in response},
                body=response.content,
            )
            return response

    return run


def once_per_key(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make the acts of a JSON interface ``idempotent`` for those who are signed in: nobody else may leave rows behind."""
    keeping = idempotent(run)

    @functools.wraps(run)
    def go(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return run(request, *args, **kwargs)
        try:
            return keeping(request, *args, **kwargs)
        except Rejected as error:
            return JsonResponse(error_object(error), status=status_of(error))

    return go


def _answer(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    """Return the view's answer, a refusal turned into one here: an exception would undo the kept answer."""
    try:
        return view(request, *args, **kwargs)
    except (Refused, Rejected) as error:
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(error_object(error), status=status_of(error))
        return error_page(request, error)


def _repeat(kept: KeptAnswer, request: HttpRequest) -> HttpResponse:
    if kept.path != request.path or kept.request_hash != _hash(request):
        raise Mistake("同一个幂等键用在了不同的请求上", "新的请求用新的键", "idempotency_key")
    if kept.status is None:
        raise Conflict("同一个请求还在办理", "稍候再看结果")
    response = HttpResponse(bytes(kept.body), status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    return response


def _hash(request: HttpRequest) -> str:
    """Return the digest of what was asked: fields and files, or the raw body; the CSRF token changes and is left out."""
    digest = hashlib.new("sm3")
    if request.content_type in FORMS:
        for name in sorted(set(request.POST) - {"csrfmiddlewaretoken", "idempotency_key"}):
            digest.update(f"{name}={request.POST.getlist(name)}\n".encode())
        for name in sorted(request.FILES):
            for file in request.FILES.getlist(name):
                digest.update(f"{name}:".encode() + hashlib.new("sm3", file.read()).digest())
                file.seek(0)
    else:
        digest.update(request.body)
    return digest.hexdigest()
