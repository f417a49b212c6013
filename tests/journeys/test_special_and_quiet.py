"""A special inspection and the quiet days of a year, in a real browser: at a desk and on a narrow screen."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from jingwei.planning.operations import Span, set_quiet_period
from jingwei.platform.calendar import local_date
from jingwei.registry.terms import Role
from tests.journeys.stage import DESK, PHONE, Stage
from tests.people import make_person

NAME = "有限空间作业专项检查"


def look(stage: Stage, page: Page, name: str) -> None:
    """Hold the page to axe at the desk and to its width on a phone."""
    stage.hold(page, name)
    page.set_viewport_size(PHONE)
    stage.show(page, f"{name}-narrow")
    page.set_viewport_size(DESK)


def confirm(page: Page, verb: str) -> None:
    """Say yes to what cannot be undone."""
    page.locator("[data-confirm-dialog]").get_by_role("button", name=verb).click()


def test_a_special_inspection_from_the_empty_list_to_its_approval(stage: Stage) -> None:
    today = local_date(timezone.now())
    government_person = make_person("cleo", "闻人正", Role.GOVERNMENT_CONFIRMER)
    clerk = stage.desk(stage.people.clerk)
    clerk.goto("/specials/")
    look(stage, clerk, "special-list-empty")
    clerk.get_by_role("link", name="拟订计划").click()
    clerk.get_by_label("名称").fill(NAME)
    clerk.get_by_label("必要性评估").fill("一季度发生两起险情，日常检查覆盖不到作业现场，个案检查不能解决。")
    clerk.get_by_label("评估日期").fill(today.isoformat())
    clerk.get_by_label("依据").fill("《中华人民共和国安全生产法》第六十五条")
    clerk.get_by_label("内容").fill("有限空间作业审批、监护和现场管理，一律停产整顿。")
    clerk.get_by_label("对象", exact=True).fill("涉及有限空间作业的企业")
    clerk.get_by_label("对象行业").fill("C26、Z99")
    clerk.get_by_label("对象基数").fill("120")
    clerk.get_by_label("检查户数").fill("40")
    clerk.get_by_label("自", exact=True).fill((today + timedelta(days=10)).isoformat())
    clerk.get_by_label("至", exact=True).fill((today + timedelta(days=40)).isoformat())
    clerk.get_by_label("全区（铜山区）").check()
    clerk.get_by_label(stage.people.item.name).check()
    clerk.get_by_role("button", name="保存草稿").click()
    expect(clerk.get_by_text("行业代码 Z99 不在").first).to_be_visible()
    stage.show(clerk, "special-form-wrong")
    clerk.get_by_label("对象行业").fill("C26")
    clerk.get_by_role("button", name="保存草稿").click()
    expect(clerk.get_by_text("草稿已保存")).to_be_visible()
    expect(clerk.get_by_text("内容写有“一律停产”")).to_be_visible()
    look(stage, clerk, "special-draft")

    head = stage.desk(stage.people.head)
    head.goto(clerk.url)
    head.get_by_role("button", name="报批").click()
    confirm(head, "报批")
    expect(head.get_by_text("已报请批准")).to_be_visible()

    government = stage.desk(government_person)
    government.goto(clerk.url)
    government.get_by_label("批准文号").fill("铜政复〔2026〕19号")
    look(stage, government, "special-submitted")
    government.get_by_role("button", name="批准", exact=True).click()
    confirm(government, "批准")
    expect(government.get_by_text("由牵头主体报区司法局备案并向社会公布")).to_be_visible()
    expect(government.get_by_text("还没有检查")).to_be_visible()
    look(stage, government, "special-approved")

    supervisor = stage.desk(stage.people.supervisor)
    supervisor.goto("/specials/")
    expect(supervisor.get_by_text("1 / 2")).to_be_visible()
    look(stage, supervisor, "special-list")


def test_the_quiet_days_of_a_year_are_set_looked_at_and_lifted(stage: Stage) -> None:
    today = local_date(timezone.now())
    year = today.year + 1
    set_quiet_period(
        spans=[Span(date(year, 4, 13), date(year, 4, 24))],
        reason="设备年度大修",
        enterprise_id=stage.people.enterprise.pk,
        actor=stage.people.supervisor.member,
        now=timezone.now(),
    )
    lead = stage.desk(stage.people.lead)
    lead.goto("/quiet/new/")
    lead.get_by_label("理由").fill("每月 1 日至 5 日为涉企检查安静期")
    lead.get_by_label("文号", exact=True).fill("铜司发〔2026〕5号")
    lead.get_by_label("每月同几日").check()
    lead.get_by_label("年度").select_option(str(year))
    look(stage, lead, "quiet-form")
    lead.get_by_role("button", name="设定").click()
    expect(lead.locator("#id_months_error")).to_have_text("没有选择月份")
    for month in range(1, 13):
        lead.get_by_label(f"{month} 月", exact=True).check()
    expect(lead.get_by_text("没有检查落在这些日子")).to_have_count(12)
    lead.get_by_role("button", name="设定").click()
    expect(lead.get_by_text("已设定全区安静期 12 段")).to_be_visible()
    lead.goto(f"/quiet/?year={year}&q=星禾")
    look(stage, lead, "quiet-year")
    lead.goto(f"/quiet/?year={year}")
    lead.get_by_role("link", name="3 月 5 日 全区安静期").click()
    lead.get_by_label("理由").fill("三月开展创建工作")
    look(stage, lead, "quiet-period")
    lead.get_by_role("button", name="取消安静期").click()
    confirm(lead, "取消安静期")
    expect(lead.get_by_text("当日起可以安排检查")).to_be_visible()
    lead.goto(f"/quiet/?year={year}")
    expect(lead.get_by_role("link", name="3 月 5 日 全区安静期")).to_have_count(0)
    expect(lead.get_by_role("link", name="4 月 5 日 全区安静期")).to_have_count(1)
