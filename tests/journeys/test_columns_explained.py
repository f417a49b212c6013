"""Caps with a column of which nobody has heard: the page asks what it is, reads it, and imports."""

from pathlib import Path

from playwright.sync_api import expect

from jingwei.planning.models import Cap
from jingwei.platform.models import ImportRun
from jingwei.portal.jobs import carry_out_import, preview_import
from tests.journeys.stage import PHONE, Stage
from tests.platform.sheets import workbook

TITLES = ("检查主体", "取用水事项", "企业信用等级", "年度频次上限", "施行日期", "公布文件", "经办")


def test_a_column_nobody_read_is_explained_on_the_page(stage: Stage, tmp_path: Path) -> None:
    people = stage.people
    sheet = tmp_path / "频次上限.xlsx"
    row = (people.subject.name, people.item.name, "A", 1, "2028-01-01", "铜应急〔2026〕9号", "张三")
    sheet.write_bytes(workbook(TITLES, row))

    page = stage.desk(people.supervisor)
    page.goto("/imports/new/caps/")
    page.get_by_label("表格").set_input_files(sheet)
    page.get_by_role("button", name="上传核对").click()
    preview_import(importrun_id=ImportRun.objects.get().pk)
    expect(page.get_by_role("alert")).to_contain_text("表中没有“事项编码”列，上限管该主体的全部事项")
    expect(page.get_by_role("button", name="导入 1 行")).to_have_count(0)
    stage.hold(page, "import-columns-asked")
    page.set_viewport_size(PHONE)
    stage.hold(page, "import-columns-asked-small")
    page.set_viewport_size({"width": 1440, "height": 900})

    page.get_by_label("取用水事项").select_option(label="读作：事项编码")
    page.get_by_label("经办").select_option(label="不需要，不读")
    page.get_by_role("button", name="按此重新核对").click()
    expect(page.get_by_role("status")).to_contain_text("正在核对")
    preview_import(importrun_id=ImportRun.objects.get().pk)
    page.get_by_role("button", name="导入 1 行").click()
    stage.hold(page, "import-columns-explained")
    page.get_by_role("dialog").get_by_role("button", name="导入 1 行").click()
    expect(page.get_by_role("status")).to_contain_text("正在导入")
    carry_out_import(importrun_id=ImportRun.objects.get().pk)
    expect(page.get_by_text("已导入", exact=True).first).to_be_visible()
    assert Cap.objects.get().item == people.item
