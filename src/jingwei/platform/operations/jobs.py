"""Jobs that went wrong: run again on request."""

from datetime import datetime

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.terms import PlatformAction


@operation(PlatformAction.JOB_RUN_AGAIN, target="job_id", kind="procrastinatejob")
def run_job_again(*, job_id: int, actor: Actor, now: datetime) -> None:
    """Let a job that was given up, or that waits for its next try, be tried now, with all its tries before it.

    Raises Conflict for one that runs, has succeeded or was never tried.
    """
    job = ProcrastinateJob.objects.filter(pk=job_id).first()
    if job is None:
        raise Mistake("没有这个后台任务", "从后台任务列表选择", "job_id")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = %s "
            "WHERE id = %s AND (status = 'failed' OR (status = 'todo' AND attempts > 0)) RETURNING id",
            [now, job_id],
        )
        if cursor.fetchone() is None:
            raise Conflict("这个后台任务没有失败，不用重新运行", "刷新列表查看")
    audit.record(
        PlatformAction.JOB_RUN_AGAIN,
        actor=actor,
        now=now,
        data={"job_id": job_id, "task": job.task_name, "arguments": job.args},
        job=job.task_name,
        number=job_id,
    )
