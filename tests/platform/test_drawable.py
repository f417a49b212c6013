"""Whether a paper can be printed, asked before its text becomes final: which characters, where, how to mend."""

from datetime import date

import pytest

from jingwei.platform.documents.glyphs import Undrawable, require_drawable
from jingwei.platform.documents.model import (
    Block,
    Document,
    Field,
    FieldTable,
    Grid,
    Heading,
    Imprint,
    Numbered,
    Paragraph,
    Seal,
    SignatureRow,
)


def paper(*blocks: Block, **head: object) -> Document:
    given: dict[str, object] = {"title": "检查通知书", "issuer": "某某局", "issued_on": date(2026, 3, 10)}
    return Document(blocks=blocks, **given | head)  # type: ignore[arg-type]


def test_what_can_be_drawn_passes() -> None:
    require_drawable(paper(Paragraph("龚䶮，〇，㎡，①，²，β，“引号”。"), Heading("一、检查纪律")))


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (paper(title="通知\ue000"), "标题“通知"),
        (paper(issuer="某\ue000局"), "发文机关“某"),
        (paper(number="铜\ue000检1号"), "文号“铜"),
        (paper(footer="一式\ue000份"), "页脚“一式"),
        (paper(imprint=Imprint(("各\ue000局",), "办公室", date(2026, 3, 10))), "版记“各"),
        (paper(Heading("二、现场情况"), Paragraph("门牌\ue000不清")), "二、现场情况“门牌"),
        (paper(Numbered(("好的", "坏\ue000的"))), "正文第 2 条“坏"),
        (paper(FieldTable(((Field("检查\n地点", "东\ue000路"),),))), "检查地点“东"),
        (
            paper(FieldTable(((Field("意见", "同意", SignatureRow("负责人", "韩\ue000")),),))),
            "负责人“韩",
        ),
        (paper(Grid(("序号", "情况"), (("1", "好"), ("2", "坏\ue000")), (1, 4))), "正文第 2 行情况“坏"),
        (paper(Seal("某\ue000局", date(2026, 3, 10))), "落款“某"),
    ],
)
def test_it_says_where_the_character_stands(document: Document, where: str) -> None:
    with pytest.raises(Undrawable) as caught:
        require_drawable(document, field="body")
    assert where in caught.value.message
    assert "U+E000" in caught.value.message
    assert "字体设置" in caught.value.remedy
    assert caught.value.field == "body"


def test_every_place_is_told_at_once() -> None:
    with pytest.raises(Undrawable) as caught:
        require_drawable(paper(Paragraph("🀄在前"), Heading("三、结论"), Paragraph("\ue123在后")))
    assert "正文“🀄在前”中的🀄（U+1F004）" in caught.value.message
    assert "三、结论“\ue123在后”中的\ue123（U+E123）" in caught.value.message
