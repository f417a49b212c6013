"""From a sheet to rows and back: what is written, what is handed back, what the command says."""

import io
import json
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
import python_calamine
from pytest_django import Settings

from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.models import AuditEvent, ImportRun
from jingwei.platform.operations import import_file
from jingwei.platform.operations.imports import content_of
from jingwei.platform.spreadsheets import running
from jingwei.platform.spreadsheets.cells import code, day, text
from jingwei.platform.spreadsheets.layout import Column, Layout, Problem, Row
from jingwei.platform.spreadsheets.running import try_file
from jingwei.platform.spreadsheets.writing import write_template
from jingwei.registry.models import Officer, Subject
from tests.harness.database import Database
from tests.people import NOW, district
from tests.platform.sheets import person_number, workbook
from tests.platform.test_cli_commands import jingwei


class CardImporter:
    """Takes cards whose number does not begin with 0."""

    layout = Layout(
        kind="cards",
        title="卡",
        remarks=("每卡一行。",),
        columns=(
            Column("姓名", "name", text(longest=20), is_required=True),
            Column("卡号", "number", code(longest=20), is_required=True, is_unique=True, choices=("1", "2")),
            Column("日期", "on", day(), note="办卡的日子"),
        ),
    )
    written: ClassVar[list[str]] = []

    def access(self, actor: Actor) -> None:
        """Let everybody in."""

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Refuse what begins with 0."""
        bad = Problem("卡号", "0…", "以 0 开头", "换一张卡")
        return [[bad] if row.values["number"].startswith("0") else [] for row in rows]

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Keep the numbers."""
        self.written.extend(row.values["number"] for row in rows)


@pytest.fixture
def written(db: None, settings: Settings) -> Iterator[list[str]]:
    settings.IMPORTERS = {"cards": f"{__name__}.CardImporter"}
    CardImporter.written.clear()
    yield CardImporter.written
    CardImporter.written.clear()


def imported(content: bytes, **more: Any) -> ImportRun:
    return import_file(kind="cards", name="卡.xlsx", content=content, actor=SYSTEM, now=NOW, **more)


def back(run: ImportRun) -> list[list[Any]]:
    assert run.errors_file is not None
    return read(content_of(run.errors_file))


def read(content: bytes) -> list[list[Any]]:
    return python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()


SENT = (
    ["全区办卡一览表"],
    ("卡号", "备注", "日期", "姓名"),
    ("0７", "=1+1", date(2025, 3, 1), "张三"),
    ("8", "甲", "2025.3.1", "李四"),
    ("9", 1.5, "昨天", ""),
)


def test_good_rows_go_in_and_the_others_come_back_as_they_were_sent(written: list[str]) -> None:
    run = imported(workbook(*SENT))
    assert written == ["8"]
    assert (run.rows, run.imported, run.rejected, run.state) == (3, 1, 2, "done")
    assert back(run) == [
        ["全区办卡一览表", "", "", "", ""],
        ["卡号", "备注", "日期", "姓名", "错误原因"],
        ["0７", "=1+1", date(2025, 3, 1), "张三", "列“卡号”的值“0…”以 0 开头；换一张卡"],
        [
            "9", 1.5, "昨天", "",
            "1. 列“日期”的值“昨天”不是日期；写成 2025-03-01 或 2025年3月1日\n2. 列“姓名”没有填写；补填",
        ],
    ]  # fmt: skip


def test_the_error_file_goes_in_once_it_is_mended(written: list[str]) -> None:
    lines = back(imported(workbook(*SENT)))
    lines[2][0], lines[3][2], lines[3][3] = "７", "2025-03-02", "王五"
    run = imported(workbook(*lines))
    assert (run.imported, run.rejected) == (2, 0)
    assert run.errors_file is None
    assert written == ["8", "7", "9"]


def test_an_error_file_sent_again_unmended_has_one_column_of_reasons(written: list[str]) -> None:
    again = back(imported(workbook(*back(imported(workbook(*SENT))))))
    assert again[1] == ["卡号", "备注", "日期", "姓名", "错误原因"]
    assert len(again) == 4


def test_all_or_nothing_writes_nothing_and_says_so(written: list[str]) -> None:
    run = imported(workbook(*SENT), is_all_or_nothing=True)
    assert (run.rows, run.imported, run.rejected, run.state) == (3, 0, 2, "refused")
    assert "没有导入任何一行" in run.error
    assert len(back(run)) == 4


def test_a_try_writes_nothing_at_all(written: list[str]) -> None:
    outcome = try_file(
        kind="cards",
        name="卡.xlsx",
        content=workbook(*SENT),
        is_all_or_nothing=False,
        actor=SYSTEM,
        now=NOW,
        report=lambda done: None,
    )
    assert (outcome.rows, outcome.imported, outcome.rejected) == (3, 1, 2)
    assert not written
    assert not ImportRun.objects.exists()
    assert not AuditEvent.objects.exists()


def test_equal_keys_find_each_other_across_chunks(
    written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    done: list[int] = []
    run = imported(
        workbook(("姓名", "卡号"), *[("甲", f"{each}") for each in (1, 2, 3, 1, 5)]), report=done.append
    )
    assert written == ["1", "2", "3", "5"]
    assert done == [2, 4, 5]
    assert "与第 2 行重复" in back(run)[1][-1]


def test_one_import_is_one_row_of_the_log(written: list[str]) -> None:
    imported(workbook(*SENT))
    assert AuditEvent.objects.get().sentence == "系统导入卡表格“卡.xlsx”：3行，导入1行，退回2行"


def test_a_file_that_cannot_be_read_is_kept_with_the_reason(written: list[str]) -> None:
    run = imported(workbook(("甲", "乙")))
    assert (run.state, run.rows) == ("refused", 0)
    assert run.error == "没有找到卡的表头，缺少列“姓名”、“卡号”；下载模板，对照表头补齐"
    assert AuditEvent.objects.get().outcome == "refused"


def test_a_template_says_how_to_fill_it_in() -> None:
    book = python_calamine.load_workbook(io.BytesIO(write_template(CardImporter.layout)))
    assert book.get_sheet_by_name("卡").to_python() == [["姓名", "卡号", "日期"]]
    notes = book.get_sheet_by_name("填写说明").to_python()
    assert notes[0][0] == "每卡一行。"
    assert ["卡号", "是", "可选：1、2", ""] in notes
    assert ["日期", "", "办卡的日子", ""] in notes


# -- the command ------------------------------------------------------------------------------------------------


def command(
    database: Database, *arguments: str | Path
) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    done = jingwei("import", *map(str, arguments), **database.environment)
    return done, json.loads(done.stdout.splitlines()[-1])


def test_the_command_prints_one_line_and_hands_the_bad_rows_back(
    committed_database: Database, tmp_path: Path
) -> None:
    unit = district().subject
    titles = ("姓名", "身份证号", "单位", "人员性质")
    rows = [(f"张{each}", person_number(each), unit.name, "行政编制") for each in range(3)]
    sheet, errors = tmp_path / "名册.xlsx", tmp_path / "退回.xlsx"
    sheet.write_bytes(workbook(titles, *rows, ("李四", "1", unit.name, "行政编制")))
    before = Officer.objects.count()

    done, answer = command(committed_database, "officers", sheet, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == '{"kind":"officers","rows":4,"imported":3,"rejected":1}'
    assert Officer.objects.count() == before
    assert not ImportRun.objects.exists()

    done, answer = command(committed_database, "officers", sheet, "--all-or-nothing")
    assert done.returncode == 1
    assert (answer["imported"], answer["rejected"]) == (0, 1)
    assert "没有导入任何一行" in answer["error"]
    assert Officer.objects.count() == before

    done, answer = command(committed_database, "officers", sheet, "--errors", errors)
    assert done.returncode == 0
    assert answer == {"kind": "officers", "rows": 4, "imported": 3, "rejected": 1}
    assert Officer.objects.count() == before + 3
    assert read(errors.read_bytes())[0] == [*titles, "错误原因"]
    assert "第 5 行：列“身份证号”" in done.stderr
    assert Subject.objects.filter(pk=unit.pk, officers__name="张2").exists()


def test_the_command_says_in_its_line_why_a_file_cannot_be_read(
    committed_database: Database, tmp_path: Path
) -> None:
    nothing = tmp_path / "没有.xlsx"
    done, answer = command(committed_database, "officers", nothing)
    assert done.returncode == 1
    assert answer["error"].startswith("读不到文件")
    assert "Traceback" not in done.stderr
    nothing.write_bytes(b"\x00\x01")
    done, answer = command(committed_database, "officers", nothing, "--dry-run")
    assert done.returncode == 1
    assert answer == {"kind": "officers", "rows": 0, "imported": 0, "rejected": 0, "error": answer["error"]}
    done, answer = command(committed_database, "officers", nothing, "--errors", tmp_path / "没有" / "x.xlsx")
    assert answer["error"].startswith("写不了错误清单")


def test_a_kind_that_does_not_exist_is_a_wrong_call() -> None:
    done = jingwei("import", "dragons", "x.xlsx")
    assert done.returncode == 2
    assert "officers" in done.stderr
