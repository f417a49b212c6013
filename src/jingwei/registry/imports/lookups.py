"""Names on a sheet → rows of the registry, looked up once for a whole import."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.spreadsheets.layout import Problem
from jingwei.registry.members import Member
from jingwei.registry.models import Region, Subject

M = TypeVar("M")


class Subjects:
    """All subjects, by number, name or short name."""

    def __init__(self) -> None:
        rows = list(Subject.objects.order_by("pk"))
        self._found = _by_text(rows, lambda row: (row.short_name, row.name, row.code))

    def find(self, text: str) -> Subject | None:
        """Return the subject of a number, name or short name; None when there is none, or two of that short name."""
        return self._found.get(text)

    def judge(
        self, text: str, *, column: str, actor: Actor, on: date | None = None
    ) -> tuple[Subject | None, Problem | None]:
        """Return the subject, or what is wrong: unknown, not the actor's own, or revoked by the day where one is given.

        SYSTEM and bureau import for all. What a subject did before it was revoked may still come in: no day then.
        """
        subject = self.find(text)
        if subject is None:
            return None, Problem(
                column, text, "不是名录中的检查主体", "填写单位全称、简称或主体编号，先登记再导入"
            )
        if not may_import_for(actor, subject.pk):
            return None, Problem(column, text, "不是本单位", "由该单位的经办人导入，或删除本行")
        if on is not None and subject.revoked_on is not None and subject.revoked_on <= on:
            return None, Problem(
                column, text, f"已于 {subject.revoked_on} 撤销", "改为承继的检查主体，或删除本行"
            )
        return subject, None


class Regions:
    """All regions, by code or name."""

    def __init__(self) -> None:
        self._found = _by_text(Region.objects.order_by("pk"), lambda row: (row.name, row.code))

    def find(self, text: str) -> Region | None:
        """Return the region of a code or a name; None when there is none, or two of that name."""
        return self._found.get(text)

    def judge(self, text: str, *, column: str) -> tuple[Region | None, Problem | None]:
        """Return the region, or what is wrong."""
        region = self.find(text)
        if region is None:
            return None, Problem(column, text, "不在区划表中", "填写区划代码，或本区镇、街道的全称")
        return region, None


def may_import_for(actor: Actor, subject_id: int | None) -> bool:
    """Whether the actor may bring in rows of the subject: the bureau and SYSTEM of all, others of their own."""
    if actor is SYSTEM:
        return True
    return isinstance(actor, Member) and (actor.is_bureau or actor.subject_id == subject_id)


def _by_text(rows: Iterable[M], texts: Callable[[M], Iterable[str]]) -> dict[str, M]:
    """Return the rows by each of their texts; a text that stands for two rows finds neither."""
    found: dict[str, M] = {}
    taken_twice = set()
    for row in rows:
        for text in {text for text in texts(row) if text}:
            if text in found:
                taken_twice.add(text)
            found[text] = row
    return {text: row for text, row in found.items() if text not in taken_twice}
