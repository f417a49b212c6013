"""A clerk's roster: template, upload, preview, import, and the rows that come back, on a desk and on a small screen."""

from pathlib import Path

from playwright.sync_api import expect

from jingwei.platform.models import ImportRun
from jingwei.portal.jobs import carry_out_import, preview_import
from jingwei.registry.models import Officer
from tests.journeys.stage import PHONE, Stage
from tests.platform.sheets import person_number, workbook


def test_a_roster_is_uploaded_looked_at_and_imported(stage: Stage, tmp_path: Path) -> None:
    unit = stage.people.subject.name
    rows = [
        (f"张伟{sign}", person_number(each), unit, "行政编制", "执法一科")
        for each, sign in enumerate("甲乙丙丁戊己")
    ]
    rows += [
        ("李娜", "320312199001010000", unit, "行政编制", ""),
        ("王强", person_number(60), "月球管理局", "临时", ""),
    ]
    sheet = tmp_path / "应急管理局执法人员.xlsx"
    sheet.write_bytes(workbook(("姓名", "身份证号", "单位", "人员性质", "内设机构"), *rows))

    page = stage.desk(stage.people.clerk)
    page.goto("/imports/")
    stage.hold(page, "imports-empty")
    page.get_by_role("link", name="执法人员", exact=True).click()
    stage.hold(page, "import-new")
    with page.expect_download() as template:
        page.get_by_role("link", name="下载模板").click()
    assert template.value.suggested_filename == "执法人员导入模板.xlsx"
    page.get_by_label("表格").set_input_files(sheet)
    page.get_by_role("button", name="上传核对").click()
    expect(page.get_by_role("status")).to_contain_text("正在核对")
    stage.hold(page, "import-checking")

    run = ImportRun.objects.get()
    preview_import(importrun_id=run.pk)
    button = page.get_by_role("button", name="导入 6 行")
    expect(button).to_be_visible()  # The page asked, heard that it is done, and loaded itself again.
    stage.hold(page, "import-previewed")
    page.set_viewport_size(PHONE)
    stage.hold(page, "import-previewed-small")
    page.set_viewport_size({"width": 1440, "height": 900})
    button.click()
    page.get_by_role("dialog").get_by_role("button", name="导入 6 行").click()
    expect(page.get_by_role("status")).to_contain_text("正在导入")
    carry_out_import(importrun_id=run.pk)
    expect(page.get_by_text("已导入", exact=True).first).to_be_visible()
    stage.hold(page, "import-done")
    assert Officer.objects.filter(subject=stage.people.subject, name__startswith="张伟").count() == 6
    with page.expect_download() as errors:
        page.get_by_role("link", name="下载错误清单").click()
    assert errors.value.suggested_filename == "应急管理局执法人员-错误清单.xlsx"
    page.goto("/imports/")
    stage.hold(page, "imports")
    page.set_viewport_size(PHONE)
    stage.hold(page, "imports-small")
