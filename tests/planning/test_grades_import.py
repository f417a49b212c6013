"""Departments' own lists of grades: their own only, one row an enterprise, the grade before ends."""

from datetime import date
from decimal import Decimal

import pytest

from jingwei.planning.imports import GradeImporter
from jingwei.planning.models import DepartmentGrade
from jingwei.planning.queries import class_for
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import AuditEvent
from jingwei.registry.terms import CreditClass
from tests.people import TODAY, District, district
from tests.sheets import import_rows, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> District:
    """The cast of the tests."""
    return district()


def row(**changes: str) -> dict[str, str]:
    """One graded enterprise as a department sends it."""
    return {
        "检查主体": "应急管理局",
        "统一社会信用代码": "91320312DEM000014U",
        "分级": "D级",
        "分级标准": "安全生产风险分级标准（2026）",
        "得分": "41.5",
        "理由": "涉爆粉尘",
        "自": "2026-03-01",
    } | changes


def test_a_row_becomes_a_grade_that_binds(people: District) -> None:
    outcome = import_rows(GradeImporter(), row(), actor=people.clerk.member)
    assert outcome.imported == 1, reasons(outcome)
    made = DepartmentGrade.objects.get()
    assert (made.subject, made.enterprise, made.score) == (people.subject, people.enterprise, Decimal("41.5"))
    assert made.entered_by == people.clerk.account
    assert class_for(people.enterprise, people.subject, on=TODAY) is CreditClass.D
    assert AuditEvent.objects.filter(action="planning.grade.entered", target_id=people.enterprise.pk).exists()


def test_the_grade_before_ends_when_the_new_one_begins(people: District) -> None:
    import_rows(GradeImporter(), row(自="2026-01-01", 分级="C", 得分=""))
    import_rows(GradeImporter(), row())
    first, second = DepartmentGrade.objects.order_by("valid_from")
    assert (first.valid_until, first.score) == (date(2026, 3, 1), None)
    assert second.valid_until is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"检查主体": "不存在局"}, "不是名录中的检查主体"),
        ({"检查主体": "市场监管局"}, "不是本单位"),
        ({"统一社会信用代码": "91320312DEM000030H"}, "没有登记的企业"),
        ({"分级": "红"}, "不是 A、B、C、D 中的一类"),
        ({"分级标准": ""}, "列“分级标准”没有填写"),
        ({"理由": ""}, "列“理由”没有填写"),
        ({"得分": "优"}, "不是数字"),
        ({"自": "去年"}, "不是日期"),
    ],
)
def test_a_bad_row_comes_back_with_its_reason(people: District, changes: dict[str, str], said: str) -> None:
    outcome = import_rows(GradeImporter(), row(**changes), actor=people.clerk.member)
    assert outcome.rejected == 1
    assert said in reasons(outcome)[0]


def test_a_row_twice_or_before_the_standing_grade_comes_back(people: District) -> None:
    outcome = import_rows(GradeImporter(), row(), row(分级="C"))
    assert "与第 2 行重复" in reasons(outcome)[0]
    outcome = import_rows(GradeImporter(), row(自="2026-02-28"))
    assert "早于现有分级的起始日期 2026-03-01" in reasons(outcome)[0]


def test_officers_and_enterprises_grade_nobody(people: District) -> None:
    for somebody in (people.officer, people.contact, people.system):
        with pytest.raises(NotAllowed):
            GradeImporter().access(somebody.member)
