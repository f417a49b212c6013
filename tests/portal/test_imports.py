"""导入: upload, preview, confirm, result, as a clerk and a supervisor see it."""

import io
from datetime import date
from pathlib import Path

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from jingwei.config.imports import IMPORTERS
from jingwei.platform.models import Account, AuditEvent, ImportRun
from jingwei.platform.spreadsheets.importers import importer_of
from jingwei.platform.spreadsheets.tables import open_table
from jingwei.platform.terms import ImportState
from jingwei.portal.jobs import carry_out_import, preview_import
from jingwei.registry.models import Officer
from tests.people import District, district
from tests.platform.sheets import person_number, workbook

DATA = Path(__file__).parents[1] / "data"
TITLES = ("姓名", "身份证号", "单位", "人员性质", "证号", "执法领域", "有效期起", "有效期止")


@pytest.fixture
def people(db: None) -> District:
    return district()


def roster(people: District, *, bad: int = 1, good: int = 2) -> bytes:
    unit = people.subject.name
    rows = [("张三", person_number(count), unit, "行政编制") for count in range(good)]
    rows += [("李四", person_number(100 + count), unit, "不知道") for count in range(bad)]
    return workbook(TITLES, *rows)


def upload(
    client: Client, content: bytes, *, name: str = "名册.xlsx", kind: str = "officers", **more: str
) -> ImportRun:
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("import_new", args=[kind]), {"file": file, **more})
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.latest("pk")


def page(client: Client, run: ImportRun) -> str:
    return client.get(reverse("import_detail", args=[run.pk])).content.decode()


def test_a_clerk_uploads_looks_and_imports(people: District, client: Client) -> None:
    people.clerk.sign_in(client)
    before = Officer.objects.count()
    run = upload(client, roster(people))
    assert "正在核对" in page(client, run)
    preview_import(importrun_id=run.pk)
    seen = page(client, run)
    assert "导入 2 行" in seen
    assert "列“人员性质”的值“不知道”不在可选项中" in seen
    assert person_number(0) not in seen
    assert Officer.objects.count() == before

    client.post(reverse("import_confirm", args=[run.pk]))
    assert "正在导入" in page(client, run)
    carry_out_import(importrun_id=run.pk)
    assert Officer.objects.count() == before + 2
    assert "已导入" in page(client, run)
    assert f'href="{reverse("officer_list")}"' in page(client, run).partition("jw-head")[2]
    back = client.get(reverse("import_errors", args=[run.pk]))
    rows = python_calamine.load_workbook(io.BytesIO(back.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == [*TITLES, "错误原因"]
    assert rows[1][:4] == ["李四", person_number(100), people.subject.name, "不知道"]
    done = AuditEvent.objects.filter(action="platform.sheet.imported").get()
    assert done.sentence == f"{people.clerk.member}导入执法人员表格“名册.xlsx”：3行，导入2行，退回1行"


def test_the_uploaded_file_is_not_to_be_read_on_the_disk(people: District, client: Client) -> None:
    from jingwei.platform.files import path_of

    people.clerk.sign_in(client)
    run = upload(client, person_number(7).encode())
    assert person_number(7).encode() not in path_of(run.file).read_bytes()


def test_all_or_nothing_offers_no_import_while_a_row_is_bad(people: District, client: Client) -> None:
    people.clerk.sign_in(client)
    run = upload(client, roster(people), is_all_or_nothing="on")
    preview_import(importrun_id=run.pk)
    assert "重新上传" in page(client, run)
    assert client.post(reverse("import_confirm", args=[run.pk])).status_code == 409


def test_a_file_that_is_no_sheet_ends_with_what_is_wrong_and_what_to_do(
    people: District, client: Client
) -> None:
    people.clerk.sign_in(client)
    run = upload(client, b"\x89PNG\x00\x00", name="照片.xlsx")
    preview_import(importrun_id=run.pk)
    seen = page(client, run)
    assert "不是表格" in seen
    assert "另存为 .xlsx" in seen
    again = client.get(reverse("import_progress", args=[run.pk]))
    assert again["HX-Refresh"] == "true"


def test_an_import_whose_worker_was_killed_is_begun_once_more_and_writes_its_rows_once(
    people: District, client: Client
) -> None:
    people.clerk.sign_in(client)
    before = Officer.objects.count()
    run = upload(client, roster(people, bad=0))
    ImportRun.objects.update(begun=1)  # as a killed worker leaves it: begun, and still running
    preview_import(importrun_id=run.pk)
    client.post(reverse("import_confirm", args=[run.pk]))
    ImportRun.objects.update(begun=1)
    carry_out_import(importrun_id=run.pk)
    assert Officer.objects.count() == before + 2
    carry_out_import(importrun_id=run.pk)  # killed after the commit: the job is taken up, and finds it done
    assert Officer.objects.count() == before + 2
    run.refresh_from_db()
    assert run.state == ImportState.DONE


def test_an_import_that_was_killed_twice_ends_and_says_so(people: District, client: Client) -> None:
    people.clerk.sign_in(client)
    run = upload(client, roster(people))
    ImportRun.objects.update(begun=2)
    preview_import(importrun_id=run.pk)
    assert "处理了 2 次都中断" in page(client, run)
    run.refresh_from_db()
    assert run.state == ImportState.REFUSED
    preview_import(importrun_id=run.pk)
    assert "处理了 2 次都中断" in page(client, run)


def test_the_page_says_how_many_rows_a_filter_hid(people: District, client: Client) -> None:
    people.clerk.sign_in(client)
    run = upload(client, (DATA / "o10_filtered_rows.xlsx").read_bytes())
    preview_import(importrun_id=run.pk)
    seen = page(client, run)
    assert "表中有 2 行被筛选掉或隐藏，没有显示，也已读入" in seen
    run.refresh_from_db()
    assert run.rows == 4


def test_an_empty_choice_and_an_empty_file_are_answered_on_the_form(people: District, client: Client) -> None:
    people.clerk.sign_in(client)
    address = reverse("import_new", args=["officers"])
    assert client.post(address).status_code == 422
    assert "文件是空的" in client.post(address, {"file": SimpleUploadedFile("a.xlsx", b"")}).content.decode()


def test_a_clerk_imports_people_of_the_own_subject_and_no_cards(people: District, client: Client) -> None:
    people.clerk.sign_in(client)
    unit = people.subject.name
    other = people.other_subject.name
    content = workbook(
        TITLES,
        ("甲", person_number(1), other, "行政编制"),
        (
            "乙",
            person_number(2),
            unit,
            "行政编制",
            "10031288888",
            "应急管理",
            date(2025, 1, 1),
            date(2028, 1, 1),
        ),
    )
    run = upload(client, content)
    preview_import(importrun_id=run.pk)
    run.refresh_from_db()
    assert (run.imported, run.rejected) == (0, 2)
    assert "应由区司法局登记" in page(client, run)


def test_the_bureau_sees_all_imports_and_a_clerk_only_those_of_their_own(
    people: District, client: Client
) -> None:
    run = upload(people.clerk.sign_in(client), roster(people))
    people.supervisor.sign_in(client)
    assert "名册.xlsx" in client.get(reverse("import_list")).content.decode()
    assert client.get(reverse("import_detail", args=[run.pk])).status_code == 200
    assert client.post(reverse("import_confirm", args=[run.pk])).status_code == 422
    people.head.sign_in(client)
    assert "还没有导入过表格" in client.get(reverse("import_list")).content.decode()
    assert client.get(reverse("import_detail", args=[run.pk])).status_code == 422


def test_the_template_can_be_filled_in_and_uploaded(people: District, client: Client) -> None:
    people.clerk.sign_in(client)
    answer = client.get(reverse("import_template", args=["officers"]))
    book = python_calamine.load_workbook(io.BytesIO(answer.content))
    assert book.sheet_names == ["执法人员", "填写说明"]
    assert book.get_sheet_by_index(0).to_python()[0][:4] == ["姓名", "身份证号", "单位", "人员性质"]


def test_an_import_whose_membership_has_ended_writes_nothing(people: District, client: Client) -> None:
    people.clerk.sign_in(client)
    run = upload(client, roster(people))
    ImportRun.objects.update(actor={"membership_id": 0})
    preview_import(importrun_id=run.pk)
    assert "上传人的任职已经结束" in page(client, run)


def test_an_import_of_somebody_whose_account_was_closed_meanwhile_writes_nothing(
    people: District, client: Client
) -> None:
    people.clerk.sign_in(client)
    run = upload(client, roster(people))
    Account.objects.filter(pk=people.clerk.account.pk).update(is_active=False)
    preview_import(importrun_id=run.pk)
    people.supervisor.sign_in(client)
    assert "上传人的账号已经停用" in page(client, run)


@pytest.mark.parametrize("kind", list(IMPORTERS))
def test_every_kind_says_how_to_fill_it_in_and_reads_its_own_template(
    people: District, client: Client, kind: str
) -> None:
    people.supervisor.sign_in(client)
    assert "填写说明" in client.get(reverse("import_new", args=[kind])).content.decode()
    template = client.get(reverse("import_template", args=[kind])).content
    layout = importer_of(kind).layout
    assert layout.kind == kind
    assert open_table(template, name="模板.xlsx", layout=layout).columns == layout.columns


SHIFTED = (Path(__file__).parent.parent / "data" / "o21_shifted_row_leaks_id.xlsx").read_bytes()
STRAY = "320399198805177073"  # of the shifted row, in the column of units


def test_a_shifted_row_shows_nobody_a_resident_id(people: District, client: Client) -> None:
    people.supervisor.sign_in(client)
    run = upload(client, SHIFTED, name=f"{STRAY}.xlsx")
    preview_import(importrun_id=run.pk)
    seen = page(client, run) + client.get(reverse("import_list")).content.decode()
    assert STRAY not in seen
    assert "3203**********7073" in seen
    assert "列“单位”的值“3203**********7073”" in seen
    assert all(STRAY not in event.sentence + str(event.data) for event in AuditEvent.objects.all())


def test_the_stored_preview_is_sealed_and_masked(people: District, client: Client) -> None:
    people.supervisor.sign_in(client)
    run = upload(client, SHIFTED)
    preview_import(importrun_id=run.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM platform_importrun r")
        (stored,) = cursor.fetchone()
    assert STRAY not in stored
    assert "测错" not in stored  # not even a name
    assert STRAY not in str(ImportRun.objects.get().preview)


def test_the_error_file_gives_back_what_was_sent_with_masked_reasons(
    people: District, client: Client
) -> None:
    people.supervisor.sign_in(client)
    run = upload(client, SHIFTED)
    preview_import(importrun_id=run.pk)
    back = client.get(reverse("import_errors", args=[run.pk]))
    rows = python_calamine.load_workbook(io.BytesIO(back.content)).get_sheet_by_index(0).to_python()
    (shifted,) = [row for row in rows if row[1] == "测错二"]
    *cells, reason = map(str, shifted)
    assert STRAY in cells
    assert STRAY not in reason
    assert "3203**********7073" in reason
