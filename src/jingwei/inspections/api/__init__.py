"""The JSON interface of inspections: the same operations as the pages, one address an act."""

from ninja import Router

from jingwei.inspections.api import desk, invitations, letters, ratings, reading, service, site
from jingwei.web.idempotency import once_per_key

router = Router(tags=["行政检查"])
router.add_router("", reading.router)
for acts in (desk.router, site.router, letters.router, service.router, invitations.router):
    acts.add_decorator(once_per_key, mode="view")
    router.add_router("", acts)
# A kept answer names the account and the time; a rating must carry neither.
router.add_router("", ratings.router)
