"""The circular as an official paper: letterhead, addressees, text, table of the result, seal."""

import re
from datetime import date
from pathlib import Path

from django.conf import settings

from jingwei.notices.models import Circular
from jingwei.notices.outcomes import HEAD
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.model import (
    Block,
    Document,
    Grid,
    Heading,
    Imprint,
    Layout,
    PageBreak,
    Paragraph,
    Seal,
)

MOST_ADDRESSED = 8  # More are addressed together, and the list stands in the appendix.
FIRST, SECOND = r"[一二三四五六七八九十]+、", r"（[一二三四五六七八九十]+）"
LONGEST_HEADING = 40
DRAFT = "草稿，尚未签发，没有文号"


def circular_document(circular: Circular, *, on: date) -> Document:
    """Return the circular in the letterhead form; a draft bears the day and says that it is one."""
    issued_on = local_date(circular.issued_at) if circular.issued_at else on
    names = list(circular.recipients.order_by("subject__sort_key").values_list("subject__name", flat=True))
    together = len(names) > MOST_ADDRESSED
    addressed = f"各涉企行政检查主体（共{len(names)}家）" if together else "、".join(names)
    attached = [Path(each.name).stem for each in circular.attachments.order_by("stored_at", "name")]
    if circular.template:
        attached.insert(0, Path(circular.template.name).stem)
    return Document(
        title=circular.title,
        issuer=settings.BUREAU_NAME,
        number=circular.number,
        issued_on=issued_on,
        is_demonstration=settings.DEMONSTRATION,
        footer="" if circular.number else DRAFT,
        layout=Layout.LETTERHEAD,
        imprint=Imprint((), settings.BUREAU_NAME, issued_on) if circular.number else None,
        blocks=(
            Paragraph(f"{addressed}：", indent=False),
            *_text(circular.body),
            *_attachments(attached),
            Seal(settings.BUREAU_NAME, issued_on),
            *_outcome(circular),
        ),
    )


def _text(body: str) -> list[Block]:
    """Return the body's lines; a short one that is numbered as the standard numbers headings is one."""
    blocks: list[Block] = []
    for line in filter(None, map(str.strip, body.splitlines())):
        is_short = len(line) <= LONGEST_HEADING and not line.endswith("。")
        if is_short and re.match(FIRST, line):
            blocks.append(Heading(line, 1))
        elif is_short and re.match(SECOND, line):
            blocks.append(Heading(line, 2))
        else:
            blocks.append(Paragraph(line))
    return blocks


def _attachments(names: list[str]) -> list[Block]:
    if not names:
        return []
    if len(names) == 1:
        return [Paragraph(f"附件：{names[0]}")]
    listed = "\n".join(f"{number}. {name}" for number, name in enumerate(names, 1))
    return [Paragraph(f"附件：\n{listed}")]


def _outcome(circular: Circular) -> list[Block]:
    """Return the table of a result: every recipient of the circular that it reports on."""
    if not circular.outcome:
        return []
    rows = tuple((str(number), *row) for number, row in enumerate(circular.outcome, 1))
    return [
        PageBreak(),
        Heading("附表　各单位办理情况", 1),
        Grid(header=("序号", *HEAD), rows=rows, widths=(1, 5, 2.2, 2.2, 2)),
    ]
