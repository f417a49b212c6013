"""The establishment check in the browser: opened, a return uploaded, mismatches decided, a card cleaned up."""

import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from jingwei.platform.calendar import local_date
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets.lists import write_list
from jingwei.registry import operations as registry
from jingwei.registry.jobs import take_uploaded_return
from jingwei.registry.models import Certificate, Officer
from jingwei.registry.terms import CancelReason, Field, StaffKind
from tests.journeys.stage import PHONE, Stage

TITLES = ("姓名", "人员性质", "内设机构", "职务", "证号")
RETURN = [
    ("陆远", "行政编制", "执法大队", "大队长", "10320312001"),
    ("沈青", "合同制", "执法大队", "", "10320312002"),
    ("龚䶮", "行政编制", "", "", "10320312003"),
    ("江澄", "行政编制", "", "", "10320312005"),
    ("钟一", "事业编制", "执法大队", "科员", ""),
]


def test_a_department_returns_its_people_and_the_bureau_decides(stage: Stage) -> None:
    people = stage.people
    desk = stage.desk(people.supervisor)
    desk.goto("/officers/checks/")
    stage.hold(desk, "checks-empty")
    desk.get_by_role("link", name="发起核对").first.click()
    desk.get_by_role("button", name="发起").click()
    expect(desk.get_by_text("已发起，等各单位报送。")).to_be_visible()
    address = desk.url

    clerk = stage.desk(people.clerk)
    clerk.goto(address)
    clerk.get_by_role("link", name="报送", exact=True).first.click()
    sheet = {
        "name": "编制报表.xlsx",
        "mimeType": "application/vnd.ms-excel",
        "buffer": write_list("人员", TITLES, RETURN),
    }
    clerk.get_by_label("编制报表").set_input_files(sheet)  # type: ignore[arg-type]
    stage.hold(clerk, "return")
    clerk.get_by_role("button", name="报送").click()
    expect(clerk.get_by_text("正在读取报表")).to_be_visible()
    take_uploaded_return(importrun_id=ImportRun.objects.get().pk)
    expect(clerk.get_by_text("已收取 5 人")).to_be_visible()

    desk.goto(address)
    desk.get_by_role("button", name="确认相符 1 人").click()
    desk.locator("dialog[open] [data-confirm-yes]").click()
    expect(desk.get_by_text("已确认 1 人。")).to_be_visible()
    stage.hold(desk, "check")
    desk.get_by_role("link", name="沈青", exact=True).click()
    expect(desk.locator("#row")).to_contain_text("合同制")
    stage.hold(desk, "check-panel")
    desk.locator("#row").get_by_role("button", name="处理").click()
    expect(desk.get_by_text("沈青：列入清理。")).to_be_visible()
    # The next open row stands in the panel.
    expect(desk.locator("#row")).to_be_visible()
    _decide_together(stage, desk, ["陆远", "江澄"], "以报表为准")
    assert Officer.objects.get(name="陆远").post == "大队长"
    assert Officer.objects.get(name="江澄").subject == people.subject

    desk.goto("/officers/clean-up/")
    stage.hold(desk, "clean-up")
    desk.get_by_label("选择沈青").check()
    desk.get_by_role("button", name="注销所选").click()
    desk.get_by_label(re.compile("证件收回日期")).fill(local_date(timezone.now()).isoformat())
    desk.get_by_role("button", name="注销 1 本").click()
    expect(desk.get_by_text("已注销")).to_be_visible()
    assert Certificate.objects.get(number="10320312002").cancel_reason == CancelReason.NOT_ESTABLISHED

    phone = stage.phone(people.supervisor)
    for path in (address, f"{address}?row=2", "/officers/", "/officers/clean-up/", "/officers/1/"):
        phone.goto(path)
        stage.show(phone, "phone")


def test_the_pages_of_officers_pass_axe_in_light_and_dark(stage: Stage) -> None:
    people, now = stage.people, timezone.now()
    officer = registry.register_officer(
        subject_id=people.subject.pk,
        name="钟一",
        staff=StaffKind.CIVIL_SERVANT,
        unit="执法大队",
        actor=people.clerk.member,
        now=now,
    )
    registry.apply_for_certificate(
        officer_id=officer.pk, fields=[Field.EMERGENCY], score=81, actor=people.clerk.member, now=now
    )
    desk = stage.desk(people.supervisor)
    for path in (
        "/officers/",
        f"/officers/{officer.pk}/",
        f"/officers/{people.officer.roster.pk}/",
        "/officers/applications/",
        "/officers/expiring/",
        "/officers/new/",
    ):
        desk.goto(path)
        name = path.strip("/").replace("/", "-")
        stage.hold(desk, name)
        desk.evaluate("document.documentElement.setAttribute('data-bs-theme', 'dark')")
        stage.hold(desk, f"{name}-dark", only=("color-contrast",))
    desk.set_viewport_size(PHONE)
    for path in (f"/officers/{officer.pk}/", "/officers/applications/", "/officers/new/"):
        desk.goto(path)
        stage.show(desk, "narrow")


def _decide_together(stage: Stage, desk: Page, names: list[str], decision: str) -> None:
    for name in names:
        desk.get_by_label(f"选择{name}").check()
    desk.locator("[data-batch-bar]").get_by_label("处理", exact=True).select_option(label=decision)
    desk.get_by_role("button", name="处理所选").click()
    stage.hold(desk, "decide-many")
    desk.get_by_role("button", name=f"{decision} {len(names)} 人").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text(f"{decision} {len(names)} 人")
    stage.hold(desk, "decided-many")
