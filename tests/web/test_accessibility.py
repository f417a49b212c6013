"""The frame and the components in a real browser: nothing that axe objects to, nothing that the policy blocks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import jingwei
from tests.web.phone_site import PhoneSite, running_site

AXE = Path(jingwei.__file__).parent / "web" / "static" / "vendor" / "axe.min.js"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# The gallery shows whole phone screens within one page, so that landmarks and headings repeat there and there alone.
GALLERY_ONLY = {"landmark-no-duplicate-main", "landmark-main-is-top-level", "landmark-unique", "heading-order",
                "page-has-heading-one", "landmark-no-duplicate-banner", "landmark-banner-is-top-level", "duplicate-id",
                "region"}  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Iterator[PhoneSite]:
    with running_site() as site:
        yield site


def _objections(page: Page, *, allowed: set[str] | frozenset[str] = frozenset()) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found
        if each["id"] not in allowed
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_gallery_of_components_passes_axe(
    browser: Browser, site: PhoneSite, size: dict[str, int], theme: str
) -> None:
    page = browser.new_page(viewport=size)  # type: ignore[arg-type]
    page.goto(f"{site.url}/components/")
    page.evaluate(f"document.documentElement.setAttribute('data-bs-theme', '{theme}')")
    assert _objections(page, allowed=GALLERY_ONLY) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_page_passes_axe(browser: Browser, site: PhoneSite, theme: str) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(site.url)
    page.evaluate(f"document.documentElement.setAttribute('data-bs-theme', '{theme}')")
    assert _objections(page) == []


@pytest.mark.parametrize("path", ["/", "/components/"])
def test_no_page_breaks_the_policy_or_overflows_a_phone(browser: Browser, site: PhoneSite, path: str) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{site.url}{path}")
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_menu_of_a_narrow_page_opens_and_closes(browser: Browser, site: PhoneSite) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"{site.url}/components/")
    menu = page.get_by_role("navigation", name="主菜单")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="打开菜单").click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_the_menu_of_a_narrow_page_opens_without_scripts(browser: Browser, site: PhoneSite) -> None:
    page = browser.new_context(viewport=PHONE, java_script_enabled=False).new_page()  # type: ignore[arg-type]
    page.goto(f"{site.url}/components/")
    page.get_by_role("button", name="打开菜单").click()
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()


def test_the_theme_is_remembered(browser: Browser, site: PhoneSite) -> None:
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    page.goto(f"{site.url}/components/")
    page.get_by_role("button", name="切换深浅色").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
