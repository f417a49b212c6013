"""The phone's scripts in a real browser: scanning, position, queue, drafts, photos, signature."""

import io
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.fake_camera import qr_picture, write_video
from tests.web.phone_site import PhoneSite, running_site

CODE = "JW1.7Q2M4K9XW5V3T8R6P1N0B4C2D7F5G9H3"
Launch = Callable[..., Browser]


@pytest.fixture
def site() -> Iterator[PhoneSite]:
    with running_site() as site:
        yield site


@pytest.fixture
def phone(launch_chromium: Launch) -> BrowserContext:
    return _phone(launch_chromium())


@pytest.fixture
def page(phone: BrowserContext, site: PhoneSite) -> Page:
    page = phone.new_page()
    page.goto(site.url)
    return page


def _phone(browser: Browser, **options: object) -> BrowserContext:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, **options)  # type: ignore[arg-type]
    context.set_default_timeout(8000)
    return context


def _photo(width: int, height: int) -> bytes:
    noise = Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))
    stream = io.BytesIO()
    noise.save(stream, "JPEG", quality=92)
    return stream.getvalue()


def test_a_code_held_before_the_camera_is_submitted_with_the_position(
    launch_chromium: Launch, site: PhoneSite, tmp_path: Path
) -> None:
    browser = launch_chromium(*write_video(tmp_path / "code.y4m", qr_picture(CODE)))
    place = {"latitude": 34.180123, "longitude": 117.169456, "accuracy": 12}
    phone = _phone(browser, permissions=["camera", "geolocation"], geolocation=place)
    page = phone.new_page()
    page.goto(site.url)
    page.get_by_role("button", name="扫码", exact=True).click()
    expect(page.locator("#answer")).to_be_visible()
    (post,) = site.posts
    assert post.path == "/scan"
    assert post.fields["code"] == CODE
    assert (post.fields["latitude"], post.fields["longitude"]) == ("34.180123", "117.169456")
    assert post.fields["accuracy"] == "12"
    assert post.fields["position_error"] == ""
    assert len(post.fields["idempotency_key"]) == 36


def test_without_a_camera_the_photo_of_a_code_is_read(page: Page, site: PhoneSite) -> None:
    stream = io.BytesIO()
    qr_picture(CODE).save(stream, "PNG")
    page.get_by_role("button", name="扫码", exact=True).click()
    expect(page.locator("[data-scan-say]")).to_contain_text("拍照识别")
    page.locator("[data-scan-photo]").set_input_files(
        {"name": "code.png", "mimeType": "image/png", "buffer": stream.getvalue()}
    )
    expect(page.locator("#answer")).to_be_visible()
    assert site.posts[0].fields["code"] == CODE
    assert site.posts[0].fields["position_error"] == "denied"


def test_without_a_camera_the_code_can_be_typed(page: Page, site: PhoneSite) -> None:
    page.get_by_role("button", name="扫码", exact=True).click()
    page.get_by_role("button", name="手工输入").click()
    page.keyboard.type("1234")
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_be_visible()
    assert site.posts[0].fields["code"] == "1234"


def test_a_form_sent_offline_waits_and_is_delivered_once(
    phone: BrowserContext, page: Page, site: PhoneSite
) -> None:
    page.get_by_label("问题").fill("标签过期")
    phone.set_offline(True)
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("[data-offline]")).to_contain_text("1 条记录待上传")
    assert site.posts == []
    phone.set_offline(False)
    expect(page.locator("#answer")).to_contain_text("标签过期")
    expect(page.locator("[data-offline]")).to_be_hidden()
    (post,) = site.posts
    assert post.key_header == post.fields["idempotency_key"]
    made, sent = (datetime.fromisoformat(each) for each in (post.made_at, post.sent_at))
    assert made < sent


def _drafts(page: Page) -> list[str]:
    found = page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('jw-draft'))")
    return [str(each) for each in found]


def test_the_autosave_that_was_pending_stores_nothing_of_a_form_that_was_handed_over(
    phone: BrowserContext, page: Page, site: PhoneSite
) -> None:
    phone.set_offline(True)
    page.get_by_text("不合格").click()
    page.get_by_label("问题").fill("标签过期")
    page.get_by_role("button", name="提交记录").click()  # Before the pause of the autosave is over.
    expect(page.locator("[data-offline]")).to_contain_text("1 条记录待上传")
    expect(page.locator("[data-kept]")).to_be_visible()
    page.wait_for_timeout(800)
    assert _drafts(page) == []
    site.saved, site.version = {"point_1": "fails", "problem": "标签过期"}, 2
    phone.set_offline(False)
    expect(page.locator("#answer")).to_be_visible()
    page.goto(site.url)
    expect(page.locator("[name=point_1][value=fails]")).to_be_checked()
    expect(page.get_by_label("问题")).to_have_value("标签过期")


@pytest.mark.parametrize("left_behind", ["[]", '[["version","1"]]'])
def test_an_empty_draft_does_not_wipe_out_what_the_server_has(
    page: Page, site: PhoneSite, left_behind: str
) -> None:
    """Drafts as they were stored before this was mended may still lie on phones."""
    page.evaluate("(draft) => localStorage.setItem('jw-draft::record-7', draft)", left_behind)
    site.saved = {"point_1": "conforms", "problem": "无"}
    page.goto(site.url)
    expect(page.locator("[name=point_1][value=conforms]")).to_be_checked()
    expect(page.get_by_label("问题")).to_have_value("无")


def test_a_draft_made_on_an_older_version_says_so_and_is_sent_as_such(page: Page, site: PhoneSite) -> None:
    page.get_by_label("问题").fill("标签过期")
    expect(page.locator("[data-saved]")).to_contain_text("已存本机")
    site.saved, site.version = {"problem": "别人填的"}, 2
    page.goto(site.url)
    expect(page.get_by_label("问题")).to_have_value("标签过期")
    expect(page.locator("[data-draft-stale]")).to_be_visible()
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("#answer")).to_be_visible()
    assert site.posts[0].fields["version"] == "1"


def test_a_page_opened_while_a_form_waits_shows_what_waits(
    phone: BrowserContext, page: Page, site: PhoneSite
) -> None:
    page.get_by_label("问题").fill("标签过期")
    site.status = "503 Service Unavailable"
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("[data-offline]")).to_contain_text("1 条记录待上传")
    page.goto(site.url)
    expect(page.get_by_label("问题")).to_have_value("标签过期")
    expect(page.get_by_label("问题")).to_be_disabled()


def test_a_step_that_needs_the_network_says_so_and_keeps_what_was_typed(
    phone: BrowserContext, page: Page, site: PhoneSite
) -> None:
    code = page.get_by_role("textbox", name="企业码")
    code.fill("JW32 0312 1234")
    phone.set_offline(True)
    code.press("Enter")
    expect(page.locator("[data-no-network]")).to_be_visible()
    expect(code).to_have_value("JW32 0312 1234")
    expect(page.locator("[data-offline]")).to_be_hidden()
    page.get_by_role("link", name="任务").first.click()
    expect(code).to_have_value("JW32 0312 1234")
    phone.set_offline(False)
    expect(page.locator("[data-no-network]")).to_be_hidden()
    code.press("Enter")
    expect(page.locator("#answer")).to_be_visible()
    assert [post.fields["code"] for post in site.posts] == ["JW32 0312 1234"]


def test_what_waits_survives_the_page_being_closed(
    phone: BrowserContext, page: Page, site: PhoneSite
) -> None:
    page.get_by_label("问题").fill("标签过期")
    phone.set_offline(True)
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("[data-offline]")).to_contain_text("1 条记录待上传")
    page.close()
    phone.set_offline(False)
    with phone.new_page() as later:
        later.goto(site.url)
        expect(later.locator("[data-offline]")).to_be_hidden()
        later.wait_for_function("() => document.querySelector('[data-offline]').hidden")
        later.wait_for_timeout(300)
    assert [post.fields["problem"] for post in site.posts] == ["标签过期"]


def test_what_the_server_refuses_later_is_kept_until_somebody_looks(
    phone: BrowserContext, page: Page, site: PhoneSite
) -> None:
    page.get_by_label("问题").fill("标签过期")
    phone.set_offline(True)
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("[data-offline]")).to_contain_text("1 条记录待上传")
    page.close()
    phone.set_offline(False)
    site.status = "422 Unprocessable Content"
    later = phone.new_page()
    later.goto(f"{site.url}/tasks")
    expect(later.locator("[data-offline]")).to_contain_text("1 条没有被接受")
    later.get_by_role("button", name="查看").click()
    expect(later.locator("#answer")).to_contain_text("标签过期")
    expect(later.locator("[data-offline]")).to_be_hidden()
    assert len({post.key_header for post in site.posts}) == 1


def test_what_was_refused_later_can_be_mended_from_the_form(
    phone: BrowserContext, page: Page, site: PhoneSite
) -> None:
    page.get_by_label("问题").fill("标签过期")
    phone.set_offline(True)
    page.get_by_role("button", name="提交记录").click()
    expect(page.get_by_role("button", name="提交记录")).to_be_disabled()
    site.status = "422 Unprocessable Content"
    phone.set_offline(False)
    expect(page.locator("#answer")).to_contain_text("标签过期")
    page.goto(site.url)
    expect(page.get_by_label("问题")).to_have_value("标签过期")
    site.status = "200 OK"
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("#answer")).to_be_visible()
    assert len({post.key_header for post in site.posts}) == len(site.posts) == 2


def test_an_answered_key_is_not_used_again_for_the_mended_form(page: Page, site: PhoneSite) -> None:
    site.status = "422 Unprocessable Content"
    page.get_by_label("问题").fill("标签过期")
    expect(page.locator("[data-saved]")).to_contain_text("已存本机")
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("#answer")).to_be_visible()
    page.goto(site.url)
    expect(page.get_by_label("问题")).to_have_value("标签过期")
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("#answer")).to_be_visible()
    assert len({post.key_header for post in site.posts}) == 2


def test_a_gateway_without_its_server_counts_as_no_network(page: Page, site: PhoneSite) -> None:
    site.status = "503 Service Unavailable"
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("[data-offline]")).to_contain_text("1 条记录待上传")


def test_a_redirect_is_followed_and_its_message_is_not_lost(page: Page, site: PhoneSite) -> None:
    site.redirects_to = "/next?done"
    page.get_by_role("button", name="提交记录").click()
    page.wait_for_url("**/next?done")
    expect(page.get_by_text("记录已提交").first).to_be_visible()


def test_a_draft_survives_a_reload_with_its_key_and_is_forgotten_when_delivered(page: Page) -> None:
    page.get_by_label("问题").fill("二号罐区标签过期")
    page.get_by_text("不合格").click()
    expect(page.locator("[data-saved]")).to_contain_text("已存本机")
    key = page.locator("#record [name=idempotency_key]").input_value()
    page.reload()
    expect(page.get_by_label("问题")).to_have_value("二号罐区标签过期")
    expect(page.locator("[name=point_1][value=fails]")).to_be_checked()
    assert page.locator("#record [name=idempotency_key]").input_value() == key
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("#answer")).to_be_visible()
    page.goto(page.url)
    expect(page.get_by_label("问题")).to_have_value("")
    assert page.locator("#record [name=idempotency_key]").input_value() != key


def test_photos_are_made_small_before_they_are_sent(page: Page, site: PhoneSite) -> None:
    camera = page.locator("[data-photo]")
    big = _photo(3000, 2000)
    assert len(big) > 2_000_000
    for name in ("one.jpg", "two.jpg"):
        camera.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": big})
        expect(page.get_by_alt_text(name)).to_be_visible()
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("#answer")).to_be_visible()
    sizes = site.posts[0].file_sizes["photos"]
    assert len(sizes) == 2
    assert all(10_000 < size <= 500_000 for size in sizes)


def test_a_file_that_is_no_picture_is_left_to_the_server(page: Page, site: PhoneSite) -> None:
    page.locator("[data-photo]").set_input_files(
        {"name": "virus.jpg", "mimeType": "image/jpeg", "buffer": b"MZ not a picture"}
    )
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("#answer")).to_be_visible()
    assert site.posts[0].file_sizes["photos"] == [16]


def test_a_signature_becomes_a_picture_and_can_be_made_anew(page: Page, site: PhoneSite) -> None:
    pad = page.locator("canvas[data-signature]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None

    def sign() -> None:
        page.mouse.move(box["x"] + 30, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + 200, box["y"] + 120, steps=5)
        page.mouse.up()

    field = page.locator("[name=signature]")
    sign()
    assert field.input_value().startswith("data:image/png;base64,")
    page.get_by_role("button", name="重签").click()
    assert field.input_value() == ""
    sign()
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("#answer")).to_be_visible()
    assert site.posts[0].fields["signature"].startswith("data:image/png;base64,")


def test_without_scripts_the_form_is_simply_posted(launch_chromium: Launch, site: PhoneSite) -> None:
    page = _phone(launch_chromium(), java_script_enabled=False).new_page()
    page.goto(site.url)
    page.get_by_label("问题").fill("标签过期")
    page.get_by_text("不合格").click()
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("#answer")).to_contain_text("标签过期")
    assert site.posts[0].fields["point_1"] == "fails"


def test_the_reader_of_codes_is_fetched_only_when_it_is_asked_for(
    phone: BrowserContext, site: PhoneSite
) -> None:
    page = phone.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(site.url)
    assert not any("zxing" in url for url in fetched)
