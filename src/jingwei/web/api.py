"""The JSON interface: one NinjaAPI, errors as one envelope, every object marked in a demonstration."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer
from ninja.security import SessionAuth

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


api = NinjaAPI(
    title="经纬",
    version="1",
    description="涉企行政执法监督平台接口。写操作接受 Idempotency-Key；错误一律为 error 对象，列出全部理由及其依据。",
    renderer=MarkingRenderer(),
    auth=SessionAuth(csrf=True),
    urls_namespace="api",
)


@api.exception_handler(Refused)
@api.exception_handler(Rejected)
def on_refusal(request: HttpRequest, error: Refused | Rejected) -> HttpResponse:
    """Answer what the domain refuses."""
    return api.create_response(request, error_object(error), status=status_of(error))


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a body that does not have the declared shape, naming the first field that is wrong."""
    first = error.errors[0]
    field = ".".join(str(part) for part in first["loc"][2:])
    mistake = Mistake(f"字段 {field or '请求体'} 不合要求：{first['msg']}", "按接口说明改正后再试", field)
    return api.create_response(request, error_object(mistake), status=422)
