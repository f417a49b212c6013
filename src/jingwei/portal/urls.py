"""Addresses of workbench, rulebook and system."""

from django.urls import path

from jingwei.portal.views import imports, rules, search, system, workbench

urlpatterns = [
    path("workbench/", workbench.workbench, name="workbench"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/<str:kind>/", imports.import_new, name="import_new"),
    path("imports/templates/<str:kind>/", imports.import_template, name="import_template"),
    path("imports/<id:import_id>/", imports.import_detail, name="import_detail"),
    path("imports/<id:import_id>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<id:import_id>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<id:import_id>/errors/", imports.import_errors, name="import_errors"),
    path("search/", search.search_page, name="search"),
    path("rules/", rules.rule_list, name="rule_list"),
    path("rules/<str:code>/", rules.rule_detail, name="rule_detail"),
    path("rules/<str:code>/numbers/", rules.enter_number, name="rule_number_enter"),
    path(
        "rules/<str:code>/numbers/<id:number_id>/approve/", rules.approve_number, name="rule_number_approve"
    ),
    path("system/", system.log, name="system_log"),
    path("system/accounts/", system.accounts, name="system_accounts"),
]
