"""Returns of the establishment check as departments send them: a sheet, handed on by the circular's event."""

from collections.abc import Sequence

import pytest

from jingwei.platform import files
from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import Mistake
from jingwei.platform.models import AuditEvent, StoredFile
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.platform.spreadsheets.lists import write_list
from jingwei.platform.spreadsheets.writing import write_template
from jingwei.platform.terms import AuditOutcome
from jingwei.registry.imports.establishment import LAYOUT, read_return
from jingwei.registry.jobs import take_return
from jingwei.registry.models import EstablishmentCheck
from jingwei.registry.terms import CheckResult, StaffKind
from tests.people import NOW, TODAY, District, district
from tests.registry.ids import resident_id

pytestmark = pytest.mark.django_db
TITLES = ("序号", "姓名", "身份证号码", "编制性质", "科室", "执法证号")


@pytest.fixture
def cast() -> District:
    return district()


def sheet(*rows: Sequence[Cell]) -> bytes:
    return write_list("人员", TITLES, rows)


def handed_on(cast: District, content: bytes, reference: str = "铜司通〔2026〕3号") -> EstablishmentCheck:
    stored: StoredFile = files.store(
        content, name="编制报表.xlsx", media_type="application/vnd.ms-excel", actor=SYSTEM, now=NOW
    )
    take_return(
        circular=1,
        reference=reference,
        purpose="establishment_check",
        period="",
        subject=cast.subject.pk,
        file=str(stored.pk),
        numbers=None,
    )
    return EstablishmentCheck.objects.get(circular=reference)


def test_a_sheet_is_read_under_the_titles_that_departments_use() -> None:
    number = resident_id("19850307", "001")
    people = read_return(
        sheet(
            (1, "　陆远 ", number, "参公", "执法大队", "１０３２０３１２００１"),
            (2, "于谨", None, None, None, None),
        ),
        name="表.xlsx",
        today=TODAY,
    )
    assert [(each.line, each.name, each.staff) for each in people] == [
        (2, "陆远", StaffKind.TREATED_AS_CIVIL_SERVANT),
        (3, "于谨", None),
    ]
    assert (people[0].resident_id, people[0].certificate_number) == (number, "10320312001")


def test_a_wrong_cell_sends_the_sheet_back_with_line_column_value_and_remedy() -> None:
    with pytest.raises(Mistake) as caught:
        read_return(sheet((1, "陆远", None, "外聘", None, None)), name="表.xlsx", today=TODAY)
    assert "第 2 行列“编制性质”的值“外聘”" in caught.value.message or "外聘" in caught.value.message
    assert "行政编制" in caught.value.message


def test_the_empty_template_can_be_read_once_it_is_filled_in() -> None:
    assert [column.title for column in LAYOUT.columns] == [
        "姓名",
        "身份证号",
        "人员性质",
        "内设机构",
        "职务",
        "证号",
    ]
    assert write_template(LAYOUT)


def test_an_answer_to_the_circular_opens_the_round_and_is_compared(cast: District) -> None:
    check = handed_on(cast, sheet((1, "陆远", None, "行政编制", None, "10320312001")))
    assert check.rows.get(name="陆远").result == CheckResult.MATCHES
    assert check.rows.filter(result=CheckResult.NOT_IN_RETURN).count() == 4
    again = handed_on(cast, sheet((1, "沈青", None, "合同制", None, "10320312002")))
    assert again == check
    assert check.rows.get(name="沈青").result == CheckResult.NOT_ESTABLISHED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no spreadsheet", "没有找到编制报表的表头"),
        (sheet((1, "陆远", "32031219850307001X0", None, None, None)), "有 19 位"),
        (sheet((1, "陆远", "320312198503070010", None, None, None)), "公民身份号码"),
        (sheet(), ""),
    ],
)
def test_a_sheet_that_cannot_be_taken_leaves_its_reason_on_the_log(
    cast: District, content: bytes, said: str
) -> None:
    check = handed_on(cast, content)
    assert not check.rows.exists()
    attempt = AuditEvent.objects.get(outcome=AuditOutcome.REFUSED)
    assert (attempt.target_kind, attempt.target_id) == ("establishmentcheck", check.pk)
    assert said in attempt.sentence


def test_another_circular_is_none_of_our_business(cast: District) -> None:
    take_return(
        reference="铜司通〔2026〕9号", purpose="monthly", subject=cast.subject.pk, file=None, numbers={}
    )
    assert not EstablishmentCheck.objects.exists()


def test_a_return_whose_cards_nobody_would_read_goes_back_whole() -> None:
    """Cards that are not read are not compared, and the department would seem to have had them right."""
    titles = ("姓名", "身份证号码", "编制性质", "本人执法证", "联系电话")
    content = write_list("人员", titles, [("陆远", resident_id("19850307", "001"), "参公", "1032", "")])
    with pytest.raises(Mistake, match="“本人执法证”列没有读，而表中没有“证号”列，证号不核对"):
        read_return(content, name="表.xlsx", today=TODAY)


def test_the_roster_as_it_is_imported_is_a_return_too() -> None:
    titles = (*TITLES, "执法领域", "有效期起", "有效期止", "性别")
    content = write_list("人员", titles, [(1, "陆远", resident_id("19850307", "001"), "参公", "", "1032")])
    (person,) = read_return(content, name="表.xlsx", today=TODAY)
    assert person.certificate_number == "1032"
