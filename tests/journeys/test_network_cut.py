"""A visit with the network cut at each step: nothing lost, nothing signed unseen, every act of the time it was done."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection, Notice, Record, RecordPhoto, Result, Visit
from jingwei.inspections.operations import EntryInput
from jingwei.inspections.terms import PointResult
from jingwei.inspections.terms import Stage as Step
from tests.inspections.walking import Walk, cap, fresh, picture
from tests.journeys.stage import Stage, draw

POINTS = range(1, 5)
PATIENCE = timedelta(minutes=5)  # what a slow machine may take between two lines


@pytest.fixture
def task(stage: Stage) -> Inspection:
    """A task approved this morning, for the hours around now."""
    people, now = stage.people, timezone.now()
    cap(people.subject, 2)
    walk = Walk(people)
    asked = walk.request(
        item_ids=[people.item.pk],
        now=now - timedelta(hours=9),
        planned_from=now - timedelta(hours=4),
        planned_until=now + timedelta(hours=1),
    )
    return walk.approve(asked, now=now - timedelta(hours=8))


@pytest.fixture
def phone(stage: Stage, task: Inspection) -> Page:
    """The officer's phone at the gate, its clock in the test's hands."""
    page = stage.phone(stage.people.officer, camera_on="https://example.invalid/", at=(34.1801, 117.1701))
    page.clock.install()
    return page


@contextmanager
def no_network(phone: Page) -> Iterator[None]:
    """Cut the network; with the end of the block it is back."""
    phone.context.set_offline(True)
    yield
    phone.context.set_offline(False)


def waits(phone: Page, minutes: int) -> None:
    """The form is kept on the phone for so many minutes."""
    expect(phone.locator("[data-offline]")).to_contain_text("1 条记录待上传")
    expect(phone.locator("[data-kept]:visible")).to_contain_text("没有网络")
    phone.wait_for_timeout(700)  # Whatever an autosave had pending would have run by now.
    phone.clock.fast_forward(minutes * 60_000)


def needs_network(phone: Page) -> None:
    """The step says so, and nothing waits to be sent."""
    expect(phone.locator("[data-no-network]")).to_be_visible()
    expect(phone.locator("[data-offline]")).to_be_hidden()


def ago(at: datetime | None, minutes: int) -> bool:
    """Whether an instant lies about so many minutes back."""
    assert at is not None
    late = timezone.now() - timedelta(minutes=minutes) - at
    return abs(late) < PATIENCE


def kept_on(phone: Page) -> list[str]:
    """The names of what the phone stores: drafts, and the forms that wait."""
    return list(
        phone.evaluate(
            """async () => {
              const waiting = await new Promise((resolve) => {
                const opening = indexedDB.open("jingwei", 1);
                opening.onupgradeneeded = () => opening.result.createObjectStore("outbox", { keyPath: "key" });
                opening.onsuccess = () => {
                  const all = opening.result.transaction("outbox").objectStore("outbox").getAll();
                  all.onsuccess = () => resolve(all.result.map((entry) => entry.url));
                };
              });
              return [...Object.keys(localStorage).filter((name) => name.startsWith("jw-draft")), ...waiting];
            }"""
        )
    )


def enter(phone: Page, stage: Stage, task: Inspection) -> None:
    """Go in and open the record, with the network there."""
    walk, now = Walk(stage.people), timezone.now()
    walk.enter(task, now=now - timedelta(hours=3))
    walk.serve(task, now=now - timedelta(hours=2))
    walk.start(task, now=now - timedelta(hours=2))


def fill(phone: Page, *, findings: str = "现场管理有序。") -> None:
    """Fill in the record on the page."""
    for position in POINTS:
        phone.locator(f"#point-{position}").get_by_text("合格", exact=True).click()
    phone.get_by_label("现场负责人").fill("白露")
    phone.get_by_label("职务").fill("安全总监")
    phone.get_by_label("已告知并询问是否申请回避").check()
    phone.get_by_label("检查情况").fill(findings)


def sign(phone: Page) -> None:
    """Everybody signs."""
    for label in ("陆远", "沈青", "企业现场负责人"):
        draw(phone, phone.get_by_role("img", name=f"{label}签名处"))
    phone.get_by_role("button", name="签署笔录").click()


def test_a_visit_with_the_network_cut_at_each_step(stage: Stage, phone: Page, task: Inspection) -> None:
    people = stage.people

    phone.goto("/phone/scan/")
    code = phone.get_by_role("textbox", name="企业码")
    with no_network(phone):
        code.fill(people.code)
        phone.get_by_role("button", name="用这个码入企").click()
        needs_network(phone)
        expect(code).to_have_value(people.code)
    phone.get_by_role("button", name="用这个码入企").click()
    phone.wait_for_url("**/enter/")

    phone.get_by_label("沈青已到场").check()
    with no_network(phone):
        phone.get_by_role("button", name="登记入企").click()
        waits(phone, 180)
        assert not Visit.objects.exists()
    expect(phone.get_by_role("heading", name="可以入企检查")).to_be_visible()
    visit = Visit.objects.get()
    assert ago(visit.entered_at, 180)
    assert ago(visit.received_at, 0)

    phone.get_by_role("link", name="送达通知书，开始检查").click()
    signed_for = phone.get_by_label("签收人")
    with no_network(phone):
        signed_for.fill("白露")
        phone.get_by_role("button", name="送达通知书").click()
        needs_network(phone)
        expect(signed_for).to_have_value("白露")
    phone.get_by_role("button", name="送达通知书").click()
    begin = phone.get_by_role("button", name="出示证件，开始检查")
    expect(begin).to_be_visible()
    with no_network(phone):
        begin.click()
        needs_network(phone)
    begin.click()
    phone.wait_for_url("**/record/")
    # The steps that need the network were done two hours ago, so that those to come have a past to lie in.
    back = timedelta(hours=2)
    Notice.objects.update(served_at=F("served_at") - back)
    Record.objects.update(
        started_at=F("started_at") - back, certificate_shown_at=F("certificate_shown_at") - back
    )
    phone.reload()

    shot: FilePayload = {"name": "灭火器.png", "mimeType": "image/png", "buffer": picture("red")}
    with no_network(phone):
        phone.locator("#point-1 input[type=file]").set_input_files(shot)
        expect(phone.locator("[data-offline]")).to_contain_text("1 条记录待上传")
        phone.clock.fast_forward(70 * 60_000)
    expect(phone.locator("[data-offline]")).to_be_hidden()
    photo = RecordPhoto.objects.select_related("file").get()
    assert ago(photo.taken_at, 70)
    assert ago(photo.file.stored_at, 0)

    with no_network(phone):
        fill(phone)
        phone.get_by_role("button", name="保存", exact=True).click()
        waits(phone, 65)
    expect(phone.get_by_text("已保存")).to_be_visible()
    phone.reload()
    for position in POINTS:
        expect(phone.locator(f"#point-{position}").get_by_label("合格", exact=True)).to_be_checked()
    expect(phone.get_by_label("检查情况")).to_have_value("现场管理有序。")
    phone.get_by_role("button", name="保存，去签名").click()
    phone.wait_for_url("**/sign/")
    record = task.records.get()
    assert record.entries.filter(result="conforms").count() == len(POINTS)
    assert record.findings == "现场管理有序。"

    text = phone.locator("#signed-text")
    for said in ("现场管理有序。", "安全总监", *record.entries.values_list("text", flat=True)):
        expect(text).to_contain_text(said)
    with no_network(phone):
        sign(phone)
        waits(phone, 60)
        assert Record.objects.get().signed_at is None
    expect(phone.get_by_text("笔录已签署")).to_be_visible()
    record.refresh_from_db()
    assert ago(record.signed_at, 60)
    assert ago(record.received_at, 0)
    assert kept_on(phone) == []

    phone.get_by_role("link", name="告知检查结果").click()
    with no_network(phone):
        phone.get_by_label("指导意见").fill("加强日常巡查。")
        phone.get_by_role("button", name="告知企业").click()
        waits(phone, 30)
    expect(phone.get_by_text("检查结果已告知")).to_be_visible()
    result = Result.objects.get()
    assert result.guidance == "加强日常巡查。"
    assert ago(result.told_at, 30)

    with no_network(phone):
        phone.get_by_role("button", name="登记离企").click()
        waits(phone, 10)
    expect(phone.get_by_text(re.compile("已登记离企，停留 17[0-9] 分钟"))).to_be_visible()
    visit.refresh_from_db()
    assert ago(visit.left_at, 10)
    assert ago(visit.left_received_at, 0)
    assert fresh(task).stage == Step.CONCLUDED
    assert kept_on(phone) == []


def test_signatures_that_waited_while_the_record_changed_are_asked_for_anew(
    stage: Stage, phone: Page, task: Inspection
) -> None:
    people = stage.people
    enter(phone, stage, task)
    phone.goto(f"/phone/tasks/{task.pk}/record/")
    fill(phone)
    phone.get_by_role("button", name="保存，去签名").click()
    phone.wait_for_url("**/sign/")
    with no_network(phone):
        sign(phone)
        expect(phone.locator("[data-offline]")).to_contain_text("1 条记录待上传")
        standing = task.records.get()
        operations.save_record(
            inspection_id=task.pk,
            version=standing.version,
            entries={1: EntryInput(PointResult.FAILS, "灭火器过期")},
            actor=people.second.member,
            now=timezone.now(),
        )
    expect(phone.get_by_text("签名以后笔录又改过")).to_be_visible()
    expect(phone.locator("#signed-text")).to_contain_text("灭火器过期")
    for name in ("sign_enterprise", f"sign_officer_{people.officer.roster.pk}"):
        expect(phone.locator(f"[name={name}]")).to_have_value("")
    assert task.records.get().signed_at is None
    phone.reload()
    expect(phone.locator("[name=sign_enterprise]")).to_have_value("")
    sign(phone)
    expect(phone.get_by_text("笔录已签署")).to_be_visible()
    assert task.records.get().entries.get(position=1).result == "fails"
    assert kept_on(phone) == []


def test_a_record_kept_while_another_phone_saved_shows_both_sides(
    stage: Stage, phone: Page, task: Inspection
) -> None:
    enter(phone, stage, task)
    phone.goto(f"/phone/tasks/{task.pk}/record/")
    with no_network(phone):
        fill(phone, findings="东车间两处未整改。")
        phone.get_by_role("button", name="保存", exact=True).click()
        expect(phone.locator("[data-offline]")).to_contain_text("1 条记录待上传")
        Walk(stage.people).fill(task, by=stage.people.second, findings="现场管理有序。", now=timezone.now())
        Walk(stage.people).fill(
            task,
            by=stage.people.second,
            entries={2: EntryInput(PointResult.FAILS, "台账缺三月份")},
            findings=None,
            now=timezone.now(),
        )
    sides = phone.locator("[data-sides]")
    expect(sides).to_have_count(2)
    expect(sides.first).to_contain_text("平台上的：不合格　台账缺三月份")
    expect(phone.get_by_label("检查情况")).to_have_value("东车间两处未整改。")
    sides.first.get_by_role("button", name="改用平台上的").click()
    expect(phone.locator("#point-2").get_by_label("不合格", exact=True)).to_be_checked()
    phone.get_by_role("button", name="保存", exact=True).click()
    expect(phone.get_by_text("已保存")).to_be_visible()
    record = task.records.get()
    assert record.findings == "东车间两处未整改。"
    assert record.entries.get(position=2).note == "台账缺三月份"
