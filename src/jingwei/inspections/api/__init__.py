"""The JSON interface of inspections: the same operations as the pages, one address an act."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from jingwei.inspections.api import desk, ratings, reading, site
from jingwei.platform.errors import Rejected
from jingwei.web.idempotency import idempotent
from jingwei.web.refusals import error_object, status_of


def _once_per_key(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep answers under ``Idempotency-Key``, for those who are signed in: nobody else may leave rows behind."""
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


for acts in (desk.router, site.router):
    acts.add_decorator(_once_per_key, mode="view")

router = Router(tags=["行政检查"])
router.add_router("", reading.router)
router.add_router("", desk.router)
router.add_router("", site.router)
# A kept answer names the account and the time; a rating must carry neither.
router.add_router("", ratings.router)
