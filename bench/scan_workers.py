"""The processes that scan in: each has four clients, each client a connection of its own."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

THREADS = 4
_clients: ThreadPoolExecutor


@dataclass(frozen=True, slots=True)
class Scan:
    """One entry to be made: which task, the code at its gate, who scans, when."""

    inspection_id: int
    code: str
    name: str
    subject_id: int
    officer_id: int
    now: datetime


def start() -> None:
    """Make this process ready: Django, and four threads that stay."""
    import django

    django.setup()
    global _clients  # noqa: PLW0603 - one a process, made by the pool's initializer
    _clients = ThreadPoolExecutor(THREADS)


def enter_many(scans: Sequence[Scan]) -> list[float]:
    """Enter them all by the four clients; return the milliseconds that each took."""
    return list(_clients.map(enter, scans))


def enter(scan: Scan) -> float:
    """Enter once; return the milliseconds it took."""
    from jingwei.inspections.operations import Position, enter_visit
    from jingwei.registry.members import Member
    from jingwei.registry.terms import Role

    actor = Member(
        account_id=scan.officer_id,
        name=scan.name,
        office="铜山区应急管理局执法人员",
        role=Role.OFFICER,
        subject_id=scan.subject_id,
        officer_id=scan.officer_id,
    )
    began = time.perf_counter()
    enter_visit(
        inspection_id=scan.inspection_id,
        code=scan.code,
        position=Position(34.1801, 117.1701, 12),
        actor=actor,
        now=scan.now,
    )
    return (time.perf_counter() - began) * 1000
