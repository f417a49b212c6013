"""Lists of items: several bases stand in one row, and without an article the item waits for it."""

from pathlib import Path

import pytest

from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import NotAllowed
from jingwei.platform.spreadsheets.running import Outcome, run_table
from jingwei.platform.spreadsheets.tables import open_table
from jingwei.registry.imports.bases import bases_of
from jingwei.registry.imports.items import ItemImporter
from jingwei.registry.models import Basis, Item
from jingwei.registry.operations import BasisEntry
from jingwei.registry.terms import BasisLevel, Field, ImplementationLevel, ItemStatus
from tests.people import NOW, TODAY, District, district
from tests.sheets import import_rows, reasons

DATA = Path(__file__).parent.parent / "data"
pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> District:
    """The cast of the tests."""
    return district()


def item(**changes: str) -> dict[str, str]:
    """One item as a department sends it."""
    return {
        "事项编码": "TS-YJ-001",
        "事项名称": "对有限空间作业的检查",
        "检查主体": "应急管理局",
        "执法领域": "应急管理",
        "检查对象": "工贸企业",
        "实施层级": "县级",
        "检查方式": "现场、双随机抽查",
        "频次": "每年不超过 1 次",
        "依据层级": "法律；部门规章",
        "依据名称": "《中华人民共和国安全生产法》；工贸企业有限空间作业安全规定",
        "条款": "第六十五条；第二十条",
    } | changes


def test_a_row_becomes_an_item_with_its_bases(people: District) -> None:
    outcome = import_rows(ItemImporter(), item())
    assert (outcome.imported, outcome.rejected) == (1, 0), reasons(outcome)
    made = Item.objects.get(code="TS-YJ-001")
    assert (made.subject, made.field, made.level) == (
        people.subject,
        Field.EMERGENCY,
        ImplementationLevel.DISTRICT,
    )
    assert made.methods == ["on_site", "random"]
    assert made.status == ItemStatus.UNPUBLISHED
    assert [(basis.level, str(basis)) for basis in made.bases.order_by("id")] == [
        (BasisLevel.LAW, "《中华人民共和国安全生产法》第六十五条"),
        (BasisLevel.DEPARTMENT_RULE, "《工贸企业有限空间作业安全规定》第二十条"),
    ]


@pytest.mark.parametrize("articles", ["", "第六十五条；", "；第二十条"])
def test_without_an_article_of_each_basis_it_waits(people: District, articles: str) -> None:
    assert import_rows(ItemImporter(), item(条款=articles)).imported == 1
    assert Item.objects.get(code="TS-YJ-001").status == ItemStatus.PENDING_BASIS


def test_without_any_basis_it_waits(people: District) -> None:
    assert import_rows(ItemImporter(), item(依据层级="", 依据名称="", 条款="")).imported == 1
    assert Item.objects.get(code="TS-YJ-001").status == ItemStatus.PENDING_BASIS


def test_one_rank_stands_for_all_bases(people: District) -> None:
    import_rows(ItemImporter(), item(依据层级="法律"))
    assert [basis.level for basis in Item.objects.get(code="TS-YJ-001").bases.all()] == [BasisLevel.LAW] * 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"事项编码": "T001"}, "已经登记为“对生产经营单位安全生产情况的监督检查”"),
        ({"检查主体": "不存在局"}, "不是名录中的检查主体"),
        ({"执法领域": "航天"}, "列“领域”的值“航天”不在可选项中"),
        ({"依据层级": "法律；法律；法律"}, "有 3 个层级，依据有 2 个"),
        ({"依据层级": ""}, "有 0 个层级"),
        ({"依据名称": ""}, "列“依据名称”没有填写"),
        ({"条款": "第一条；第二条；第三条"}, "有 3 处条款，依据有 2 个"),
        ({"条款": "第一条"}, "有 1 处条款，依据有 2 个"),
        ({"依据名称": "《安全生产法》第五条；某办法", "条款": "第六条；第一条"}, "依据名称中写“第五条”"),
        ({"依据名称": "国务院关于印发《某办法》的通知"}, "有一部分在书名号以外"),
        ({"依据名称": "《安全生产法》等"}, "后面的“等”看不出是哪一条"),
        ({"依据层级": "口头通知"}, "不在可选项中"),
    ],
)
def test_a_bad_row_comes_back_with_its_reason(people: District, changes: dict[str, str], said: str) -> None:
    outcome = import_rows(ItemImporter(), item(**changes))
    assert (outcome.imported, outcome.rejected) == (0, 1)
    assert said in reasons(outcome)[0]


def test_a_clerk_imports_the_own_subjects_items(people: District) -> None:
    outcome = import_rows(ItemImporter(), item(), actor=people.other_clerk.member)
    assert "不是本单位" in reasons(outcome)[0]
    assert import_rows(ItemImporter(), item(), actor=people.clerk.member).imported == 1
    with pytest.raises(NotAllowed):
        ItemImporter().access(people.officer.member)


@pytest.fixture
def fire(people: District) -> str:
    """The brigade whose published list the files are."""
    people.subject.name = "徐州市铜山区消防救援大队"
    people.subject.save()
    return people.subject.name


def sent(name: str) -> Outcome:
    """Import a file as a department sent it."""
    content = (DATA / name).read_bytes()
    return run_table(
        open_table(content, name=name, layout=ItemImporter.layout), ItemImporter(), actor=SYSTEM, now=NOW
    )


def bases(code: str) -> list[tuple[str, str, str]]:
    found = Item.objects.get(code=code).bases.order_by("id")
    return [(basis.level, basis.title, basis.article) for basis in found]


def test_title_and_article_in_one_cell_are_split(fire: str) -> None:
    outcome = sent("i02_basis_with_article.xlsx")
    law = "中华人民共和国消防法"
    assert bases("TS-E-911") == [("law", law, "第五十三条")]
    assert bases("TS-E-912") == [
        ("law", law, "第五十三条"),
        ("department_rule", "消防监督检查规定", "第十八条"),
    ]
    assert bases("TS-E-914") == [("law", law, "第五十三条"), ("law", "中华人民共和国行政处罚法", "第五条")]
    # Two texts and one article: whose it is cannot be told.
    assert [row["line"] for row in outcome.preview["rejected"]] == [4]
    assert "有 1 处条款，依据有 2 个" in reasons(outcome)[0]
    assert not Basis.objects.filter(title__contains="》").exists()


def test_a_list_as_it_is_published_says_its_law_and_article(fire: str) -> None:
    table = open_table(
        (DATA / "i01_list_as_published.xlsx").read_bytes(), name="i01.xlsx", layout=ItemImporter.layout
    )
    (row,) = table.rows(TODAY)
    assert [str(each) for each in row.row.values["basis_titles"]] == ["《中华人民共和国消防法》第五十三条"]
    found, wrong = bases_of(row.row)
    assert (found, wrong) == ([BasisEntry(BasisLevel.LAW, "中华人民共和国消防法", "第五十三条")], [])


@pytest.mark.parametrize("title", ["中华人民共和国安全生产法实施办法", "安全生产法"])
def test_only_a_law_by_its_name_goes_without_a_rank(people: District, title: str) -> None:
    outcome = import_rows(ItemImporter(), item(依据层级="", 依据名称=title, 条款="第一条"))
    assert "有 0 个层级，依据有 1 个" in reasons(outcome)[0]
