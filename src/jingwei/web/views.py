"""Pages of the frame itself: errors in plain words, and the gallery of components."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import DisallowedHost, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from jingwei.web.gallery import list_components


@dataclass(frozen=True, slots=True)
class PageError:
    """What an error page says: what happened and how to mend it."""

    status: int
    title: str
    what: str
    remedy: str


BAD_REQUEST = PageError(
    400,
    "请求无法识别",
    "浏览器送来的内容不完整或格式不对，没有写入任何数据。",
    "返回上一页刷新后重新提交；如果是从旧链接进入的，请从首页重新进入。",
)
FORBIDDEN = PageError(
    403,
    "无权办理",
    "当前账号的角色没有这项权限，或者页面停留过久，安全校验已失效。没有写入任何数据。",
    "返回上一页刷新后重试；仍不能办理的，请本单位管理员核对角色，或由有权限的人员办理。",
)
NOT_FOUND = PageError(
    404,
    "没有找到这个页面",
    "地址有误，或者这条记录不存在，或者不在您可以查看的范围内。",
    "核对地址；要找某条记录，请从工作台或相应列表进入。",
)
SERVER_FAULT = PageError(
    500,
    "系统出错",
    "程序出现故障，本次操作没有完成，也没有留下半条数据；故障已记入日志。",
    "稍后重试；再次出现的，请把出错时间和所办事项告诉技术支持。",
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the request could not be read."""
    return error_answer(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Answer 403: the account may not do this, or its form is too old (also the CSRF failure view)."""
    return error_answer(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: nothing here, or nothing that this account may see."""
    return error_answer(request, NOT_FOUND)


def server_fault(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking the database or the session, either of which may be what failed."""
    page = render_to_string(
        "web/error.html", {"error": SERVER_FAULT, "demonstration": settings.DEMONSTRATION}
    )
    return HttpResponse(page, status=SERVER_FAULT.status)


def components(request: HttpRequest) -> HttpResponse:
    """Show every component with its examples: to staff, and to anybody in a demonstration.

    Raises PermissionDenied for an account that is not signed in where real data is kept.
    """
    viewer: AbstractBaseUser | AnonymousUser = request.user
    if not (settings.DEMONSTRATION or viewer.is_authenticated):
        raise PermissionDenied
    return render(request, "web/components.html", {"components": list_components()})


def error_answer(request: HttpRequest, error: PageError) -> HttpResponse:
    """Return an error as a page, in the phone's frame where the phone asked."""
    context = {
        "error": error,
        "path": request.path,
        "shell": shell_of(request, otherwise="web/public.html"),
        "back_url": came_from(request),
    }
    return render(request, "web/error.html", context, status=error.status)


def shell_of(request: HttpRequest, *, otherwise: str) -> str:
    """Return the base template of an answer: the phone's for addresses whose URL name starts with `phone_`."""
    match = request.resolver_match
    is_phone = match is not None and (match.url_name or "").startswith("phone_")
    return "web/phone.html" if is_phone else otherwise


def came_from(request: HttpRequest) -> str:
    """Return the address of our own page that sent the request; empty when it was another site or is not told."""
    referrer = request.headers.get("Referer", "")
    try:
        host = request.get_host()
    except DisallowedHost:  # Asked under a name that is not ours, which is what the page is about to say.
        return ""
    is_ours = url_has_allowed_host_and_scheme(referrer, {host})
    return referrer if is_ours else ""
