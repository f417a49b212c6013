"""In a browser: a letter of assistance, outsiders, a service visit from the phone's camera on, a record of the province."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from jingwei.inspections import operations
from jingwei.inspections.operations import ScanRecord
from jingwei.inspections.terms import ScanSystem, ServiceKind
from jingwei.platform.calendar import local_date
from jingwei.registry.models import Site
from tests.inspections.walking import Walk
from tests.journeys.stage import PHONE, Stage


def test_a_clerk_writes_a_letter_and_the_head_answers_another(stage: Stage) -> None:
    people, today = stage.people, local_date(timezone.now())
    Site.objects.create(
        enterprise=people.enterprise, name="二厂", address="泉山区示例路2号", region=people.other_region
    )
    page = stage.desk(people.clerk)
    page.goto("/letters/")
    stage.hold(page, "letters-empty")
    page.get_by_role("link", name="发协助函").first.click()
    search = page.locator(".jw-filter")
    search.get_by_label("企业").fill("星禾")
    search.get_by_role("button").click()
    stage.hold(page, "letter-search")
    page.get_by_role("link", name="二厂").click()
    page.get_by_label("发往机关").fill("徐州市泉山区应急管理局")
    page.get_by_label("协助内容").fill(
        "对二厂危险作业安全管理情况实施检查，请派员协助并提供该厂近一年检查情况。"
    )
    page.get_by_label("协助期限自").fill(today.isoformat())
    page.locator("[name=valid_to]").fill((today + timedelta(days=10)).isoformat())
    page.get_by_label(people.item.name).check()
    page.get_by_label("陆远").check()
    stage.hold(page, "letter-form")
    page.get_by_role("button", name="发函").click()
    expect(page.get_by_text("已发出")).to_be_visible()
    stage.hold(page, "letter-sent")
    page.get_by_label("同意协助").check()
    page.get_by_label("复函文号").fill("泉应急函〔2026〕3号")
    page.get_by_role("button", name="登记复函").click()
    expect(page.get_by_role("link", name="申请检查")).to_be_visible()
    page.goto("/letters/")
    stage.hold(page, "letters")
    page.goto(f"/outside-inspections/new/?site={people.site.pk}")
    page.get_by_label("异地机关").fill("宿州市公安局")
    page.get_by_label("检查日期").fill(today.isoformat())
    page.get_by_label("检查内容").fill("查看账册和库存")
    page.locator("[name=officers]").fill("周屿 16340000001")
    stage.hold(page, "outside-form")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("没有协助函").last).to_be_visible()
    stage.hold(page, "outside-list")
    for name, address in (
        ("letters", "/letters/"),
        ("letter", "/letters/1/"),
        ("outside", "/outside-inspections/"),
    ):
        page.set_viewport_size(PHONE)
        page.goto(address)
        stage.hold(page, f"{name}-390")


def test_an_officer_calls_on_an_enterprise_and_the_desk_sees_the_mix(stage: Stage) -> None:
    people, now = stage.people, timezone.now()
    for days in (70, 40, 12):
        operations.register_service_visit(
            kind=ServiceKind.SURVEY,
            purpose="调研技改投入",
            site_id=people.site.pk,
            entered_at=now - timedelta(days=days),
            left_at=now - timedelta(days=days) + timedelta(hours=1),
            actor=people.officer.member,
            now=now,
        )
    walk = Walk(people)
    task = walk.request(
        now=now - timedelta(hours=2), planned_from=now, planned_until=now + timedelta(hours=2)
    )
    walk.approve(task, now=now - timedelta(hours=1))
    operations.import_scans(
        scans=[
            ScanRecord(
                system=ScanSystem.PROVINCE,
                number="SJ20260310000123",
                enterprise_id=people.enterprise.pk,
                subject_id=people.subject.pk,
                officer_id=people.officer.roster.pk,
                scanned_at=now - timedelta(minutes=1),
            )
        ],
        actor=people.clerk.member,
        now=now,
    )
    phone = stage.phone(people.auxiliary, camera_on=people.code)
    phone.goto("/phone/service/")
    phone.get_by_role("button", name="打开摄像头扫码").click()
    expect(phone.get_by_role("textbox", name="企业码")).to_have_value(people.code)
    phone.get_by_label("走访", exact=True).check()
    phone.get_by_label("事由").fill("了解用工情况")
    stage.hold(phone, "phone-service")
    phone.get_by_role("button", name="登记走访").click()
    expect(phone.get_by_role("button", name="结束走访")).to_be_visible()
    stage.hold(phone, "phone-service-there")
    officer = stage.phone(people.officer, camera_on=people.code)
    officer.goto(f"/phone/tasks/{task.pk}/")
    stage.hold(officer, "phone-task-by-record")
    officer.get_by_role("button", name="用这条记录入企").click()
    expect(officer.get_by_text("可以入企检查")).to_be_visible()
    stage.show(officer, "phone-entered-by-record")
    page = stage.desk(people.clerk)
    page.goto("/service-visits/")
    stage.hold(page, "service-list")
    page.get_by_role("link", name=str(people.enterprise)).first.click()
    stage.hold(page, "service-detail")
    page.goto(f"/service-visits/new/?site={people.site.pk}")
    stage.hold(page, "service-form")
    page.goto("/external-scans/")
    stage.hold(page, "external-scans")
    page.set_viewport_size(PHONE)
    for name, address in (("service-list", "/service-visits/"), ("service-detail", "/service-visits/1/")):
        page.goto(address)
        stage.hold(page, f"{name}-390")
    contact = stage.desk(people.contact)
    for name, size in (("", None), ("-390", PHONE)):
        if size:
            contact.set_viewport_size(size)
        contact.goto("/enterprise/outsiders/")
        stage.hold(contact, f"enterprise-outsiders{name}")
