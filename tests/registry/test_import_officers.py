"""Rosters: a hundred thousand people, one in a hundred with one of fifteen faults, mended and sent again."""

import io
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from jingwei.platform.actors import SYSTEM
from jingwei.platform.models import ImportRun
from jingwei.platform.operations import import_file
from jingwei.platform.operations.imports import content_of
from jingwei.platform.spreadsheets.command import import_or_try
from jingwei.registry import resident_ids
from jingwei.registry.imports.officers import OfficerImporter
from jingwei.registry.models import Certificate, Officer
from jingwei.registry.sort_keys import sort_key
from tests.people import NOW, District, district
from tests.platform.sheets import person_number, workbook
from tests.registry.rosters import FAULTS, HEAD, ID, TITLES, roster, write_roster
from tests.sheets import import_rows, reasons

SIZE = 100_000


@pytest.fixture
def people(db: None) -> District:
    return district()


def sent(content: bytes) -> ImportRun:
    return import_file(kind="officers", name="名册.xlsx", content=content, actor=SYSTEM, now=NOW)


def back(run: ImportRun) -> list[list[Any]]:
    assert run.errors_file is not None
    book = python_calamine.load_workbook(io.BytesIO(content_of(run.errors_file)))
    return book.get_sheet_by_index(0).to_python()


def test_every_bad_row_of_a_hundred_thousand_comes_back_and_goes_in_once_mended(
    people: District, tmp_path: Path
) -> None:
    made = roster(SIZE, [people.subject.name, people.other_subject.short_name])
    write_roster(made.rows, tmp_path / "名册.xlsx")
    before = Officer.objects.count()
    run = sent((tmp_path / "名册.xlsx").read_bytes())
    bad = SIZE // 100
    assert (run.rows, run.imported, run.rejected) == (SIZE, SIZE - bad, bad)
    assert Officer.objects.count() == before + SIZE - bad

    lines = back(run)
    assert lines[HEAD - 1] == [*TITLES, "错误原因"]
    returned = {int(line[0]): line for line in lines[HEAD:]}
    assert set(returned) == set(made.reasons)
    assert {reason for reason, _ in FAULTS} == set(made.reasons.values())
    for number, reason in made.reasons.items():
        assert reason in returned[number][-1], (reason, returned[number][-1])

    mended = [lines[HEAD - 1], *[[*made.right[number], line[-1]] for number, line in returned.items()]]
    again = sent(workbook(*mended))
    assert (again.rows, again.imported, again.rejected) == (bad, bad, 0), again.preview
    assert Officer.objects.count() == before + SIZE


def test_an_officer_has_all_that_the_row_says(people: District) -> None:
    cells = list(roster(1, [people.subject.short_name]).rows[0])
    cells[5:7], cells[11] = ["执法一科", "科长"], "有"
    cells[8] = "应急管理/消防救援"
    assert sent(workbook(TITLES, cells)).imported == 1
    officer = Officer.objects.latest("pk")
    name = str(cells[1]).strip()
    assert (officer.name, officer.sort_key) == (name, sort_key(name))
    assert (officer.subject_id, officer.unit, officer.post) == (people.subject.pk, "执法一科", "科长")
    assert officer.has_legal_qualification
    assert resident_ids.opened(officer.id_sealed) == cells[ID]
    assert officer.id_digest == resident_ids.digest_of(cells[ID])
    card = officer.certificates.get()
    assert (card.number, card.status, card.fields) == ("10000000001", "valid", ["emergency", "fire"])
    assert (card.valid_from.isoformat(), card.valid_to.isoformat()) == ("2023-01-01", "2027-12-31")


def test_nobody_without_a_card_gets_one(people: District) -> None:
    titles = ("姓名", "身份证号", "单位", "人员性质")
    assert sent(workbook(titles, ("张三", person_number(1), people.subject.code, "网格员"))).imported == 1
    assert not Certificate.objects.filter(officer=Officer.objects.latest("pk")).exists()


def test_who_and_what_stands_in_the_registry_is_named(people: District) -> None:
    content = workbook(TITLES, *roster(1, [people.subject.name]).rows)
    sent(content)
    again = sent(content)
    assert again.rejected == 1
    reasons = back(again)[1][-1]
    assert f"已在{people.subject.name}的名册" in reasons
    assert f"10000000001 已有一本没有注销的证件（{people.subject}" in reasons


def test_nothing_that_is_kept_in_the_clear_names_a_resident_id(people: District) -> None:
    rows = roster(30, [people.subject.name], bad_every=2).rows
    run = sent(workbook(TITLES, *rows))
    for line in rows:
        assert str(line[ID]) not in str(run.preview)


def test_a_resident_id_in_another_column_is_handed_back_and_not_kept(people: District) -> None:
    number = person_number(5)
    row = {"姓名": "张三", "身份证号": person_number(4), "单位": people.subject.name, "人员性质": "行政编制"}
    for title in ("职务", "内设机构", "证号"):
        outcome = import_rows(OfficerImporter(), row | {title: number})
        assert outcome.imported == 0
        assert f"列“{title}”的值“3203**********{number[-4:]}”里有身份证号" in reasons(outcome)[0]
        assert number not in str(outcome.preview)


def test_the_command_says_nobodys_resident_id(people: District, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(__file__).parent.parent / "data" / "o21_shifted_row_leaks_id.xlsx"
    for is_dry_run in (True, False):
        import_or_try(
            kind="officers", path=path, errors=None, is_dry_run=is_dry_run, is_all_or_nothing=False, now=NOW
        )
        said = capsys.readouterr().err
        assert "320399198805177073" not in said
        assert "3203**********7073" in said
