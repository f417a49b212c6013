"""Rating a visit: no account, no visit, no time, and so no kept answer either."""

from ninja import Field, Router, Schema

from jingwei.inspections import operations
from jingwei.inspections.api.asked import RatingIn
from jingwei.inspections.queries import list_rating_groups
from jingwei.platform.actors import NOBODY
from jingwei.platform.calendar import local_date
from jingwei.web.bodies import DoneOut
from jingwei.web.requests import ActorRequest

router = Router()


class RatingGroupOut(Schema):
    """The ratings of one department in one quarter, never fewer than the smallest group."""

    subject: str = Field(description="检查主体")
    quarter: str = Field(description="季度，如 2026Q1")
    ratings: int = Field(description="份数")
    mean: float = Field(description="平均星数")
    stars: dict[str, float] = Field(description="各方面的平均星数")
    conduct: dict[str, int] = Field(description="廉政情形，答“有”的份数")


class RatingGroupsOut(Schema):
    """The groups that may be shown to whoever asks (R-SCAN-06)."""

    groups: list[RatingGroupOut] = Field(description="按季度从近到远")


@router.post("/ratings", response=DoneOut, summary="评价一次入企")
def rate_visit(request: ActorRequest, data: RatingIn) -> DoneOut:
    """Rate a visit as a contact of the enterprise; the token is spent by it."""
    operations.rate_visit(rater=request.actor, actor=NOBODY, now=request.now, **data.dict())
    return DoneOut(is_done=True)


@router.get("/ratings/groups", response=RatingGroupsOut, summary="按季度汇总的企业评价")
def rating_groups(request: ActorRequest) -> RatingGroupsOut:
    """Return the groups the actor may know of; those that are too small are left out."""
    groups = list_rating_groups(request.actor, on=local_date(request.now))
    return RatingGroupsOut(
        groups=[
            RatingGroupOut(
                subject=group.subject,
                quarter=group.quarter,
                ratings=group.ratings,
                mean=group.mean,
                stars={aspect.value: mean for aspect, mean in (group.stars or {}).items()},
                conduct=dict(group.conduct or {}),
            )
            for group in groups
            if not group.why_hidden
        ]
    )
