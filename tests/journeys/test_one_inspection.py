"""One inspection in a real browser, from the clerk's request to the enterprise's rating."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from jingwei.inspections.models import Inspection, Rating
from jingwei.inspections.terms import RatedAspect
from jingwei.inspections.terms import Stage as Step
from tests.inspections.walking import cap, picture
from tests.journeys.stage import Stage, draw, picked_time


def test_one_inspection_from_request_to_rating(stage: Stage) -> None:
    people = stage.people
    cap(people.subject, 2)
    now = timezone.now()

    desk = stage.desk(people.clerk)
    stage.show(desk, "workbench-clerk")
    desk.goto("/inspections/")
    desk.get_by_role("link", name="申请检查").first.click()
    search = desk.get_by_role("main")
    search.get_by_label("企业").fill("星禾")
    search.get_by_role("button", name="查找").click()
    stage.hold(desk, "request-search")
    desk.get_by_role("link", name="厂区").click()
    desk.get_by_label("对生产经营单位安全生产情况的监督检查").check()
    desk.get_by_label("陆远").check()
    desk.get_by_label("沈青").check()
    desk.get_by_label("日常检查").check()
    desk.get_by_label("拟检时间自").fill(picked_time(now))
    desk.get_by_label("拟检时间至").fill(picked_time(now + timedelta(hours=2)))
    stage.hold(desk, "request")
    desk.get_by_role("button", name="提交审批").click()
    expect(desk.get_by_text("待审批").first).to_be_visible()
    stage.show(desk, "requested")
    task = Inspection.objects.get()

    head = stage.desk(people.head)
    stage.show(head, "workbench-head")
    head.goto(f"/inspections/{task.pk}/")
    head.get_by_label("审批意见").fill("同意")
    stage.hold(head, "approval")
    head.get_by_role("button", name="批准").first.click()
    head.get_by_role("dialog").get_by_role("button", name="批准").click()
    expect(head.get_by_text("已批准").first).to_be_visible()
    stage.show(head, "approved")

    posted = f"{stage.url}/c/{people.code}/"
    phone = stage.phone(people.officer, camera_on=posted, at=(34.1801, 117.1701))
    phone.goto("/phone/")
    stage.show(phone, "phone-home")
    phone.get_by_role("link", name="扫码").click()
    phone.wait_for_url("**/enter/")
    stage.hold(phone, "phone-enter")
    phone.get_by_label("沈青已到场").check()
    phone.get_by_role("button", name="登记入企").click()
    expect(phone.get_by_role("heading", name="可以入企检查")).to_be_visible()
    stage.hold(phone, "phone-green")

    phone.get_by_role("link", name="送达通知书，开始检查").click()
    phone.get_by_label("签收人").fill("白露")
    stage.hold(phone, "phone-notice")
    phone.get_by_role("button", name="送达通知书").click()
    phone.get_by_role("button", name="出示证件，开始检查").click()
    phone.wait_for_url("**/record/")
    for position in range(1, 5):
        conforms = phone.locator(f"#point-{position}").get_by_text("合格", exact=True)
        conforms.click()
    shot: FilePayload = {"name": "灭火器.png", "mimeType": "image/png", "buffer": picture("red")}
    phone.locator("#point-1 input[type=file]").set_input_files(shot)
    expect(phone.locator("#point-1 img")).to_be_visible()
    phone.get_by_label("现场负责人").fill("白露")
    phone.get_by_label("职务").fill("安全总监")
    phone.get_by_label("已告知并询问是否申请回避").check()
    phone.get_by_label("检查情况").fill("现场管理有序。")
    stage.hold(phone, "phone-record")
    phone.get_by_role("button", name="保存，去签名").click()
    phone.wait_for_url("**/sign/")
    for label in ("陆远", "沈青", "企业现场负责人"):
        draw(phone, phone.get_by_role("img", name=f"{label}签名处"))
    phone.get_by_label("负责人", exact=True).fill("白露")
    stage.hold(phone, "phone-sign")
    phone.get_by_role("button", name="签署笔录").click()
    phone.get_by_role("link", name="告知检查结果").click()
    stage.hold(phone, "phone-result")
    phone.get_by_role("button", name="告知企业").click()
    phone.get_by_role("button", name="登记离企").click()
    expect(phone.get_by_text("已登记离企")).to_be_visible()
    stage.show(phone, "phone-done")

    task.refresh_from_db()
    assert task.visit is not None
    assert (task.stage, task.visit.left_at is not None) == (Step.CONCLUDED, True)
    assert task.records.get().photos.count() == 1
    desk.goto(f"/inspections/{task.pk}/")
    stage.show(desk, "concluded")

    contact = stage.desk(people.contact)
    contact.goto("/enterprise/")
    expect(contact.get_by_text("结果：未发现问题")).to_be_visible()
    expect(contact.get_by_role("link", name="10320312001")).to_be_visible()
    stage.show(contact, "enterprise")
    for paper in ("检查通知书", "现场检查笔录"):
        address = contact.get_by_role("link", name=paper).get_attribute("href")
        answer = contact.request.get(f"{stage.url}{address}")
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    contact.get_by_role("link", name="匿名评价这次检查").click()
    for aspect in RatedAspect:
        contact.get_by_role("group", name=aspect.label).get_by_label("5 星").check()
    contact.get_by_label("意见").fill("检查规范，没有影响生产。")
    stage.hold(contact, "rating")
    contact.get_by_role("button", name="提交评价").click()
    expect(contact.get_by_text("评价已收到")).to_be_visible()
    expect(contact.get_by_text("已评价", exact=True)).to_be_visible()
    stage.hold(contact, "rated")
    rating = Rating.objects.get()
    assert (rating.subject, rating.comment) == (people.subject, "检查规范，没有影响生产。")
    assert set(rating.stars.values()) == {5}

    contact.get_by_role("link", name="10320312001").click()
    expect(contact.get_by_text("陆远").first).to_be_visible()
    stage.show(contact, "officer-verified")
