"""Types of the fields that the JSON interface takes and gives."""

import base64
import binascii
from typing import Annotated, TypeVar

from annotated_types import MaxLen
from django.db.models import Model, QuerySet
from ninja import Field, Schema
from pydantic import AfterValidator

from jingwei.platform.errors import Mistake
from jingwei.platform.lengths import LISTED, PICTURE
from jingwei.platform.normal_form import fault_of, prose
from jingwei.rulebook import Term

M = TypeVar("M", bound=Model)
PER_PAGE, LAST_PAGE = 100, 10_000
LONGEST = 100_000  # characters; more than any field takes, and not worth a look
LONGEST_FILE = 7 * 1024 * 1024  # characters of base64; a larger body is not read at all


def _formed(text: str) -> str:
    """Return the text as prose; a column of one line makes a line of it."""
    if len(text) > LONGEST:
        raise ValueError(f"有 {len(text)} 个字，太长")
    if fault := fault_of(text):
        raise ValueError(fault)
    return prose(text)


Text = Annotated[str, AfterValidator(_formed)]
Id = Annotated[int, Field(ge=1, lt=2**63)]
Ids = Annotated[list[Id], MaxLen(LISTED)]
Code = Annotated[Text, MaxLen(80)]  # a number, a code, or a name among others
Codes = Annotated[list[Code], MaxLen(LISTED)]
Picture = Annotated[str, MaxLen(PICTURE)]


def page_of(found: QuerySet[M], page: int) -> QuerySet[M]:
    """Return one page of a list, a hundred rows; a number out of reach is the nearest that is not."""
    start = (min(max(page, 1), LAST_PAGE) - 1) * PER_PAGE
    return found[start : start + PER_PAGE]


class Word(Schema):
    """A word of the field."""

    code: str = Field(description="代码")
    label: str = Field(description="中文")

    @classmethod
    def of(cls, term: Term) -> "Word":
        """Return a word with its label."""
        return cls(code=term.value, label=term.label)


class ReasonIn(Schema):
    """A reason."""

    reason: Text = Field(description="理由", max_length=200)


class FileIn(Schema):
    """A file."""

    name: Text = Field(description="文件名，扩展名须与内容相符", max_length=160)
    content: str = Field(description="base64", max_length=LONGEST_FILE)

    def read(self) -> bytes:
        """Return its content. Raises Mistake for what is no base64."""
        try:
            return base64.b64decode(self.content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Mistake("文件不是 base64", "按接口说明编码后再试", "file") from error


class DoneOut(Schema):
    """Done, and nothing to tell about it."""

    is_done: bool = Field(description="已办理")
