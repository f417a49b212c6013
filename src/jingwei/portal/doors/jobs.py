"""后台任务: what the worker could not carry out, and the button that lets it try again."""

from datetime import datetime

from procrastinate.contrib.django.models import ProcrastinateJob

from jingwei.platform.actors import Actor
from jingwei.platform.errors import Mistake
from jingwei.portal import operations
from jingwei.portal.queries.jobs import about, name_of, troubled_jobs
from jingwei.registry.terms import Role
from jingwei.web.doors import ROW, Empty, Lamp, Listing, Moment, Number, RowActs, Text

KEEPER = (Role.SYSTEM_ADMINISTRATOR,)


def state(job: ProcrastinateJob) -> tuple[str, str]:
    return ("red", "已停下") if job.status == "failed" else ("amber", "等待再试")


def next_at(job: ProcrastinateJob) -> datetime | None:
    found: datetime | None = job.scheduled_at if job.status == "todo" else None
    return found


def find_job(actor: Actor, job_id: int) -> ProcrastinateJob:
    """Return a job, whether it failed or not. Raises Mistake where there is none."""
    job: ProcrastinateJob | None = ProcrastinateJob.objects.filter(pk=job_id).first()
    if job is None:
        raise Mistake("没有这个后台任务", "从后台任务列表选择", "job_id")
    return job


JOB = RowActs("job", find=find_job, roles=KEEPER)
JOB.act(
    "run",
    operations.run_job_again,
    KEEPER,
    verb="重新运行",
    done="任务 {0} 号已重新排队，一分钟内运行",
    place=ROW,
)
JOBS = Listing(
    "job",
    "后台任务",
    roles=KEEPER,
    rows=lambda actor: troubled_jobs(),
    crumbs=("系统",),
    columns=(
        Text("任务号", "pk", name="number", css="jw-nw"),
        Text("任务", name_of, name="task"),
        Text("内容", about, css="is-wide"),
        Number("已试", "attempts", unit="次"),
        Moment("上次运行", "tried_at"),
        Moment("下次运行", next_at),
        Lamp("状态", state),
    ),
    on_rows=JOB,
    per_page=50,
    status=lambda count: "没有办成的任务：失败后隔 30 秒到两天自动再试，多次不成的停下待查",
    note="失败原因见服务器日志，按任务号查找。",
    empty=Empty("没有失败的任务", "后台任务都已办成，或正在办理。"),
)
