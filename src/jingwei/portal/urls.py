"""Addresses of workbench, rulebook and system."""

from django.urls import path

from jingwei.portal.views import rules, system, workbench

urlpatterns = [
    path("workbench/", workbench.workbench, name="workbench"),
    path("rules/", rules.rule_list, name="rule_list"),
    path("rules/<str:code>/", rules.rule_detail, name="rule_detail"),
    path("rules/<str:code>/numbers/", rules.enter_number, name="rule_number_enter"),
    path(
        "rules/<str:code>/numbers/<id:number_id>/approve/", rules.approve_number, name="rule_number_approve"
    ),
    path("system/", system.log, name="system_log"),
    path("system/accounts/", system.accounts, name="system_accounts"),
]
