"""后台任务: what the worker could not carry out, for the system administrator."""

from typing import Any

from django.db.models import F, Max, Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from jingwei.platform.models import Event

NAMES = {
    "platform.deliver": "送达事件",
    "platform.take_up": "接手中断的任务",
    "platform.clear_jobs": "清理已完成的任务",
    "platform.drop_answers": "清理已不再重问的答复",
    "registry.sweep_certificates": "查看证件到期",
    "registry.sweep_changes": "查看待重新公告的变更",
    "registry.take_uploaded_return": "收取编制核对回表",
    "planning.sweep_specials": "查看专项检查到期",
    "inspections.sweep_visits": "查看入企频次",
    "inspections.sweep_violations": "查看未立案的违法行为",
    "inspections.sweep_unapproved": "查看未补批的紧急检查",
    "inspections.publish_results": "公开检查结果",
    "notices.each_morning": "每日催办",
    "disclosure.look_at_addresses": "核对公示网址",
    "disclosure.sweep": "查看逾期的公示与备案",
    "portal.preview_import": "预览表格",
    "portal.carry_out_import": "导入表格",
}


def troubled_jobs() -> "QuerySet[ProcrastinateJob]":
    """Return jobs that were given up, and those that failed and wait, the given-up ones first, the latest before."""
    found: QuerySet[ProcrastinateJob] = (
        ProcrastinateJob.objects.filter(Q(status="failed") | Q(status="todo", attempts__gt=0))
        .annotate(tried_at=Max("procrastinateevent__at", filter=Q(procrastinateevent__type="started")))
        .order_by(F("status").desc(), "-id")
    )
    return found


def name_of(job: ProcrastinateJob) -> str:
    """Return the name of its task in plain words."""
    return NAMES.get(job.task_name, job.task_name)


def about(job: ProcrastinateJob) -> str:
    """Return in words what the job was about: the event it delivers, the import it carries out."""
    arguments: dict[str, Any] = job.args
    if event_id := arguments.get("event_id"):
        name = Event.objects.filter(pk=event_id).values_list("name", flat=True).first()
        return f"{name}（事件 {event_id} 号）"
    if run_id := arguments.get("importrun_id"):
        return f"导入 {run_id} 号"
    return ""
