"""The JSON interface of the portal: what administrators and supervisors do about accounts, jobs, log and calendar."""

from ninja import Router

from jingwei.portal.doors import accounts, calendar, dossier_list, enterprise_times, imports, jobs, log, rules
from jingwei.web.idempotency import once_per_key

ACCOUNT = "/accounts/{id:account_id}"
router = Router(tags=["门户"])
router.add_decorator(once_per_key, mode="view")
accounts.ACCOUNTS.mount(router, "/accounts")
accounts.ACCOUNT.mount(router, ACCOUNT, "一个账号")
accounts.MEMBERSHIP.mount(router, f"{ACCOUNT}/memberships/{{id:membership_id}}", "一项任职")
accounts.DEPUTIES.mount(router, "/deputies", plural="deputies")
jobs.JOBS.mount(router, "/jobs")
jobs.JOB.mount(router, "/jobs/{id:job_id}", "一件后台任务")
log.LOG.mount(router, "/log", plural="events")
calendar.CALENDAR.mount(router, "/calendar", "工作日历")
dossier_list.DOSSIERS.mount(router, "/enterprises", plural="enterprises")
enterprise_times.SLOTS.mount(router, "/enterprise/slots", "本企业的可约时段")
enterprise_times.OFFERED.mount(router, "/enterprise/slots/{id:slot_id}", "一个可约时段")
imports.IMPORTS.mount(router, "/imports")
imports.NEW.open(router, "/imports/kinds/{str:kind}")
imports.IMPORT.mount(router, "/imports/{id:importrun_id}", "一次导入")
rules.RULE.mount(router, "/rules/{str:code}", "一条规则")
rules.NUMBER.mount(router, "/rules/{str:code}/numbers/{id:datednumber_id}", "规则数值")
