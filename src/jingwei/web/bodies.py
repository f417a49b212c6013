"""Types of the fields that the JSON interface takes and gives."""

from typing import Annotated

from ninja import Field, Schema
from pydantic import AfterValidator

from jingwei.rulebook import Term


def _without_nul(text: str) -> str:
    """Return the text; PostgreSQL stores no NUL."""
    if "\0" in text:
        raise ValueError("不能含有空字符")
    return text


Text = Annotated[str, AfterValidator(_without_nul)]
Id = Annotated[int, Field(ge=1, lt=2**63)]


class Word(Schema):
    """A word of the field."""

    code: str = Field(description="代码")
    label: str = Field(description="中文")

    @classmethod
    def of(cls, term: Term) -> "Word":
        """Return a word with its label."""
        return cls(code=term.value, label=term.label)
