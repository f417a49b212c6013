"""Addresses of workbench, rulebook and system."""

from django.urls import path

from jingwei.portal.views import accounts, calendars, imports, jobs, rules, search, system, workbench

urlpatterns = [
    path("workbench/", workbench.workbench, name="workbench"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/<str:kind>/", imports.import_new, name="import_new"),
    path("imports/templates/<str:kind>/", imports.import_template, name="import_template"),
    path("imports/<id:import_id>/", imports.import_detail, name="import_detail"),
    path("imports/<id:import_id>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<id:import_id>/columns/", imports.import_columns, name="import_columns"),
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
    path("system/export/", system.log_export, name="system_log_export"),
    path("system/accounts/", accounts.account_list, name="system_accounts"),
    path("system/accounts/new/", accounts.account_new, name="account_new"),
    path("system/accounts/<id:account_id>/", accounts.account_detail, name="account_detail"),
    path("system/accounts/<id:account_id>/reset/", accounts.account_reset, name="account_reset"),
    path("system/accounts/<id:account_id>/close/", accounts.account_close, name="account_close"),
    path("system/accounts/<id:account_id>/reopen/", accounts.account_reopen, name="account_reopen"),
    path("system/accounts/<id:account_id>/grant/", accounts.membership_grant, name="membership_grant"),
    path("system/accounts/<id:account_id>/deputy/", accounts.deputy_authorise, name="deputy_authorise"),
    path(
        "system/accounts/<id:account_id>/memberships/<id:membership_id>/revoke/",
        accounts.membership_revoke,
        name="membership_revoke",
    ),
    path("system/deputies/", accounts.deputy_list, name="deputy_list"),
    path("system/jobs/", jobs.job_list, name="job_list"),
    path("system/jobs/<id:job_id>/run/", jobs.job_run, name="job_run"),
    path("system/calendar/", calendars.calendar_years, name="calendar_years"),
]
