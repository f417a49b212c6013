"""The report in a browser: at a desk and on a phone, its definitions opened, its figures followed to their lists."""

from datetime import date
from typing import Any

from playwright.sync_api import expect

from jingwei.inspections.terms import Origin
from jingwei.planning.terms import ExemptReason
from jingwei.platform.actors import SYSTEM
from jingwei.reporting.operations import receive_return
from tests.journeys.stage import DESK, PHONE, Stage
from tests.people import NOW, make_enterprise, make_subject
from tests.reporting.past import cancel, check, first_card, performed

REPORT = "/statistics/?from=2025-01-01&to=2025-06-30"
SUBJECTS = ("交通运输局", "住房城乡建设局", "农业农村局", "卫生健康委员会", "城市管理局", "文体广电和旅游局")


def lay_half_years(stage: Stage) -> None:
    """Two half-years of a handful of departments, some of it imported, exempt, unsigned or turned into a case."""
    people = stage.people
    subjects = [people.subject, people.other_subject]
    subjects += [make_subject(people.region, f"铜山区{name}", name, name[:2], name[:2]) for name in SUBJECTS]
    enterprise, site = make_enterprise(people.other_region, "91320311DEM000038E", "徐州另处示例有限公司")
    for number in range(60):
        on = date(2025 if number % 5 < 2 else 2024, 1 + number % 6, 1 + number % 27)
        place: dict[str, Any] = {"site": site, "enterprise": enterprise} if number % 4 == 0 else {}
        kinds: dict[int, dict[str, Any]] = {
            0: {"is_scanned": True, "is_counted": True},
            1: {"is_scanned": True, "exempt": ExemptReason.INVITED, "evidence": "企业申请"},
            2: {"is_scanned": True, "is_counted": True, "ended_in_case": True, "case_number": "1"},
        }
        kind = kinds.get(number % 7, {"origin": Origin.IMPORTED, "source_system": "部门自有系统"})
        performed(people, on, subject=subjects[number % len(subjects)], **place, **kind)
    check(people, people.officer.roster, at=NOW.replace(year=2025))
    cancel(people.third.card, on=date(2025, 5, 5))
    first_card(people.second.card, on=date(2025, 6, 30))
    for subject, number in zip(subjects[:4], (9, 1, 0, 5), strict=True):
        receive_return(
            subject_id=subject.pk,
            month=date(2025, 6, 1),
            figures={"inspections": number},
            circular_id=1,
            answered_at=NOW,
            actor=SYSTEM,
            now=NOW,
        )


def test_a_supervisor_reads_the_report_and_follows_a_figure(stage: Stage) -> None:
    lay_half_years(stage)
    page = stage.desk(stage.people.supervisor)
    page.goto(REPORT)
    expect(page.get_by_text("没有整数基数")).to_be_visible()
    stage.hold(page, "statistics")
    strip = page.locator(".jw-strip")
    strip.locator("summary").first.click()
    expect(strip.get_by_text("对企业实施、有完整记录的现场检查")).to_be_visible()
    stage.show(page, "statistics-definition")
    value = strip.locator("summary b").first.inner_text()
    strip.get_by_role("link", name=f"查看清单 {value} 条").click()
    expect(page.locator("h1")).to_have_text("涉企行政检查清单")
    expect(page.locator(".jw-head p")).to_contain_text(f"{value} 次")
    stage.hold(page, "statistics-rows")
    page.go_back()
    page.get_by_role("link", name="按镇街").click()
    stage.hold(page, "statistics-towns")
    page.get_by_role("link", name="按月").click()
    stage.hold(page, "statistics-months")
    page.goto("/monthly-returns/?month=2025-06")
    expect(page.get_by_text("差异较大").first).to_be_visible()
    stage.hold(page, "monthly-returns")
    for name, address in (
        ("statistics", REPORT),
        ("rows", "/statistics/inspections.reportable/?from=2025-01-01&to=2025-06-30"),
        ("monthly-returns", "/monthly-returns/?month=2025-06"),
        ("public-statistics", "/public/statistics/?from=2025-01-01&to=2025-06-30"),
    ):
        page.set_viewport_size(PHONE)
        page.goto(address)
        stage.hold(page, f"{name}-390")
        if name == "statistics":
            page.locator(".jw-strip summary").first.click()
            stage.show(page, "statistics-definition-390")


def test_the_public_page_works_without_scripts(stage: Stage) -> None:
    lay_half_years(stage)
    context = stage.launch().new_context(base_url=stage.url, java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    page.goto("/public/statistics/?from=2024-01-01&to=2024-06-30")
    page.get_by_label("常用期间").select_option(label="2025年上半年")
    page.get_by_role("button", name="查询").click()
    expect(page.locator(".jw-head p")).to_contain_text("2025年上半年")
    page.locator(".jw-strip summary").first.click()
    expect(page.locator(".jw-strip .jw-def").first).to_be_visible()
    stage.show(page, "public-statistics")
