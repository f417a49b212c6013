"""People of other districts' organs, and those of ours who go there."""

from dataclasses import dataclass
from typing import Any, ClassVar

from ninja import Field as Described
from ninja import Schema

from jingwei.inspections.assistance import people_of
from jingwei.inspections.operations import Visitor
from jingwei.web.bodies import Text
from jingwei.web.doors import Field


class VisitorIn(Schema):
    """Somebody of another district's organ."""

    name: Text = Described(description="姓名", max_length=40)
    number: Text = Described("", description="执法证号", max_length=40)

    def as_visitor(self) -> Visitor:
        """Return the person as operations take one."""
        return Visitor(self.name, self.number)


@dataclass(frozen=True, kw_only=True)
class People(Field):
    """Who goes or comes: in one line for people, one by one for programs."""

    order: str | None = ""
    type: ClassVar[Any] = list[VisitorIn]

    def show(self, value: list[dict[str, str]]) -> str:
        return people_of(value)

    def write(self, value: list[dict[str, str]]) -> str:
        return people_of(value)

    def tell(self, value: list[dict[str, str]]) -> list[dict[str, str]]:
        return value
