"""How long a job that failed waits before it is tried again: longer each time, up to days, and not all at once."""

import zlib
from dataclasses import dataclass
from datetime import timedelta

from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

FIRST, FACTOR, LONGEST = timedelta(seconds=30), 4, timedelta(days=2)
SPREAD = 0.2  # of the wait, added by the job's number, so that those that failed together do not come back together


@dataclass(frozen=True)
class Patience(BaseRetryStrategy):
    """Tries a job so many times more; then it stays marked as failed, for the system administrator to see."""

    tries: int

    def wait(self, *, attempts: int, job_id: int) -> timedelta:
        """Return how long to wait after that many attempts before: 30 s, 2 min, 8 min, half an hour, up to two days."""
        # Past the longest wait the power alone would grow without bound.
        plain = min(LONGEST, FIRST * float(FACTOR ** min(attempts, 16)))
        share = zlib.crc32(f"{job_id}:{attempts}".encode()) / 2**32
        return plain * (1 + SPREAD * share)

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Say when the job is tried again, None when it has been tried often enough."""
        if job.attempts >= self.tries:
            return None
        wait = self.wait(attempts=job.attempts, job_id=job.id or 0)
        return RetryDecision(retry_in={"seconds": int(wait.total_seconds())})


DAYS = Patience(tries=9)  # for what must not be lost: it gives up after a good week
HOURS = Patience(tries=5)  # for what is looked at every night anyway: it gives up after three hours
