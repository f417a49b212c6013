"""The JSON interface: one NinjaAPI, errors as one envelope, every object marked in a demonstration."""

from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.security import SessionAuth

from jingwei.platform.conflicts import as_busy
from jingwei.platform.errors import Mistake, Rejected
from jingwei.rulebook import Refused
from jingwei.web.refusals import demonstration_mark, error_object, status_of


class MarkingRenderer(JSONRenderer):
    """Adds the demonstration's mark to every object."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        """Return the JSON text of an answer."""
        if isinstance(data, dict):
            data = {**data, **demonstration_mark()}
        return super().render(request, data, response_status=response_status)


# By how the library calls the fault; the first that fits.
FAULTS = {
    "missing": "没有填写",
    "value_error": "不合要求：{error}",
    "enum": "不在可选值之内：{expected}",
    "string_too_long": "超过 {max_length} 个字",
    "too_long": "超过 {max_length} 项",
    "greater_than": "过小",
    "less_than": "过大",
    "timezone_aware": "应带时区，如 2026-03-10T09:30:00+08:00",
    "datetime": "应为时间，如 2026-03-10T09:30:00+08:00",
    "date": "应为日期，如 2026-03-10",
    "int": "应为整数",
    "float": "应为数",
    "bool": "应为 true 或 false",
    "string_unicode": "有不成字的半个编码，删去后再提交",
    "string": "应为文字",
    "list": "应为数组",
    "dict": "应为对象",
    "model": "应为对象",
}
HTTP_ERRORS = {
    400: ("mistake", "请求体不是合法的 JSON", "按接口说明改正后再试"),
    401: ("not_allowed", "请先登录", "登录后再试"),
    403: ("not_allowed", "跨站校验没有通过", "带上 X-CSRFToken 请求头再试"),
    404: ("mistake", "没有这一项", "核对地址中的编号"),
}

api = NinjaAPI(
    title="经纬",
    version="1",
    description="涉企行政执法监督平台接口。写操作接受 Idempotency-Key；错误一律为 error 对象，列出全部理由及其依据。",
    renderer=MarkingRenderer(),
    auth=SessionAuth(csrf=True),
    urls_namespace="api",
    docs_url=None,  # Its page loads scripts from a foreign host, which our policy blocks; openapi.json says the same.
)


@api.exception_handler(Refused)
@api.exception_handler(Rejected)
def on_refusal(request: HttpRequest, error: Refused | Rejected) -> HttpResponse:
    """Answer what the domain refuses."""
    return api.create_response(request, error_object(error), status=status_of(error))


@api.exception_handler(OperationalError)
def on_trouble(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """Answer that the database took too long; any other trouble of it is a fault and goes on as one."""
    busy = as_busy(error)
    if busy is None:
        raise error
    return on_refusal(request, busy)


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a body that does not have the declared shape, naming the first field that is wrong."""
    first = error.errors[0]
    field = ".".join(str(part) for part in first["loc"][2:])
    mistake = Mistake(f"字段 {field or '请求体'} {_fault(first)}", "按接口说明改正后再试", field)
    return api.create_response(request, error_object(mistake), status=422)


@api.exception_handler(Http404)
def on_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Answer what is not there."""
    return on_http_error(request, HttpError(404, str(error)))


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the interface itself refuses: no session, no CSRF token, a body that is no JSON."""
    kind, message, remedy = HTTP_ERRORS.get(error.status_code, ("mistake", str(error), ""))
    body = {"kind": kind, "message": message, "remedy": remedy, "field": "", "findings": []}
    return api.create_response(request, {"error": body}, status=error.status_code)


def _fault(error: dict[str, Any]) -> str:
    """Return in 中文 what is wrong with a field; the library says it in English."""
    kind = str(error["type"])
    for start, words in FAULTS.items():
        if kind.startswith(start):
            return words.format(**error.get("ctx", {}))
    return "不合要求"
