"""The enterprise's side in a browser, first on its phone: what comes, the code, who stands there, invitations, slots."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from jingwei.inspections.models import Inspection, Rating
from jingwei.inspections.terms import EntryWay, RatedAspect, UrgentReason
from jingwei.planning.terms import InspectionKind
from tests.inspections.walking import Walk, picture
from tests.journeys.stage import DESK, PHONE, Stage

# A complaint is looked into whatever the plan of the year says, so these walk on any day of it.
COMPLAINT: dict[str, Any] = {"kind": InspectionKind.CASE_BASED, "evidence": "12345-20260309-1"}


def narrow_and_wide(stage: Stage, page: Page, name: str) -> None:
    """Hold the page to axe on a phone, and to its width at a desk."""
    page.set_viewport_size(PHONE)
    stage.hold(page, f"{name}-phone")
    page.set_viewport_size(DESK)
    stage.show(page, name)
    page.set_viewport_size(PHONE)


def confirm(page: Page, verb: str) -> None:
    """Say yes to what cannot be undone."""
    page.locator("[data-confirm-dialog]").get_by_role("button", name=verb).click()


def lay_a_year(walk: Walk, now: datetime) -> Inspection:
    """Two visits for complaints, and a routine one that was approved for now."""
    for number in (2, 3):
        came = now - timedelta(days=5 * number)
        span: dict[str, Any] = {
            "planned_from": came,
            "planned_until": came + timedelta(hours=2),
            "separate_reason": "另有缘由",
        }
        task = walk.request(now=came - timedelta(days=1), **span, **COMPLAINT)
        walk.approve(task, now=came - timedelta(hours=20))
        walk.enter(task, now=came)
        walk.serve(task, now=came + timedelta(minutes=2))
        walk.start(task, now=came + timedelta(minutes=5))
        walk.fill(task, now=came + timedelta(minutes=30))
        walk.sign(task, now=came + timedelta(minutes=40))
        walk.leave(task, now=came + timedelta(minutes=50))
        walk.tell(task, now=came + timedelta(minutes=55))
    planned: dict[str, Any] = {
        "planned_from": now,
        "planned_until": now + timedelta(hours=2),
    }
    coming = walk.request(
        now=now - timedelta(days=1), materials="台账和培训记录", separate_reason="年度计划", **planned
    )
    return walk.approve(coming, now=now - timedelta(hours=2))


def test_an_enterprise_looks_after_its_side_on_the_phone(stage: Stage) -> None:
    walk, now = Walk(stage.people), timezone.now()
    task = lay_a_year(walk, now)
    page = stage.desk(stage.people.contact)
    page.set_viewport_size(PHONE)
    page.goto("/enterprise/")
    expect(page.get_by_text("请准备：台账和培训记录")).to_be_visible()
    narrow_and_wide(stage, page, "enterprise-home")
    page.get_by_role("button", name="确认时间").click()
    expect(page.get_by_text("已确认，检查单位看得到")).to_be_visible()

    page.get_by_role("link", name="可约时段").click()
    page.get_by_label("星期").select_option("2")
    page.get_by_label("自", exact=False).first.fill("09:00")
    page.get_by_label("至", exact=False).first.fill("11:30")
    page.get_by_label("备注").fill("安全员在岗")
    page.get_by_role("button", name="提供").click()
    expect(page.get_by_text("已提供可约时段")).to_be_visible()
    narrow_and_wide(stage, page, "enterprise-slots")

    page.get_by_role("link", name="邀请检查").click()
    narrow_and_wide(stage, page, "enterprise-invitations-empty")
    page.get_by_role("link", name="请部门来看一看").click()
    page.get_by_label("邀请的单位").select_option(label=stage.people.subject.name)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("想查什么").fill("新装的除尘设备请帮助看一看是否符合要求")
    page.get_by_label(stage.people.item.name).check()
    narrow_and_wide(stage, page, "enterprise-invite")
    page.get_by_role("button", name="发出邀请").click()
    expect(page.get_by_text("等待答复").first).to_be_visible()
    narrow_and_wide(stage, page, "enterprise-invitations")

    page.get_by_role("link", name="动态码").first.click()
    expect(page.get_by_text("秒内有效")).to_be_visible()
    narrow_and_wide(stage, page, "enterprise-code")

    page.get_by_role("link", name="核验来人").click()
    page.get_by_label("执法证号").fill("10320312001\n10320312002")
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_text("符合规定，请配合检查")).to_be_visible()
    narrow_and_wide(stage, page, "enterprise-visitors-fine")
    page.get_by_label("执法证号").fill("10320312001\n10320312004")
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_role("heading", name="企业有权拒绝")).to_be_visible()
    page.get_by_text("不让进入，登记拒绝").click()
    page.get_by_label("说明").fill("证件过期，请换人")
    narrow_and_wide(stage, page, "enterprise-visitors")
    page.get_by_role("button", name="登记拒绝").click()
    confirm(page, "登记")
    expect(page.get_by_text("拒绝已登记")).to_be_visible()

    officer = stage.desk(stage.people.officer)
    officer.set_viewport_size(PHONE)
    officer.goto(f"/phone/tasks/{task.pk}/")
    expect(officer.get_by_text("企业已登记拒绝")).to_be_visible()
    stage.hold(officer, "phone-refused")

    clerk = stage.desk(stage.people.clerk)
    clerk.goto("/invitations/")
    narrow_and_wide(stage, clerk, "invitation-list")
    clerk.set_viewport_size(DESK)
    clerk.get_by_role("link", name=stage.people.enterprise.name).click()
    narrow_and_wide(stage, clerk, "invitation-open")
    clerk.set_viewport_size(DESK)
    clerk.get_by_role("button", name="接受").click()
    clerk.get_by_role("link", name="申请检查", exact=True).first.click()
    expect(clerk.get_by_text("企业可约时段")).to_be_visible()
    stage.show(clerk, "request-of-an-invitation")
    clerk.goto(f"/inspections/{task.pk}/")
    stage.show(clerk, "task-refused")


def test_without_javascript_the_enterprise_can_do_the_same(stage: Stage) -> None:
    task = lay_a_year(Walk(stage.people), timezone.now())
    signed_in = stage.desk(stage.people.contact)
    assert stage.office is not None
    context = stage.office.new_context(
        base_url=stage.url,
        java_script_enabled=False,
        viewport=PHONE,
        storage_state=signed_in.context.storage_state(),
    )
    page = context.new_page()
    page.goto("/enterprise/")
    page.get_by_text("希望改期").click()
    page.get_by_label("希望的时间").fill("下周二上午")
    page.get_by_role("button", name="告知检查单位").click()
    expect(page.get_by_text("希望的时间：下周二上午")).to_be_visible()
    page.get_by_role("link", name="核验来人").first.click()
    page.get_by_label("执法证号").fill("10320312001")
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_text(task.number)).to_be_visible()
    page.get_by_role("link", name="动态码").click()
    assert page.locator('noscript meta[http-equiv="refresh"]').get_attribute("content") == "60"


def test_the_bureau_reads_ratings_and_entries_out_of_the_ordinary(stage: Stage) -> None:
    walk, now = Walk(stage.people), timezone.now()
    people = stage.people
    supervisor = stage.desk(people.supervisor)
    supervisor.goto("/ratings/")
    narrow_and_wide(stage, supervisor, "ratings-empty")
    for subject, count in ((people.subject, 9), (people.other_subject, 4)):
        Rating.objects.bulk_create(
            Rating(
                subject=subject,
                quarter=f"{now.year - 1}Q4",
                stars={aspect.value: 3 + (number + place) % 3 for place, aspect in enumerate(RatedAspect)},
                took_gifts=number == 0,
                took_treats=False,
                passed_on_costs=number == 1,
                forced_services=False,
                comment="检查人员很专业" if number % 2 else "",
            )
            for number in range(count)
        )
    came = now - timedelta(days=2)
    task = walk.request(
        now=came - timedelta(hours=1), planned_from=came, planned_until=came + timedelta(hours=1), **COMPLAINT
    )
    walk.approve(task, now=came - timedelta(minutes=30))
    entered: dict[str, Any] = {
        "code": "",
        "way": EntryWay.SEARCH,
        "explanation": "企业还没有领码",
        "door_photo": picture(),
    }
    walk.enter(task, now=came, **entered)
    walk.leave(task, now=came + timedelta(hours=1))
    urgent = walk.request(
        now=came + timedelta(hours=2),
        urgent=UrgentReason.SAFETY,
        separate_reason="情况紧急",
        planned_from=came + timedelta(hours=2),
        planned_until=came + timedelta(hours=3),
    )
    walk.enter(
        urgent,
        way=EntryWay.URGENT,
        code=people.code,
        entered_at=came + timedelta(hours=2, minutes=10),
        now=came + timedelta(hours=3),
    )
    supervisor.set_viewport_size(DESK)
    supervisor.goto("/ratings/")
    narrow_and_wide(stage, supervisor, "ratings")
    supervisor.set_viewport_size(DESK)
    supervisor.get_by_role("link", name="应急管理局").click()
    expect(supervisor.get_by_text("检查人员很专业").first).to_be_visible()
    stage.show(supervisor, "rating-comments")
    supervisor.goto("/entry-exceptions/")
    expect(supervisor.get_by_text("还没有补批")).to_be_visible()
    narrow_and_wide(stage, supervisor, "entry-exceptions")
