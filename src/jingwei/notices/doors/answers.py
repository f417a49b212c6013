"""What programs get of circulars, and what they send where it is not the page's form."""

from typing import Any

from ninja import Field, Schema

from jingwei.notices.doors import fields
from jingwei.notices.models import Circular
from jingwei.notices.operations import Upload
from jingwei.notices.returns import fields_of
from jingwei.notices.terms import Purpose, Wanted
from jingwei.platform.lengths import LISTED
from jingwei.web.bodies import FileIn, Text
from jingwei.web.doors import Viewer, answer_of, schema_of
from jingwei.web.requests import ActorRequest


class AskedOut(Schema):
    """One number that a return asks for."""

    code: str = Field(description="代码")
    label: str = Field(description="名称")
    unit: str = Field(description="单位")
    note: str = Field(description="说明")


ReceiptOut = schema_of(
    "ReceiptOut",
    fields.RECEIPT,
    "How the caller's own subject stands with a circular.",
    {"numbers": (dict[str, int] | None, Field(description="填报数字"))},
)
CircularOut = schema_of(
    "CircularOut",
    fields.TOLD,
    "A circular with its text, what it asks for, and the caller's own receipt.",
    {
        "body": (str, Field(description="正文")),
        "fields": (list[AskedOut], Field(description="要填的数字")),
        "receipt": (ReceiptOut | None, Field(description="本单位办理情况；司法局为空")),
    },
)


class AnswerIn(Schema):
    """An answer, as the circular asks for it: unlike on the page, its numbers lie in an object of their own."""

    text: Text = Field("", description="回复内容", max_length=4000)
    numbers: dict[Text, int] | None = Field(None, description="代码到整数，须填全", max_length=LISTED)
    file: FileIn | None = Field(None, description="附件或报表")

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``answer_circular``."""
        file = Upload(self.file.name, self.file.read()) if self.file else None
        return {"text": self.text, "numbers": self.numbers, "file": file}


def circular_out(request: ActorRequest, circular: Circular) -> Any:
    """Return one circular as programs get it."""
    asked = fields_of(Purpose(circular.purpose)) if circular.wanted == Wanted.NUMBERS else ()
    return answer_of(fields.TOLD, circular, Viewer(request.actor, request.now)) | {
        "body": circular.body,
        "fields": [
            AskedOut(code=each.code, label=each.label, unit=each.unit, note=each.note) for each in asked
        ],
        "receipt": receipt_out(request, circular) if circular.own else None,
    }


def receipt_out(request: ActorRequest, circular: Circular) -> Any:
    """Return the caller's own receipt."""
    assert circular.own is not None
    told = answer_of(fields.RECEIPT, circular.own, Viewer(request.actor, request.now))
    return told | {"numbers": circular.own.numbers}


CIRCULAR = (CircularOut, circular_out)
RECEIPT = (ReceiptOut, receipt_out)
