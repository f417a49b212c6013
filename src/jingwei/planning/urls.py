"""The addresses of planning."""

from django.urls import path

from jingwei.planning.doors import caps, class_enterprise, class_overview, class_tables, classes, quiet, slots
from jingwei.planning.views import (
    plan_acts,
    plan_detail,
    plan_lines,
    plan_lists,
    special_detail,
    special_lists,
)

CLASSED = "classes/enterprises/"
PLAN = "plans/<id:plan_id>/"
SPECIAL = "specials/<id:special_id>/"

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
    path("plans/", plan_lists.plan_list, name="plan_list"),
    path("plans/export/", plan_lists.plan_list_export, name="plan_list_export"),
    path("plans/new/", plan_lists.plan_new, name="plan_new"),
    path(PLAN, plan_detail.plan_detail, name="plan_detail"),
    path(f"{PLAN}paper/", plan_detail.plan_paper, name="plan_paper"),
    path(f"{PLAN}export/", plan_detail.plan_export, name="plan_export"),
    path(f"{PLAN}submit/", plan_acts.plan_submit, name="plan_submit"),
    path(f"{PLAN}approve/", plan_acts.plan_approve, name="plan_approve"),
    path(f"{PLAN}return/", plan_acts.plan_return, name="plan_return"),
    path(f"{PLAN}amend/", plan_acts.plan_amend, name="plan_amend"),
    path(f"{PLAN}discard/", plan_acts.plan_discard, name="plan_discard"),
    path(f"{PLAN}lines/new/", plan_lines.plan_line_new, name="plan_line_new"),
    path(f"{PLAN}lines/<id:line_id>/", plan_lines.plan_line_edit, name="plan_line_edit"),
    path(f"{PLAN}lines/<id:line_id>/remove/", plan_acts.plan_line_remove, name="plan_line_remove"),
    path("specials/", special_lists.special_list, name="special_list"),
    path("specials/export/", special_lists.special_export, name="special_export"),
    path("specials/new/", special_lists.special_new, name="special_new"),
    path(SPECIAL, special_detail.special_detail, name="special_detail"),
    path(f"{SPECIAL}change/", special_lists.special_change, name="special_change"),
    path(f"{SPECIAL}paper/", special_detail.special_paper, name="special_paper"),
    path(f"{SPECIAL}submit/", special_detail.special_submit, name="special_submit"),
    path(f"{SPECIAL}register/", special_detail.special_register, name="special_register"),
    path(f"{SPECIAL}approve/", special_detail.special_approve, name="special_approve"),
    path(f"{SPECIAL}return/", special_detail.special_return, name="special_return"),
    path(f"{SPECIAL}report/", special_detail.special_report, name="special_report"),
    path(f"{SPECIAL}discard/", special_detail.special_discard, name="special_discard"),
]
