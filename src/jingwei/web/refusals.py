"""Turns what the domain refuses into answers: a page for people, an object for programs. The only place that does."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from jingwei.platform.conflicts import as_busy
from jingwei.platform.errors import Mistake, Rejected
from jingwei.platform.normal_form import fault_of, legible
from jingwei.rulebook import Refused
from jingwei.web.views import PageError, came_from, error_answer, shell_of

TITLES = {403: "不能这样办理", 409: "状态已经变化", 422: "内容有误", 503: "系统正忙"}
KINDS = {403: "not_allowed", 409: "conflict", 422: "mistake", 503: "busy"}
MARK = "X-Jingwei-Demonstration"


class RefusalMiddleware:
    """Answers Refused and Rejected that a view lets through, and marks every answer of a demonstration."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; a demonstration says so in a header of every answer."""
        response = self.get_response(request)
        if settings.DEMONSTRATION:
            response[MARK] = "1"
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Answer an address that bears a sign which is none, before anything is looked for by it."""
        given = [("网址", request.path), *((name, str(text)) for name, text in request.GET.items())]
        for name, text in given:
            if fault := fault_of(name) or fault_of(text):
                error = Mistake(f"“{legible(name)}”里{fault}", "核对地址，或从列表重新进入", legible(name))
                return self.process_exception(request, error)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal with all its reasons; leave every other exception alone."""
        if isinstance(exception, OperationalError):
            exception = as_busy(exception) or exception
        if not isinstance(exception, Refused | Rejected):
            return None
        is_program = request.path.startswith("/api/")
        if is_program or "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(error_object(exception), status=status_of(exception))
        return error_page(request, exception)


def status_of(error: Refused | Rejected) -> int:
    """Return the HTTP status of an error: 422 for the law's no and for mistakes, 403, 409, 503."""
    return 422 if isinstance(error, Refused) else error.status


def error_shown(error: Refused | Rejected | None) -> dict[str, Any] | None:
    """Return a refusal as `web/_failed.html` shows it above a form: all findings, or what is wrong and how to mend it."""
    if error is None:
        return None
    if isinstance(error, Refused):
        return {"records": [finding.as_record() for finding in error.judgement.findings]}
    return {"message": error.message, "remedy": error.remedy}


def error_object(error: Refused | Rejected) -> dict[str, Any]:
    """Return the error as the JSON interface gives it: kind, message, remedy, field, and all findings with articles."""
    if isinstance(error, Refused):
        judgement = error.judgement
        body = {
            "kind": "refused",
            "message": "；".join(finding.verdict.fact for finding in judgement.refusals),
            "remedy": "",
            "field": "",
            "findings": [finding.as_record() for finding in (*judgement.refusals, *judgement.warnings)],
        }
    else:
        body = {
            "kind": KINDS[error.status],
            "message": error.message,
            "remedy": error.remedy,
            "field": error.field,
            "findings": [],
        }
    return {"error": body, **demonstration_mark()}


def demonstration_mark() -> dict[str, Any]:
    """Return what is added to every JSON object while the data is the demonstration's."""
    return {"demonstration": "演示数据"} if settings.DEMONSTRATION else {}


def error_page(request: HttpRequest, error: Refused | Rejected) -> HttpResponse:
    """Return the error as a page of its own."""
    if isinstance(error, Refused):
        context = {
            "records": [finding.as_record() for finding in error.judgement.findings],
            "shell": shell_of(request, otherwise="web/base.html"),
            "back_url": came_from(request),
        }
        return render(request, "web/refused.html", context, status=422)
    shown = PageError(
        error.status, TITLES[error.status], error.message, error.remedy or "返回上一页核对后再试。"
    )
    return error_answer(request, shown)
