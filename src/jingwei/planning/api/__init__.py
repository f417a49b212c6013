"""The JSON interface of planning: the same operations as the pages, one address an act."""

from ninja import Router

from jingwei.planning.api import classes, plan_acts, quiet, special
from jingwei.web.idempotency import once_per_key

router = Router(tags=["计划"])
# An address that is read and acted on belongs to one router; reads are never kept.
for part in (classes.router, plan_acts.router, quiet.router, special.router):
    part.add_decorator(once_per_key, mode="view")
    router.add_router("", part)
