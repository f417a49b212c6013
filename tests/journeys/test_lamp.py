"""A department's lamp in a real browser: from empty to green; a basis ends today and it is red, its tasks refused."""

from datetime import datetime, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from jingwei.disclosure.models import Announcement, Filing
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import EntryWay, FaultReason
from jingwei.inspections.terms import Stage as Stages
from jingwei.platform.calendar import SHANGHAI, local_date
from tests.inspections.walking import Walk
from tests.journeys.stage import PHONE, Stage

URL = "https://www.example.gov.cn/gg/2026/{}.html"


def announce(page: Page, label: str, number: int) -> None:
    """Announce one thing by the one button of its row."""
    page.get_by_role("link", name=f"登记公告：公告 {label}", exact=True).click()
    page.get_by_label("公告网址").fill(URL.format(number))
    page.get_by_role("button", name="登记公告").click()
    expect(page.get_by_text("已登记，接着报送备案")).to_be_visible()


def file(page: Page, label: str) -> None:
    """File one thing by the one button of its row, and confirm."""
    page.get_by_role("button", name=f"报送备案：备案 {label}", exact=True).click()
    page.locator("[data-confirm-yes]").click()
    expect(page.get_by_text("等待回执")).to_be_visible()


def enter_afterwards(page: Page, task: Inspection, came: datetime, left: datetime) -> None:
    """Enter on the phone a visit that could not be scanned."""
    page.goto(f"/phone/tasks/{task.pk}/back-entry/")
    page.get_by_label("入企时间").fill(f"{came.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}")
    page.get_by_label("离企时间").fill(f"{left.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}")
    page.get_by_label(FaultReason.NETWORK.label).check()
    page.get_by_label("说明").fill("厂区地下室没有信号")
    for colleague in page.locator("input[name=present]").all():
        colleague.check()
    page.get_by_role("button", name="补录入企").click()
    expect(page.locator("#back-entry")).to_have_count(0)


def test_a_department_walks_to_green_and_the_end_of_a_basis_turns_it_red(stage: Stage) -> None:
    people = stage.people
    subject, item = people.subject, people.item
    now = timezone.now()
    today, walk = local_date(now), Walk(people)
    of_yesterday = walk.approve(
        walk.request(
            now=now - timedelta(days=2),
            planned_from=now - timedelta(days=1, minutes=10),
            planned_until=now - timedelta(hours=20),
        ),
        now=now - timedelta(days=1, hours=12),
    )
    of_today = walk.request(
        now=now - timedelta(days=2), planned_from=now, planned_until=now + timedelta(hours=2)
    )
    Filing.objects.filter(subject=subject, plan__year=today.year).delete()
    Announcement.objects.filter(subject=subject, plan__year=today.year).delete()

    clerk = stage.desk(people.clerk)
    clerk.goto("/lamps/")
    expect(clerk.get_by_role("heading", name=subject.name)).to_be_visible()
    expect(clerk.locator(".jw-head").get_by_text("缺失")).to_be_visible()
    stage.hold(clerk, "lamp-empty")
    for number, label in enumerate(("事项", "依据", "标准", "计划"), 1):
        announce(clerk, label, number)
    stage.hold(clerk, "lamp-announced")
    file(clerk, "计划")
    expect(clerk.locator(".jw-head").get_by_text("须更新")).to_be_visible()

    supervisor = stage.desk(people.supervisor)
    supervisor.goto("/lamps/")
    stage.hold(supervisor, "lamp-board")
    supervisor.goto("/filings/?state=submitted")
    supervisor.get_by_role("checkbox", name="选择应急管理局年度计划备案（第1版）").check()
    stage.hold(supervisor, "filing-inbox")
    supervisor.get_by_role("button", name="接收所选").click()
    supervisor.get_by_role("button", name="接收", exact=True).click()
    expect(supervisor.get_by_text("已接收 1 件")).to_be_visible()
    stage.hold(supervisor, "filing-received")
    supervisor.get_by_role("link", name="年度计划备案").first.click()
    expect(supervisor.get_by_role("link", name="备案回执", exact=True)).to_be_visible()
    stage.hold(supervisor, "filing")

    clerk.reload()
    expect(clerk.locator(".jw-head").get_by_text("齐全")).to_be_visible()
    expect(clerk.get_by_text("已经齐全")).to_be_visible()
    stage.hold(clerk, "lamp-green")
    clerk.get_by_role("link", name="公告第 1 版").first.click()
    stage.hold(clerk, "announcement")

    # The basis of one item ends as of today.
    clerk.goto(f"/items/{item.pk}/")
    clerk.get_by_text("登记依据失效").click()
    clerk.get_by_label("失效日期").fill(today.isoformat())
    clerk.get_by_label("废止或修改文件").fill("中华人民共和国主席令第99号")
    clerk.get_by_role("button", name="登记失效").click()
    clerk.locator("[data-confirm-yes]").click()
    expect(clerk.get_by_text(f"自 {today} 起失效").first).to_be_visible()
    clerk.goto("/lamps/")
    expect(clerk.locator(".jw-head").get_by_text("缺失")).to_be_visible()
    expect(clerk.get_by_text(f"“{item.name}”的依据已失效").first).to_be_visible()
    stage.hold(clerk, "lamp-red")
    clerk.goto("/announcements/new/?kind=items")
    expect(clerk.get_by_text("删去")).to_be_visible()
    stage.hold(clerk, "announce-compared")

    # Its task of today is refused with the article; the visit of yesterday is entered as it was.
    head = stage.desk(people.head)
    head.goto(f"/inspections/{of_today.pk}/")
    head.get_by_role("button", name="批准").first.click()
    if head.locator("dialog[open] [data-confirm-yes]").count():
        head.locator("[data-confirm-yes]").click()
    expect(head.get_by_role("link", name="R-PUB-05a").first).to_be_visible()
    expect(head.get_by_text("《中华人民共和国安全生产法》第六十五条").first).to_be_visible()
    stage.hold(head, "task-refused")
    of_today.refresh_from_db()
    assert of_today.stage == Stages.SUBMITTED
    officer = stage.phone(people.officer)
    enter_afterwards(officer, of_yesterday, now - timedelta(days=1), now - timedelta(hours=23))
    stage.hold(officer, "yesterday-entered")
    of_yesterday.refresh_from_db()
    assert of_yesterday.visit is not None
    assert (of_yesterday.visit.way, of_yesterday.performed_on) == (
        EntryWay.BACK_ENTRY,
        today - timedelta(days=1),
    )

    phone = clerk.context.browser.new_context(  # type: ignore[union-attr]
        base_url=stage.url, viewport=PHONE, storage_state=clerk.context.storage_state()
    )
    small = phone.new_page()
    for name, address in (
        ("lamp", "/lamps/"),
        ("board", "/lamps/?all=1"),
        ("filings", "/filings/"),
        ("filing", f"/filings/{Filing.objects.latest('pk').pk}/"),
        ("announcement", f"/announcements/{Announcement.objects.latest('pk').pk}/"),
        ("announce-compared", "/announcements/new/?kind=items"),
    ):
        small.goto(address)
        stage.hold(small, f"phone-{name}")
    phone.close()
