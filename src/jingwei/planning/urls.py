"""The addresses of planning."""

from django.urls import path

from jingwei.planning.doors import (
    caps,
    class_enterprise,
    class_overview,
    class_tables,
    classes,
    plan,
    plan_lines,
    plans,
    quiet,
    slots,
    special,
    specials,
)

CLASSED = "classes/enterprises/"
PLAN = "plans/<id:plan_id>/"

urlpatterns = [
    *caps.CAPS.urls("caps/"),
    path("classes/", class_overview.class_overview, name="class_overview"),
    path(CLASSED, classes.ENTERPRISES.view, name="class_enterprises"),
    path(f"{CLASSED}export/", classes.ENTERPRISES.file_view, name="class_enterprises_export"),
    *class_enterprise.ENTERPRISE.urls(f"{CLASSED}<id:enterprise_id>/"),
    *classes.GRADES.urls("classes/grades/"),
    *class_enterprise.GRADE.urls("classes/grades/<id:grade_id>/"),
    path("classes/tables/", class_tables.TABLES.view, name="class_tables"),
    path("classes/tables/export/", class_tables.TABLES.file_view, name="class_table_export"),
    class_tables.NEW.url("classes/tables/new/"),
    *classes.RELIEFS.urls("classes/reliefs/"),
    *class_enterprise.RELIEF.urls("classes/reliefs/<id:relief_id>/"),
    *quiet.QUIET.urls("quiet/"),
    quiet.NEW.url("quiet/new/"),
    path("quiet/new/days/", quiet.quiet_days, name="quiet_days"),
    *quiet.PERIOD.urls("quiet/<id:period_id>/"),
    path("sites/<id:site_id>/slots/", slots.site_slots, name="site_slots"),
    *plans.PLANS.urls("plans/"),
    plans.NEW.url("plans/new/"),
    path(f"{PLAN}export/", plan_lines.plan_export, name="plan_export"),
    *plan.PLAN.urls(PLAN),
    plan_lines.NEW.url(f"{PLAN}lines/new/"),
    plan_lines.CHANGE.url(f"{PLAN}lines/<id:line_id>/"),
    *plan.LINE.urls(f"{PLAN}lines/<id:line_id>/"),
    *specials.SPECIALS.urls("specials/"),
    special.NEW.url("specials/new/"),
    special.CHANGE.url("specials/<id:special_id>/change/"),
    *special.SPECIAL.urls("specials/<id:special_id>/"),
]
