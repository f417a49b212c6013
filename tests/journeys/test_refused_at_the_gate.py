"""A scan refused for three reasons at once, all told on the phone with their articles, and kept for the desk."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from jingwei.inspections.models import Inspection, Visit
from jingwei.platform.calendar import local_date
from jingwei.registry.terms import ItemStatus
from tests.inspections.walking import Walk, cap, ledger_of
from tests.journeys.stage import Stage


def approved_and_then_overtaken(stage: Stage) -> Inspection:
    """A task approved an hour ago; since then a certificate ended, an item was withdrawn and the cap was used up."""
    people, now = stage.people, timezone.now()
    published = cap(people.subject, 1)
    walk = Walk(people)
    asked = walk.request(
        now=now - timedelta(hours=2),
        planned_from=now - timedelta(minutes=5),
        planned_until=now + timedelta(hours=2),
    )
    task = walk.approve(asked, now=now - timedelta(hours=1))
    people.second.card.valid_to = local_date(now) - timedelta(days=1)
    people.second.card.save()
    people.second_item.status = ItemStatus.WITHDRAWN
    people.second_item.save()
    row = ledger_of(published, people.enterprise, year=local_date(now).year)
    row.used = 1
    row.save()
    return task


def test_three_reasons_are_shown_in_red_with_their_articles(stage: Stage) -> None:
    people = stage.people
    task = approved_and_then_overtaken(stage)

    phone = stage.phone(people.officer, camera_on=f"{stage.url}/c/{people.code}/", at=(34.1801, 117.1701))
    phone.goto("/phone/")
    phone.get_by_role("link", name="扫码").click()
    phone.wait_for_url("**/enter/")
    phone.get_by_label("沈青已到场").check()
    phone.get_by_role("button", name="登记入企").click()

    expect(phone.get_by_role("heading", name="不得入企检查")).to_be_visible()
    expect(phone.locator("[data-result=red]")).to_be_visible()
    ended = local_date(timezone.now()) - timedelta(days=1)
    year = ended.year
    for rule, fact in {
        "R-OFF-02": f"沈青的证件（10320312002）已于 {ended} 到期",
        "R-OFF-01": "持有效证件的只有 1 名；沈青不能计入",
        "R-PUB-02": "“对危险作业安全管理情况的检查”在事项库中状态为已取消",
        "R-FRQ-01": f"应急管理局上限 1 次，{year} 年已计 1 次",
    }.items():
        expect(phone.get_by_role("definition").filter(has_text=fact)).to_be_visible()
        expect(phone.get_by_role("link", name=rule)).to_be_visible()
    for article in (
        "《中华人民共和国行政处罚法》第四十二条",
        "《国务院办公厅关于严格规范涉企行政检查的意见》",
    ):
        expect(phone.get_by_text(article).first).to_be_visible()
    stage.hold(phone, "phone-red")
    assert not Visit.objects.exists()

    desk = stage.desk(people.head)
    desk.goto(f"/inspections/{task.pk}/")
    expect(desk.get_by_text("门禁拒绝")).to_be_visible()
    expect(desk.get_by_text("沈青的证件（10320312002）已于")).to_be_visible()
    stage.hold(desk, "refused-at-the-desk")
