"""Lists of subjects come in as drafts: the declaration goes on from there, and nobody inspects before it is announced."""

import pytest

from jingwei.platform.errors import NotAllowed
from jingwei.registry.imports.subjects import SubjectImporter
from jingwei.registry.models import Region, Subject
from jingwei.registry.rules import credit_code
from jingwei.registry.terms import PartyKind, SubjectStatus
from jingwei.rulebook import Refuse
from tests.people import TODAY, District, district
from tests.sheets import import_rows, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> District:
    """The cast of the tests."""
    return district()


def subject(**changes: str) -> dict[str, str]:
    """One organ as the bureau's list has it."""
    return {
        "编号": "TS-ZT-0301",
        "名称": "铜山区示例管理局",
        "简称": "示例局",
        "机关代字": "铜示",
        "类别": "行政机关",
        "条线": "示例",
        "管辖区划": "铜山区",
        "职权依据": "《中华人民共和国示例法》第一条",
        "电话": "0516-12345678",
    } | changes


def test_a_row_becomes_a_draft(people: District) -> None:
    outcome = import_rows(SubjectImporter(), subject())
    assert (outcome.imported, outcome.rejected) == (1, 0), reasons(outcome)
    made = Subject.objects.get(code="TS-ZT-0301")
    assert (made.status, made.announced_on) == (SubjectStatus.DRAFT, None)
    assert (made.kind, made.region, made.jurisdiction) == (PartyKind.ORGAN, people.region, ["320312"])
    assert made not in Subject.objects.in_force(TODAY)


def test_an_entrusted_body_finds_its_principal_among_those_before_it(people: District) -> None:
    agent = subject(
        编号="TS-ZT-0302", 名称="铜山区示例执法大队", 类别="受委托组织", 委托机关="铜山区示例管理局"
    )
    agent_of_known = agent | {"编号": "TS-ZT-0303", "名称": "铜山区示例监察大队", "委托机关": "应急管理局"}
    outcome = import_rows(SubjectImporter(), subject(), agent, agent_of_known)
    assert outcome.imported == 3, reasons(outcome)
    principal = Subject.objects.get(name="铜山区示例执法大队").principal
    assert principal is not None
    assert principal.name == "铜山区示例管理局"
    assert Subject.objects.get(name="铜山区示例监察大队").principal == people.subject


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"编号": ""}, "列“编号”没有填写"),
        ({"编号": "T001"}, "列“编号”的值“T001”已经登记"),
        ({"名称": "铜山区应急管理局"}, "已经登记"),
        ({"类别": "外包中介机构"}, "不得作为检查主体"),
        ({"类别": "受委托组织"}, "列“委托机关”没有填写"),
        ({"类别": "受委托组织", "委托机关": "不存在局"}, "没有登记，也不在本表前面的行中"),
        ({"委托机关": "铜山区应急管理局"}, "只有受委托组织才有委托机关"),
        ({"管辖区划": "铜山区、月球"}, "列“管辖区划”的值“月球”不在区划表中"),
        ({"统一社会信用代码": "11320312DEM000014X"}, "R-FMT-01"),
        ({"简称": "", "名称": "徐州市铜山区名称特别长的一个示例管理服务局"}, "列“简称”没有填写"),
    ],
)
def test_a_bad_row_comes_back_with_its_reason(people: District, changes: dict[str, str], said: str) -> None:
    outcome = import_rows(SubjectImporter(), subject(**changes))
    assert (outcome.imported, outcome.rejected) == (0, 1)
    assert said in reasons(outcome)[0]


def test_a_department_does_not_bear_the_code_of_another_but_a_towns_may(people: District) -> None:
    Region.objects.create(code="320312001", name="示例镇", parent=people.region)
    Subject.objects.filter(pk=people.subject.pk).update(credit_code=_sound())
    outcome = import_rows(
        SubjectImporter(),
        subject(统一社会信用代码=_sound()),
        subject(
            编号="TS-ZT-0302",
            名称="示例镇综合执法局",
            统一社会信用代码=_sound(),
            所在区划="示例镇",
            管辖区划="",
        ),
    )
    assert (outcome.imported, outcome.rejected) == (1, 1)
    assert "R-FMT-05" in reasons(outcome)[0]
    assert Subject.objects.get(code="TS-ZT-0302").jurisdiction == ["320312001"]


def test_only_the_bureau_imports_subjects(people: District) -> None:
    with pytest.raises(NotAllowed):
        SubjectImporter().access(people.head.member)
    SubjectImporter().access(people.lead.member)


def _sound() -> str:
    """A code of an organ that passes the check digits and is nobody's."""
    for last in credit_code.ALPHABET:
        code = f"11320312DEM000014{last}"
        if not isinstance(credit_code.credit_code(credit_code.Facts(code, True)), Refuse):
            return code
    raise AssertionError
