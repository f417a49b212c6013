"""The JSON interface of planning: the declared doors at their addresses, one address an act, each act once a key."""

from ninja import Router

from jingwei.planning.api import plan_acts, special
from jingwei.planning.doors import caps, class_enterprise, class_tables, classes, quiet
from jingwei.web.idempotency import once_per_key

router = Router(tags=["计划"])
router.add_decorator(once_per_key, mode="view")
caps.CAPS.mount(router, "/caps")
classes.ENTERPRISES.mount(router, "/class-enterprises", plural="enterprises")
classes.GRADES.mount(router, "/grades")
class_enterprise.ENTERPRISE.open("grade", router, "/grades")
class_enterprise.GRADE.mount(router, "/grades/{id:grade_id}", "部门分级")
classes.RELIEFS.mount(router, "/reliefs")
class_enterprise.ENTERPRISE.open("relief", router, "/reliefs")
class_enterprise.RELIEF.mount(router, "/reliefs/{id:relief_id}", "低风险减免")
class_tables.TABLES.mount(router, "/class-tables", plural="tables")
class_tables.NEW.open(router, "/class-tables")
quiet.QUIET.mount(router, "/quiet-periods", plural="periods")
quiet.NEW.open(router, "/quiet-periods")
quiet.PERIOD.mount(router, "/quiet-periods/{id:period_id}", "一段安静期")
router.add_router("", plan_acts.router)
router.add_router("", special.router)
