"""Rating a visit: no account, no visit, no time, and so no kept answer either."""

from django.utils import timezone
from ninja import Router

from jingwei.inspections import operations
from jingwei.inspections.api.answers import DoneOut
from jingwei.inspections.api.asked import RatingIn
from jingwei.platform.actors import NOBODY
from jingwei.web.requests import ActorRequest

router = Router()


@router.post("/ratings", response=DoneOut, summary="评价一次入企")
def rate_visit(request: ActorRequest, data: RatingIn) -> DoneOut:
    """Rate a visit; the token is spent by it."""
    operations.rate_visit(actor=NOBODY, now=timezone.now(), **data.dict())
    return DoneOut(is_done=True)
