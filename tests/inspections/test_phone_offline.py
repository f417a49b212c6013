"""The record in a cellar without a signal: photos taken and kept on the phone, delivered when it is back."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, FilePayload, expect

from jingwei.inspections.models import RecordPhoto
from jingwei.platform.calendar import local_date
from tests.harness.database import Database
from tests.harness.server import Served
from tests.inspections.phoning import Phone
from tests.inspections.walking import Walk, picture
from tests.people import district


def test_photos_and_results_taken_without_a_signal_arrive_once_each(
    committed_database: Database, serve: Callable[..., Served], browser: Browser
) -> None:
    now = timezone.now()
    walk = Walk(district(local_date(now)))
    asked = walk.request(
        now=now - timedelta(hours=2), planned_from=now, planned_until=now + timedelta(hours=2)
    )
    task = walk.approve(asked, now=now - timedelta(hours=1))
    phone = Phone.of(walk.people.officer)
    phone.enter(task, walk.people.code, walk.people.second)
    phone.send("phone_start", task)

    served = serve()
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=served.url)
    session = phone.client.session.session_key
    assert session is not None
    context.add_cookies([{"name": "sessionid", "value": session, "url": served.url}])
    page = context.new_page()
    page.goto(f"/phone/tasks/{task.pk}/record/")
    context.set_offline(True)
    camera = page.locator("#point-1 input[type=file]")
    for count, colour in enumerate(("red", "green"), start=1):
        shot: FilePayload = {"name": f"{colour}.png", "mimeType": "image/png", "buffer": picture(colour)}
        camera.set_input_files(shot)
        expect(page.get_by_text(f"{count} 条记录待上传")).to_be_visible()
    page.locator("#point-1").get_by_text("合格", exact=True).click()
    expect(page.locator("[data-saved]")).to_contain_text("已存本机")
    assert not RecordPhoto.objects.exists()

    context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()
    assert RecordPhoto.objects.filter(entry__position=1).count() == 2
    assert page.locator("#point-1").get_by_label("合格", exact=True).is_checked()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存")).to_be_visible()
    assert task.records.get().entries.get(position=1).result == "conforms"
