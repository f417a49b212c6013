"""Rating a visit without leaving a trace of who did."""

from collections.abc import Mapping
from datetime import datetime

from django.core import signing

from jingwei.inspections.models import Visit
from jingwei.inspections.queries import RATING_SALT
from jingwei.inspections.steps.ratings import Rated, rate
from jingwei.inspections.terms import InspectionAction, RatedAspect
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.writing import AT_ONCE
from jingwei.registry.members import require
from jingwei.registry.terms import Role

RATING = (
    "rater",
    "token",
    "stars",
    "took_gifts",
    "took_treats",
    "passed_on_costs",
    "forced_services",
    "comment",
)  # not even a refused attempt leaves these on the log


@operation(InspectionAction.RATED, unlogged=RATING)
def rate_visit(
    *,
    rater: Actor,
    token: str,
    stars: Mapping[RatedAspect, int],
    took_gifts: bool = False,
    took_treats: bool = False,
    passed_on_costs: bool = False,
    forced_services: bool = False,
    comment: str = "",
    actor: Actor,
    now: datetime,
) -> None:
    """Rate the departments of one visit, once. ``stars``: each aspect from 1 to 5.

    The token is spent on the visit in the same transaction; the rating itself carries no account, no visit and no
    time, and the log says only that the visit was rated. Pass NOBODY as the actor, whoever is signed in: ``rater``
    is who hands it in, and is looked at but never written down. Raises NotAllowed for anybody but a contact of the
    visit's own enterprise, whatever token they hold.
    """
    contact = require(rater, Role.ENTERPRISE_CONTACT)
    try:
        visit_id = signing.loads(token, salt=RATING_SALT)
    except signing.BadSignature:
        raise Mistake("评价链接无效", "从企业端的入企记录重新打开", "token") from None
    if not Visit.objects.filter(pk=visit_id, enterprise=contact.enterprise_id).exists():
        raise NotAllowed("这不是本企业的入企记录", "从企业端的入企记录打开")
    if set(stars) != set(RatedAspect) or not all(1 <= given <= 5 for given in stars.values()):
        raise Mistake("六个方面都要评 1 至 5 星", "补全评分", "stars")
    spent = Visit.objects.filter(pk=visit_id, is_rated=False, voided_at=None).exclude(left_at=None)
    if spent.update(is_rated=True) != 1:
        raise Conflict("这次入企已经评价过，或还没有结束", "每次入企评价一次，离企以后评价")
    found = Visit.objects.select_related("service__subject").prefetch_related("inspections__subject")
    subjects = set(found.get(pk=visit_id).subjects())
    rated = Rated(
        stars=stars,
        took_gifts=took_gifts,
        took_treats=took_treats,
        passed_on_costs=passed_on_costs,
        forced_services=forced_services,
        comment=comment,
    )
    rate(visit_id, subjects, rated, now=now, out=AT_ONCE)
