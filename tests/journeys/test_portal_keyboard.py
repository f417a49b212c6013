"""A visitor finds a subject, its items, what they rest on and its plan: by keyboard and names alone, and without scripts."""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from jingwei.disclosure.models import Announcement
from jingwei.platform.calendar import local_date
from tests.journeys.stage import DESK, PHONE, Stage
from tests.people import District

FARTHEST = 120  # stops of the Tab key; a page that needs more is too long to be walked


def go_to(page: Page, role: str, name: str, *, is_exact: bool = False) -> Locator:
    """Press Tab until the element of that role and name has the focus."""
    found = page.get_by_role(role, name=name, exact=is_exact).first  # type: ignore[arg-type]
    expect(found).to_be_visible()
    for _ in range(FARTHEST):
        if found.evaluate("element => element === document.activeElement"):
            return found
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached the {role} “{name}”")


def press(page: Page, role: str, name: str, *, is_exact: bool = False) -> None:
    """Go to a link or button and press Enter."""
    go_to(page, role, name, is_exact=is_exact)
    page.keyboard.press("Enter")


def heading(page: Page, name: str) -> None:
    """The page's one main heading says this."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def walk_the_portal(page: Page, people: District) -> None:
    """From the front page to a subject, an item, its basis and standard, back to the subject, and to its plan."""
    page.goto("/public/")
    heading(page, "谁能查、查什么、一年查几次")
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.get_by_role("navigation", name="公示门户")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    go_to(page, "textbox", "查找单位、检查事项，或执法证号")
    page.keyboard.type("应急管理")
    page.keyboard.press("Enter")
    heading(page, "查询")
    expect(page.get_by_role("heading", level=2, name="检查主体")).to_be_visible()
    press(page, "link", people.subject.name, is_exact=True)

    heading(page, people.subject.name)
    items = page.get_by_role("table", name=f"{people.subject.name}的检查事项")
    expect(items.get_by_role("columnheader")).to_have_text(["事项", "依据", "今天"])
    expect(items.get_by_role("row")).to_have_count(1 + len(people.items))
    expect(items.get_by_role("cell", name="《中华人民共和国安全生产法》第六十五条")).to_have_count(2)
    press(page, "link", people.item.name)

    heading(page, people.item.name)
    bases = page.get_by_role("table", name="检查依据")
    expect(bases.get_by_role("cell", name="《中华人民共和国安全生产法》第六十五条")).to_be_visible()
    expect(bases.get_by_role("cell", name="法律", exact=True)).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="安全出口保持畅通")).to_be_visible()
    press(page, "link", people.subject.name)

    heading(page, people.subject.name)
    year = local_date(timezone.now()).year
    press(page, "link", f"{year}年度行政检查计划")
    heading(page, f"{year}年度行政检查计划")
    lines = page.get_by_role("table", name=f"{year}年度行政检查计划的事项")
    expect(lines.get_by_role("link", name=people.second_item.name)).to_be_visible()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_visitor_walks_the_portal_by_keyboard_and_names_alone(stage: Stage, has_scripts: bool) -> None:
    walk_the_portal(stage.visitor(java_script_enabled=has_scripts), stage.people)


def test_the_portal_suits_a_phone_large_letters_and_axe(stage: Stage) -> None:
    desk, phone = stage.visitor(viewport=DESK), stage.visitor(viewport=PHONE)
    addresses = ["", "subjects/", "items/", "plans/", "special/", "caps/", "results/", "data/"]
    addresses += [f"subjects/{stage.people.subject.pk}/", f"items/{stage.people.item.pk}/", "search/?q=安全"]
    plan = Announcement.objects.filter(plan__subject=stage.people.subject).latest("pk")
    Announcement.objects.filter(pk=plan.pk).update(
        url=f"https://www.example.gov.cn/{'a-long-folder/' * 6}plan.html"
    )
    addresses.append(f"plans/{plan.pk}/")
    for address in addresses:
        for page in (desk, phone):
            page.goto(f"/public/{address}")
            stage.hold(page, f"portal-{address.strip('/').replace('/', '-') or 'home'}")
    phone.goto("/public/size/large/")
    for address in addresses:
        phone.goto(f"/public/{address}")
        stage.show(phone, "portal-large")
