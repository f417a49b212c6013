"""What a request rests on, in a real browser: the plan, a special inspection, what only the head may set aside."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from jingwei.inspections.models import Inspection
from jingwei.planning.models import PlanLine
from jingwei.platform.calendar import local_date
from tests.inspections.walking import special
from tests.journeys.stage import DESK, PHONE, Stage


def test_a_request_is_held_against_the_plan_as_it_is_filled_in(stage: Stage) -> None:
    people, today = stage.people, local_date(timezone.now())
    special(people, first_on=today - timedelta(days=9), last_on=today + timedelta(days=30))
    PlanLine.objects.filter(plan__year=today.year, item=people.item).update(quantity=20)
    PlanLine.objects.filter(plan__year=today.year, item=people.second_item).delete()
    page = stage.desk(people.clerk)
    page.goto(f"/inspections/new/?site={people.site.pk}")
    stage.hold(page, "request-empty")
    page.get_by_label("日常检查").check()
    page.get_by_label(people.item.name).check()
    page.get_by_label("拟检时间自").fill(f"{today}T09:00")
    page.get_by_label("拟检时间至").fill(f"{today}T11:00")
    expect(page.get_by_text(f"在{today.year}年度行政检查计划内")).to_be_visible()
    stage.hold(page, "request-in-the-plan")
    page.get_by_label(people.second_item.name).check()
    expect(page.get_by_text("没有可引用的计划事项")).to_be_visible()
    stage.hold(page, "request-outside-the-plan")
    page.set_viewport_size(PHONE)
    stage.show(page, "request-outside-the-plan-narrow")
    page.set_viewport_size(DESK)

    page.get_by_label(people.officer.roster.name).check()
    page.get_by_label(people.second.roster.name).check()
    page.get_by_role("button", name="提交审批").click()
    put = page.get_by_label("报负责人决定")
    expect(put).to_be_visible()
    stage.hold(page, "request-refused")
    put.check()
    page.get_by_role("button", name="提交审批").click()
    expect(page.get_by_text("等待主体负责人审批")).to_be_visible()
    stage.hold(page, "task-put-to-head")

    page.goto(f"/inspections/new/?site={people.site.pk}")
    page.get_by_label("专项检查", exact=True).first.check()
    page.get_by_label(people.item.name).check()
    page.get_by_label("拟检时间自").fill(f"{today}T14:00")
    page.get_by_label("拟检时间至").fill(f"{today}T16:00")
    expect(page.get_by_text("近期另有检查")).to_be_visible()
    expect(page.get_by_label("计划事项")).to_have_count(0)
    page.locator("select[name=special_id]").select_option(index=1)
    page.get_by_label("不合并的理由").fill("专项检查不同的作业面")
    page.get_by_label(people.officer.roster.name).check()
    page.get_by_label(people.second.roster.name).check()
    stage.hold(page, "request-special")
    page.get_by_role("button", name="提交审批").click()
    expect(page).to_have_url(
        re.compile(r"/inspections/\d+/")
    )  # The form names the special inspection as well.
    expect(page.get_by_role("link", name="有限空间专项检查")).to_be_visible()
    stage.hold(page, "task-special")
    page.set_viewport_size(PHONE)
    stage.show(page, "task-special-narrow")
    assert Inspection.objects.get(special__isnull=False).plan_line is None
