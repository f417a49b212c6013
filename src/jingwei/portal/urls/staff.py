"""Addresses of workbench, rulebook and system."""

from django.urls import path

from jingwei.portal.doors import accounts, calendar, imports, jobs, log, rules, search, workbench

IMPORT = "imports/<id:importrun_id>/"
ACCOUNT = "system/accounts/<id:account_id>/"

urlpatterns = [
    path("workbench/", workbench.workbench, name="workbench"),
    *imports.IMPORTS.urls("imports/"),
    imports.NEW.url("imports/new/<str:kind>/"),
    path("imports/templates/<str:kind>/", imports.import_template, name="import_template"),
    *imports.IMPORT.urls(IMPORT),
    path(f"{IMPORT}progress/", imports.import_progress, name="import_progress"),
    path(f"{IMPORT}errors/", imports.import_errors, name="import_errors"),
    path("search/", search.search_page, name="search"),
    *rules.BOOK.urls("rules/"),
    *rules.RULE.urls("rules/<str:code>/"),
    *rules.NUMBER.urls("rules/<str:code>/numbers/<id:datednumber_id>/"),
    path("system/", log.LOG.view, name="system_log"),
    path("system/export/", log.LOG.file_view, name="system_log_export"),
    path("system/accounts/", accounts.ACCOUNTS.view, name="system_accounts"),
    path("system/accounts/export/", accounts.ACCOUNTS.file_view, name="account_export"),
    path("system/accounts/new/", accounts.account_new, name="account_new"),
    *accounts.ACCOUNT.urls(ACCOUNT),
    path(f"{ACCOUNT}reset/", accounts.account_reset, name="account_reset"),
    *accounts.MEMBERSHIP.urls(f"{ACCOUNT}memberships/<id:membership_id>/"),
    *accounts.DEPUTIES.urls("system/deputies/"),
    *jobs.JOBS.urls("system/jobs/"),
    *jobs.JOB.urls("system/jobs/<id:job_id>/"),
    *calendar.CALENDAR.urls("system/calendar/"),
]
