"""The letter of assistance and the reply to one, as official letters (R-FORM-37)."""

from django.conf import settings

from jingwei.inspections.models import AssistanceLetter
from jingwei.inspections.terms import LetterState
from jingwei.platform.documents.dates import chinese_date
from jingwei.platform.documents.model import Block, Document, Heading, Layout, Numbered, Paragraph, Seal


def letter_document(letter: AssistanceLetter) -> Document:
    """Return a letter of ours: what is asked of whom, where, about which items, by whom, from when to when."""
    people = tuple(_named(row) for row in letter.officers)
    items = tuple(f"{item.name}；" for item in letter.items.all())
    return Document(
        title="关于商请协助开展行政检查的函",
        issuer=letter.subject.name,
        number=letter.number,
        issued_on=letter.sent_on,
        is_demonstration=settings.DEMONSTRATION,
        layout=Layout.LETTER,
        blocks=(
            Paragraph(f"{letter.organ}：", indent=False),
            Paragraph(
                f"因履行行政检查职责需要，我单位拟于{chinese_date(letter.first_on)}至{chinese_date(letter.valid_to)}"
                f"期间，派员到{place_of(letter)}开展行政检查。根据属地管辖的要求，商请贵单位予以协助。"
            ),
            Heading("一、请求协助的内容", 1),
            Paragraph(letter.matter),
            *_listed("二、检查事项", items),
            *_listed("三、前往人员", people),
            Paragraph("请将是否同意协助函复我单位。"),
            Seal(letter.subject.name, letter.sent_on),
        ),
    )


def reply_document(letter: AssistanceLetter) -> Document:
    """Return our reply to a letter received. The letter must have been answered."""
    assert letter.replied_on is not None
    agreed = letter.state != LetterState.REFUSED
    said = (
        "经研究，同意协助。请来人到达后出示行政执法证件，按函告的期限、对象和内容开展检查，"
        "并遵守本区扫码入企和企业安静期的有关规定。"
        if agreed
        else "经研究，不予协助。"
    )
    more = () if letter.reply == "同意协助" else (Paragraph(letter.reply),)
    return Document(
        title="关于协助开展行政检查的复函",
        issuer=letter.subject.name,
        number=letter.reply_number,
        issued_on=letter.replied_on,
        is_demonstration=settings.DEMONSTRATION,
        layout=Layout.LETTER,
        blocks=(
            Paragraph(f"{letter.organ}：", indent=False),
            Paragraph(
                f"贵单位{chinese_date(letter.sent_on)}来函（{letter.number}）收悉，"
                f"商请自{chinese_date(letter.first_on)}至{chinese_date(letter.valid_to)}到{place_of(letter)}开展检查。{said}"
            ),
            *more,
            Seal(letter.subject.name, letter.replied_on),
        ),
    )


def place_of(letter: AssistanceLetter) -> str:
    """Return where a letter is about: the enterprise with the address of its site, or the place in words."""
    if letter.site is not None:
        return f"{letter.site.enterprise.name}（{letter.site.address}）"
    return letter.enterprise.name if letter.enterprise else letter.place


def _named(row: dict[str, str]) -> str:
    return f"{row['name']}（执法证号 {row['number']}）；" if row["number"] else f"{row['name']}；"


def _listed(heading: str, lines: tuple[str, ...]) -> list[Block]:
    """Return a heading with its lines, the last of which ends the sentence."""
    if not lines:
        return []
    return [Heading(heading, 1), Numbered((*lines[:-1], lines[-1].rstrip("；") + "。"), "（一）")]
