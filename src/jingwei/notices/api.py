"""The JSON interface of circulars: the declared doors at their addresses, each act once a key."""

from ninja import Router

from jingwei.notices.doors import circular, lists
from jingwei.web.idempotency import once_per_key

ONE = "/circulars/{id:circular_id}"
router = Router(tags=["通知报送"])
router.add_decorator(once_per_key, mode="view")
lists.SENT.mount(router, "/circulars")
circular.CIRCULAR.mount(router, ONE, "一件通知")
circular.RECIPIENT.mount(router, f"{ONE}/recipients/{{id:recipient_id}}", "一家收文单位")
circular.NEW.open(router, "/circulars")
circular.CHANGE.open(router, f"{ONE}/change")
circular.MONTH.open(router, "/circulars/month")
