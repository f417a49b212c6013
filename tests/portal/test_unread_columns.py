"""Columns that nobody reads: named before anything is written, and explained where they may hold what is missing."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.planning.models import Cap
from jingwei.platform.errors import Mistake
from jingwei.platform.models import AuditEvent, ImportRun
from jingwei.platform.spreadsheets.command import import_or_try
from jingwei.portal.jobs import carry_out_import, preview_import
from jingwei.registry.models import Certificate, Item, Officer
from tests.people import NOW, District, district
from tests.platform.sheets import person_number, workbook
from tests.portal.test_imports import page, upload

DATA = Path(__file__).parent.parent / "data"
CAPS = ("检查主体", "取用水事项", "企业信用等级", "年度频次上限", "施行日期", "公布文件")


@pytest.fixture
def people(db: None) -> District:
    """The cast, its department named as in the files."""
    made = district()
    made.subject.name, made.subject.short_name = "徐州市铜山区水务局", "区水务局"
    made.subject.save()
    return made


@pytest.fixture
def standing(people: District) -> Cap:
    """A cap on all items that has no end."""
    return Cap.objects.create(subject=people.subject, visits=2, valid_from=date(2026, 1, 1), source="公告")


def caps(people: District) -> bytes:
    """Caps of one item in a column of which nobody has heard."""
    row = (people.subject.name, people.item.name, "A", 1, "2028-01-01", "铜水〔2026〕9号")
    return workbook(CAPS, row)


def previewed(client: Client, content: bytes, kind: str) -> ImportRun:
    run = upload(client, content, kind=kind)
    preview_import(importrun_id=run.pk)
    run.refresh_from_db()
    return run


def explain(client: Client, run: ImportRun, *answers: str) -> int:
    given = {f"column_{place}": answer for place, answer in enumerate(answers)}
    return client.post(reverse("import_columns", args=[run.pk]), given).status_code


def test_the_page_names_the_column_and_asks_before_it_offers_the_import(
    people: District, standing: Cap, client: Client
) -> None:
    people.supervisor.sign_in(client)
    run = previewed(client, caps(people), "caps")
    seen = page(client, run)
    assert "没有读的列" in seen
    assert "取用水事项" in seen
    assert people.item.name in seen
    assert "表中没有“事项编码”列，上限管该主体的全部事项，并代替原有的上限" in seen
    assert reverse("import_confirm", args=[run.pk]) not in seen
    assert client.post(reverse("import_confirm", args=[run.pk])).status_code == 409
    standing.refresh_from_db()
    assert (Cap.objects.count(), standing.valid_until) == (1, None)


def test_a_column_that_is_explained_is_read(people: District, standing: Cap, client: Client) -> None:
    people.supervisor.sign_in(client)
    run = previewed(client, caps(people), "caps")
    assert explain(client, run, "item") == 302
    preview_import(importrun_id=run.pk)
    assert client.post(reverse("import_confirm", args=[run.pk])).status_code == 302
    carry_out_import(importrun_id=run.pk)
    made = Cap.objects.latest("pk")
    assert (made.item, made.credit_class, made.visits) == (people.item, "A", 1)
    standing.refresh_from_db()
    assert standing.valid_until is None
    said = AuditEvent.objects.get(action="platform.sheet.explained").sentence
    assert "“取用水事项”读作事项编码" in said


def test_a_column_that_is_not_meant_is_said_so_and_the_rest_goes_in(people: District, client: Client) -> None:
    people.supervisor.sign_in(client)
    run = previewed(client, caps(people), "caps")
    assert explain(client, run, "-") == 302
    preview_import(importrun_id=run.pk)
    assert "取用水事项" in page(client, run)
    client.post(reverse("import_confirm", args=[run.pk]))
    carry_out_import(importrun_id=run.pk)
    assert Cap.objects.get().item is None


def test_each_column_has_to_be_explained_by_whoever_sent_it(people: District, client: Client) -> None:
    people.supervisor.sign_in(client)
    run = previewed(client, caps(people), "caps")
    assert explain(client, run, "") == 422
    assert explain(client, run, "visits") == 422  # read from another column already
    people.lead.sign_in(client)
    assert explain(client, run, "-") == 422
    run.refresh_from_db()
    assert (run.state, run.columns) == ("previewed", {})


def test_caps_headed_as_our_own_list_are_caps_of_their_items(
    people: District, standing: Cap, client: Client
) -> None:
    names = ("取水许可监督检查", "河道采砂监督检查")
    for number, name in enumerate(names):
        Item.objects.create(code=f"TS-SW-{number}", name=name, subject=people.subject, field="water")
    people.supervisor.sign_in(client)
    run = previewed(client, (DATA / "c03_item_column_not_known.xlsx").read_bytes(), "caps")
    assert (run.imported, run.rejected) == (2, 0), run.preview
    client.post(reverse("import_confirm", args=[run.pk]))
    carry_out_import(importrun_id=run.pk)
    made = Cap.objects.exclude(pk=standing.pk).order_by("pk")
    assert [(cap.item and cap.item.name, cap.credit_class) for cap in made] == [
        (names[0], "A"),
        (names[1], "D"),
    ]
    standing.refresh_from_db()
    assert standing.valid_until is None


def test_caps_of_an_item_nobody_registered_come_back(people: District, client: Client) -> None:
    people.supervisor.sign_in(client)
    run = previewed(client, (DATA / "c03_item_column_not_known.xlsx").read_bytes(), "caps")
    assert (run.imported, run.rejected) == (0, 2)
    assert "列“事项编码”的值“取水许可监督检查”不在事项库" in page(client, run)


def test_officers_come_with_the_certificates_of_their_column(people: District, client: Client) -> None:
    people.supervisor.sign_in(client)
    run = previewed(client, (DATA / "o03b_certificate_column_not_known.xlsx").read_bytes(), "officers")
    assert (run.imported, run.rejected) == (2, 0), run.preview
    client.post(reverse("import_confirm", args=[run.pk]))
    carry_out_import(importrun_id=run.pk)
    assert Certificate.objects.filter(number__in=["10999000126", "10999000128"]).count() == 2


def test_a_certificate_under_a_title_nobody_knows_is_asked_about(people: District, client: Client) -> None:
    before = Officer.objects.count()
    people.supervisor.sign_in(client)
    titles = ("姓名", "身份证号", "单位", "人员性质", "性别", "本人执法证", "领证")
    row = ("张三", person_number(1), people.subject.name, "行政编制", "男", "10031200001", "")
    run = previewed(client, workbook(titles, row), "officers")
    unread = {each["title"]: each["is_asked"] for each in run.preview["unread"]}
    assert unread == {"性别": False, "本人执法证": True, "领证": True}
    assert client.post(reverse("import_confirm", args=[run.pk])).status_code == 409
    assert Officer.objects.count() == before


def test_samples_of_a_column_show_no_resident_id(people: District, client: Client) -> None:
    people.supervisor.sign_in(client)
    titles = ("姓名", "身份证号", "单位", "人员性质", "本人证件")
    row = ("张三", person_number(1), people.subject.name, "行政编制", person_number(2))
    run = previewed(client, workbook(titles, row), "officers")
    seen = page(client, run)
    assert f"3203**********{person_number(2)[-4:]}" in seen
    assert person_number(2) not in seen


def test_a_column_without_a_title_is_named_by_its_place(people: District, client: Client) -> None:
    people.supervisor.sign_in(client)
    titles = ("序号", "姓名", "身份证号", "单位", "人员性质", "证号", "")
    row = (1, "张三", person_number(1), people.subject.name, "行政编制", "", "市级先进")
    run = previewed(client, workbook(titles, row), "officers")
    assert [(each["title"], each["is_asked"]) for each in run.preview["unread"]] == [
        ("序号", False),
        ("第7列", False),
    ]
    assert "第7列" in page(client, run)
    assert client.post(reverse("import_confirm", args=[run.pk])).status_code == 302


def command(
    people: District, path: Path, *columns: str, is_dry_run: bool = False
) -> tuple[dict[str, int], str]:
    path.write_bytes(caps(people))
    return import_or_try(
        kind="caps",
        path=path,
        errors=None,
        is_dry_run=is_dry_run,
        is_all_or_nothing=False,
        columns=columns,
        now=NOW,
    )


@pytest.mark.parametrize("is_dry_run", [True, False])
def test_the_command_names_the_column_and_takes_nothing(
    people: District, standing: Cap, tmp_path: Path, capsys: pytest.CaptureFixture[str], is_dry_run: bool
) -> None:
    _, error = command(people, tmp_path / "caps.xlsx", is_dry_run=is_dry_run)
    assert f"没有读的列：取用水事项（如 {people.item.name}）" in capsys.readouterr().err
    assert "“取用水事项”列没有读，而表中没有“事项编码”列，上限管该主体的全部事项" in error
    assert "--column" in error
    standing.refresh_from_db()
    assert (Cap.objects.count(), standing.valid_until) == (1, None)


def test_the_command_is_told_what_a_column_is(people: District, tmp_path: Path) -> None:
    counts, error = command(people, tmp_path / "caps.xlsx", "取用水事项=事项编码")
    assert (counts["imported"], error) == (1, "")
    assert Cap.objects.get().item == people.item


def test_the_command_says_so_when_there_is_no_such_column(people: District, tmp_path: Path) -> None:
    _, error = command(people, tmp_path / "caps.xlsx", "取用水=事项编码", "取用水事项=")
    assert "表中没有“取用水”这一列" in error
    for wrong, said in (("取用水事项", "看不懂"), ("取用水事项=天气", "频次上限表没有“天气”这一列")):
        with pytest.raises(Mistake, match=said):
            command(people, tmp_path / "caps.xlsx", wrong, is_dry_run=True)
    assert not Cap.objects.exists()


def test_a_registrars_list_is_taken_without_a_question(people: District, client: Client) -> None:
    people.supervisor.sign_in(client)
    run = previewed(client, (DATA / "e03_names.xlsx").read_bytes(), "enterprises")
    assert [each["title"] for each in run.preview["unread"]] == [
        "序号",
        "登记机关",
        "成立日期",
        "行业门类",
        "经营状态",
    ]
    assert not any(each["is_asked"] for each in run.preview["unread"])


def test_the_command_is_told_that_a_column_is_not_meant(people: District, tmp_path: Path) -> None:
    counts, error = command(people, tmp_path / "caps.xlsx", "取用水事项=")
    assert (counts["imported"], error) == (1, "")
    assert Cap.objects.get().item is None
