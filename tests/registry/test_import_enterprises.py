"""Lists of enterprises and of their sites: codes are checked digit by digit, each site gets a code for its gate."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.platform.errors import NotAllowed
from jingwei.registry.imports.enterprises import EnterpriseImporter
from jingwei.registry.imports.sites import SiteImporter
from jingwei.registry.models import Enterprise, Site, SiteCode
from jingwei.registry.rules import credit_code
from jingwei.registry.terms import CreditClass, EnterpriseKind
from jingwei.rulebook import Refuse
from tests.people import District, district
from tests.sheets import import_rows, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> District:
    """The cast of the tests."""
    return district()


def made_up(number: int) -> str:
    """A code that passes the check digits and belongs to nobody."""
    body = f"91320312DEM{number:05}"
    for seventeenth in "0123456789X":
        for last in credit_code.ALPHABET:
            code = f"{body}{seventeenth}{last}"
            if not isinstance(credit_code.credit_code(credit_code.Facts(code, True)), Refuse):
                return code
    raise AssertionError(body)


def enterprise(**changes: str) -> dict[str, str]:
    """One enterprise as a department sends it."""
    return {
        "统一社会信用代码": made_up(901),
        "企业名称": "徐州映山示例建材有限公司",
        "企业类型": "有限责任公司",
        "行业代码": "30",
        "所属区划": "铜山区",
        "信用风险分类": "C类",
    } | changes


def test_a_row_becomes_an_enterprise(people: District) -> None:
    outcome = import_rows(EnterpriseImporter(), enterprise())
    assert (outcome.imported, outcome.rejected) == (1, 0), reasons(outcome)
    made = Enterprise.objects.get(credit_code=made_up(901))
    assert (made.name, made.kind, made.industry) == (
        "徐州映山示例建材有限公司",
        EnterpriseKind.COMPANY,
        "C30",
    )
    assert (made.credit_class, made.region) == (CreditClass.C, people.region)
    assert made.sort_key.endswith("xzyssljcyxgs")
    assert not made.sites.exists()


def test_an_address_makes_its_first_site_with_a_code(people: District) -> None:
    place = {"场所名称": "厂区", "地址": "徐州市铜山区示例路9号", "经度": "117.2", "纬度": "34.2"}
    import_rows(EnterpriseImporter(), enterprise(**place))
    site = Site.objects.get(enterprise__credit_code=made_up(901))
    assert (site.name, site.longitude, site.latitude) == ("厂区", 117.2, 34.2)
    assert SiteCode.objects.filter(site=site, ended_at=None).count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"统一社会信用代码": "91320312DEM000014X"}, "R-FMT-01"),
        ({"统一社会信用代码": "9132031200014"}, "有 13 位，应为 18 位"),
        ({"行业代码": "F30"}, "列“行业代码”的值“F30”不合规定（R-FMT-04）：大类 30"),
        ({"行业代码": "U01"}, "没有门类“U”"),
        ({"所属区划": "不存在镇"}, "列“区划”的值“不存在镇”不在区划表中"),
        ({"企业类型": "社团"}, "不在可选项中"),
        ({"经度": "34.2", "纬度": "117.2", "地址": "某路"}, "不在 73 至 136 之间"),
        ({"经度": "117.2", "地址": "某路"}, "列“经度”的值“117.2”缺另一半坐标"),
        ({"场所名称": "厂区"}, "列“地址”没有填写"),
    ],
)
def test_a_bad_row_comes_back_with_its_reason(people: District, changes: dict[str, str], said: str) -> None:
    outcome = import_rows(EnterpriseImporter(), enterprise(**changes))
    assert (outcome.imported, outcome.rejected) == (0, 1)
    assert said in reasons(outcome)[0]


def test_an_enterprise_is_registered_once(people: District) -> None:
    standing = enterprise(统一社会信用代码=people.enterprise.credit_code)
    outcome = import_rows(EnterpriseImporter(), standing, enterprise(), enterprise())
    assert (outcome.imported, outcome.rejected) == (1, 2)
    first, second = reasons(outcome)
    assert f"已经登记为“{people.enterprise.name}”" in first
    assert "与第 3 行重复" in second


def test_only_the_bureau_imports_enterprises_and_sites(people: District) -> None:
    for importer in (EnterpriseImporter(), SiteImporter()):
        with pytest.raises(NotAllowed):
            importer.access(people.clerk.member)
        importer.access(people.supervisor.member)


def test_many_enterprises_take_no_more_statements_than_few(people: District) -> None:
    def statements(first: int, count: int) -> int:
        rows = [enterprise(统一社会信用代码=made_up(first + each), 地址="某路1号") for each in range(count)]
        with CaptureQueriesContext(connection) as asked:
            assert import_rows(EnterpriseImporter(), *rows).imported == count
        return len(asked)

    assert statements(100, 30) == statements(200, 2)


def site(people: District, **changes: str) -> dict[str, str]:
    """One site as a department sends it."""
    return {
        "统一社会信用代码": people.enterprise.credit_code,
        "场所名称": "二厂区",
        "场所地址": "徐州市铜山区示例路2号",
        "经度": "117.18",
        "纬度": "34.19",
    } | changes


def test_a_row_becomes_a_site_with_a_code(people: District) -> None:
    assert import_rows(SiteImporter(), site(people)).imported == 1
    made = Site.objects.get(name="二厂区")
    assert (made.enterprise, made.region) == (people.enterprise, people.region)
    assert len(made.codes.get().token) == 26


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"统一社会信用代码": "91320312DEM000031A"}, "没有登记的企业"),
        ({"场所名称": "厂区"}, "列“场所”的值“厂区”已是该企业登记的场所"),
        ({"所属区划": "月球"}, "不在区划表中"),
        ({"纬度": ""}, "缺另一半坐标"),
        ({"场所地址": ""}, "列“地址”没有填写"),
    ],
)
def test_a_bad_site_comes_back_with_its_reason(people: District, changes: dict[str, str], said: str) -> None:
    outcome = import_rows(SiteImporter(), site(people, **changes))
    assert (outcome.imported, outcome.rejected) == (0, 1)
    assert said in reasons(outcome)[0]


def test_a_site_stands_once_in_a_sheet(people: District) -> None:
    outcome = import_rows(SiteImporter(), site(people), site(people))
    assert (outcome.imported, outcome.rejected) == (1, 1)
    assert "与第 2 行重复" in reasons(outcome)[0]
