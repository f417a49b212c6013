"""Citations as departments write them, split into title and article, or handed back."""

import pytest

from jingwei.registry.citations import CitationError, read_citations

FIRE = "中华人民共和国消防法"
RULE = "消防监督检查规定"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("《中华人民共和国消防法》第五十三条", [(FIRE, "第五十三条")]),
        ("《中华人民共和国消防法》", [(FIRE, "")]),
        ("中华人民共和国消防法", [(FIRE, "")]),
        ("中华人民共和国消防法第五十三条", [(FIRE, "第五十三条")]),
        ("《中华人民共和国消防法》 第 53 条 第二款", [(FIRE, "第53条第二款")]),
        ("《中华人民共和国消防法》第十条第（三）项", [(FIRE, "第十条第（三）项")]),
        ("《中华人民共和国消防法》第五十三条之一、第五十四条", [(FIRE, "第五十三条之一、第五十四条")]),
        ("《中华人民共和国消防法》（2021年4月29日施行）第五十三条", [(FIRE, "第五十三条")]),
        ("《中华人民共和国消防法》第五十三条(2021年修正)", [(FIRE, "第五十三条")]),
        (
            "《中华人民共和国消防法》第五十三条；《消防监督检查规定》第十八条",
            [(FIRE, "第五十三条"), (RULE, "第十八条")],
        ),
        (
            "《中华人民共和国消防法》第五十三条、《消防监督检查规定》第十八条",
            [(FIRE, "第五十三条"), (RULE, "第十八条")],
        ),
        (
            "《中华人民共和国消防法》第五十三条\n《消防监督检查规定》第十八条",
            [(FIRE, "第五十三条"), (RULE, "第十八条")],
        ),
        ("1.《中华人民共和国消防法》2.《消防监督检查规定》", [(FIRE, ""), (RULE, "")]),
        ("一、《中华人民共和国消防法》第五十三条。（二）《消防监督检查规定》", [(FIRE, "第五十三条"), (RULE, "")]),
        ("《中华人民共和国消防法》和《消防监督检查规定》第十八条", [(FIRE, ""), (RULE, "第十八条")]),
        ("《中华人民共和国消防法》；消防监督检查规定第十八条", [(FIRE, ""), (RULE, "第十八条")]),
        ("根据《中华人民共和国消防法》第五十三条", [(FIRE, "第五十三条")]),
        ("《中华人民共和国消防法》第五十三条：消防救援机构应当监督检查。公安派出所可以检查。", [(FIRE, "第五十三条")]),
        (
            "《中华人民共和国消防法》第五十三条规定：应当检查。\n2.《消防监督检查规定》第十八条",
            [(FIRE, "第五十三条"), (RULE, "第十八条")],
        ),
        ("《关于修改《安全生产法》的决定》第一条", [("关于修改〈安全生产法〉的决定", "第一条")]),
        ("工贸企业有限空间作业安全规定（试行）第五条", [("工贸企业有限空间作业安全规定（试行）", "第五条")]),
        ("", []),
        (" ； \n", []),
    ],
)  # fmt: skip
def test_title_and_article_are_told_apart(text: str, read: list[tuple[str, str]]) -> None:
    assert [(each.title, each.article) for each in read_citations(text)] == read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("《中华人民共和国消防法第五十三条", "没有成对"),
        ("中华人民共和国消防法》第五十三条", "在书名号以外"),
        ("国务院关于印发《检查办法》的通知", "在书名号以外"),
        ("《中华人民共和国消防法》等有关规定", "后面的“等有关规定”"),
        ("《中华人民共和国消防法》、其他文件", "后面的“、其他文件”"),
        ("《中华人民共和国消防法》第五十三条\n消防救援机构应当检查", "看不出是不是文件名称"),
        ("《中华人民共和国消防法》第五十三条：依照《治安管理处罚法》处罚", "条文里还有书名号"),
        ("《》第五条", "空的书名号"),
        (f"《{'法' * 121}》", "最多 120 个"),
        (f"《法》{'第五条、' * 20}第五条", "超过 60 个字"),
    ],
)
def test_what_cannot_be_split_is_said(text: str, said: str) -> None:
    with pytest.raises(CitationError) as caught:
        read_citations(text)
    assert said in caught.value.message
    assert caught.value.remedy


def test_a_long_cell_is_read_in_time_that_grows_with_it() -> None:
    with pytest.raises(CitationError):
        read_citations("《甲法》第五条" + "、第五条" * 8000 + "《")
    with pytest.raises(CitationError):
        read_citations("《" * 32_000)
    with pytest.raises(CitationError):
        read_citations("甲" * 32_000 + "第五条" * 10_000 + "！")
