"""Who may keep an answer: of a public page anybody, of everything else nobody, neither a browser nor a proxy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Pages by the beginning of their name and lists for programs, which say the same to everybody.
PUBLIC_PAGES = "public_"
PUBLIC_LISTS = frozenset(
    {"open_data", "api:statistics", "api:announcements", "api:subjects", "api:openapi-json"}
)
PUBLIC, PRIVATE = "public, no-cache", "private, no-store"


class PrivacyMiddleware:
    """Sets Cache-Control on every answer of a view or of the frame.

    The rule is turned round on purpose: a new page is private until its name says otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and say who may keep the answer."""
        response = self.get_response(request)
        if not _is_for_everybody(request, response):
            if "no-store" not in response.get("Cache-Control", ""):
                response["Cache-Control"] = PRIVATE
        elif not response.has_header("Cache-Control"):
            response["Cache-Control"] = PUBLIC
        return response


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether the answer is a public one and holds nothing of who asked: no account, no cookie, no form's token."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    user = getattr(request, "user", None)
    return (
        (name.startswith(PUBLIC_PAGES) or name in PUBLIC_LISTS)
        and request.method in {"GET", "HEAD"}
        and response.status_code < 300
        and user is not None
        and not user.is_authenticated
        and not response.cookies
    )
