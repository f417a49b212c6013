"""A circular to 72 departments in a real browser: 70 answer, two are reminded, and the result reports on them."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from jingwei.notices.models import Circular, Recipient, Reminder
from jingwei.platform.calendar import local_date
from tests.journeys.stage import PHONE, Stage
from tests.notices.sending import many_subjects
from tests.people import Person

IN_THE_BROWSER = 2


def answer_by_post(person: Person, circular: Circular) -> int:
    """Answer as the page's form does, through HTTP."""
    client = person.sign_in(Client())
    return client.post(
        reverse("circular_answer", args=[circular.pk]), {"text": "已核对，无出入。"}
    ).status_code


def test_a_circular_to_seventy_two_departments(stage: Stage) -> None:
    people = stage.people
    clerks = [people.clerk, people.other_clerk, *(clerk for _, clerk in many_subjects(people, 70))]
    due_on = local_date(timezone.now()) + timedelta(days=2)

    desk = stage.desk(people.lead)
    desk.goto("/circulars/")
    stage.show(desk, "circulars-empty")
    desk.get_by_role("link", name="起草通知").first.click()
    desk.get_by_label("标题").fill("关于开展行政执法人员编制核对的通知")
    desk.get_by_label("正文").fill(
        "为摸清全区行政执法人员底数，现开展编制核对。\n一、核对范围\n各单位在编在岗的行政执法人员。\n"
        "二、核对要求\n与名册逐人核对，不一致的写明姓名和情况；没有出入的回复“无出入”。"
    )
    desk.get_by_label("用途").select_option(label="编制核对")
    desk.get_by_label("文字回复").check()
    desk.get_by_label("截止日期").fill(due_on.isoformat())
    stage.hold(desk, "circular-draft")
    desk.get_by_role("button", name="保存草稿").click()
    expect(desk.get_by_text("72 家").first).to_be_visible()
    stage.show(desk, "circular-drafted")
    desk.get_by_role("button", name="签发").click()
    desk.get_by_role("dialog").get_by_role("button", name="签发").click()
    expect(desk.get_by_text("已签发")).to_be_visible()
    circular = Circular.objects.get()
    assert circular.recipients.count() == 72

    for number, person in enumerate(clerks[:IN_THE_BROWSER]):
        clerk = stage.desk(person)
        clerk.goto("/workbench/")
        clerk.get_by_role("link", name=circular.title).click()
        if number == 0:
            stage.hold(clerk, "circular-received")
        clerk.get_by_role("button", name="签收").click()
        expect(clerk.get_by_text("已签收。")).to_be_visible()
        clerk.get_by_label("回复内容").fill("与名册一致，无出入。")
        clerk.get_by_role("button", name="提交回复").click()
        expect(clerk.get_by_text("已回复。")).to_be_visible()
        if number == 0:
            stage.show(clerk, "circular-answered")
            clerk.set_viewport_size(PHONE)
            stage.show(clerk, "circular-answered-narrow")
        clerk.context.close()
    for person in clerks[IN_THE_BROWSER:70]:
        assert answer_by_post(person, circular) == 302

    desk.goto(f"/circulars/{circular.pk}/")
    expect(desk.get_by_text("已办 70 / 72 家")).to_be_visible()
    stage.hold(desk, "circular-board")
    desk.get_by_role("button", name="催办全部 2 家").click()
    desk.get_by_role("dialog").get_by_role("button", name="催办").click()
    expect(desk.get_by_text("已催办")).to_be_visible()
    desk.set_viewport_size(PHONE)
    stage.show(desk, "circular-board-narrow")
    lacking = [each.subject.name for each in Recipient.objects.open().select_related("subject")]
    assert [
        each.recipient.subject.name for each in Reminder.objects.order_by("recipient__subject__sort_key")
    ] == sorted(lacking)

    desk.set_viewport_size({"width": 1440, "height": 900})
    desk.get_by_role("button", name="起草通报").click()
    expect(desk.get_by_text("应回复72家，已回复70家")).to_be_visible()
    for name in lacking:
        expect(desk.get_by_text(name).first).to_be_visible()
    stage.hold(desk, "circular-result")
    desk.get_by_role("button", name="签发").click()
    desk.get_by_role("dialog").get_by_role("button", name="签发").click()
    expect(desk.get_by_text("已签发")).to_be_visible()
    result = Circular.objects.get(parent=circular)
    assert [row[0] for row in result.outcome if row[3] == "未回复"] == sorted(lacking)
    paper = desk.request.get(f"{stage.url}/circulars/{result.pk}/paper/")
    assert (paper.status, paper.headers["content-type"]) == (200, "application/pdf")
    desk.goto("/circulars/")
    stage.show(desk, "circulars")
