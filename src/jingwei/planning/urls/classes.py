"""Addresses of classes: the overview, enterprises, grades, tables, relief."""

from django.urls import path

from jingwei.planning.views import class_acts, class_lists, class_tables, classes

urlpatterns = [
    path("classes/", classes.class_overview, name="class_overview"),
    path("classes/enterprises/", classes.class_enterprises, name="class_enterprises"),
    path("classes/enterprises/export/", classes.class_enterprises_export, name="class_enterprises_export"),
    path("classes/enterprises/<id:enterprise_id>/", classes.class_enterprise, name="class_enterprise"),
    path("classes/enterprises/<id:enterprise_id>/grade/", class_acts.grade_new, name="grade_new"),
    path("classes/enterprises/<id:enterprise_id>/relief/", class_acts.relief_enter, name="relief_enter"),
    path("classes/grades/", class_lists.grade_list, name="grade_list"),
    path("classes/grades/export/", class_lists.grade_list_export, name="grade_list_export"),
    path("classes/grades/<id:grade_id>/end/", class_acts.grade_end, name="grade_end"),
    path("classes/tables/", class_tables.class_tables, name="class_tables"),
    path("classes/tables/new/", class_tables.class_table_new, name="class_table_new"),
    path("classes/reliefs/", class_lists.relief_list, name="relief_list"),
    path("classes/reliefs/export/", class_lists.relief_list_export, name="relief_list_export"),
    path("classes/reliefs/<id:relief_id>/leave/", class_acts.relief_leave, name="relief_leave"),
]
