"""A provision as it is entered, and what is asked of it at every door."""

from collections.abc import Sequence
from dataclasses import dataclass

from jingwei.platform.errors import Mistake
from jingwei.registry.citations import is_bare
from jingwei.registry.terms import BasisLevel


@dataclass(frozen=True, slots=True)
class BasisEntry:
    """A provision as it is entered: rank, title without 《》, and article."""

    level: BasisLevel
    title: str
    article: str


def check_bases(bases: Sequence[BasisEntry]) -> None:
    """Raise Mistake when a title is not the title alone: published, it would stand as 《某法》第五条》."""
    for basis in bases:
        if not is_bare(basis.title):
            raise Mistake(
                f"文件名称“{basis.title[:60]}”里有书名号", "只写一个文件的名称，不写书名号；条款另填", "title"
            )
