"""The item library, the search and the system in a browser: what a person does there with mouse and keys."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jingwei.planning.models import Cap
from jingwei.platform.calendar import local_date
from jingwei.registry import operations as registry
from jingwei.registry.models import Basis, Item, Membership
from jingwei.registry.terms import BasisLevel, ItemStatus
from tests.journeys.stage import PHONE, Stage
from tests.people import BEGAN, make_enterprise


@pytest.fixture
def library(stage: Stage) -> Stage:
    """A district with an item changed once, one to adjust, one that waits for its article, and two caps."""
    people, now = stage.people, timezone.now()
    today = local_date(now)
    registry.publish_change(
        item_id=people.item.pk,
        changes={"frequency": "每年不超过1次", "methods": ["on_site", "random"]},
        reason="按区政府压减频次的要求调整",
        valid_from=today,
        actor=people.lead.member,
        now=now,
    )
    registry.end_basis(
        basis_id=people.second_item.bases.get().pk,
        ended_on=today - timedelta(days=3),
        document="应急管理部令第18号",
        actor=people.clerk.member,
        now=now,
    )
    Basis.objects.filter(item=people.unpublished_item).update(article="", level=BasisLevel.DEPARTMENT_RULE)
    Item.objects.filter(pk=people.unpublished_item.pk).update(status=ItemStatus.PENDING_BASIS)
    registry.raise_standard_conflict(
        standard_id=people.standard.pk,
        other_id=people.other_item.standards.get().pk,
        matter="疏散通道宽度：一个要求不少于 1.1 米，另一个要求不少于 1.4 米",
        actor=people.clerk.member,
        now=now,
    )
    for visits, item in ((1, people.item), (2, None)):
        Cap.objects.create(
            subject=people.subject, item=item, visits=visits, valid_from=BEGAN, source="铜应急公告〔2025〕1号"
        )
    for number in range(14):
        make_enterprise(people.region, f"91320312DEM1{number:05}X", f"徐州星禾第{number + 1}分厂")
    return stage


def on_a_phone(stage: Stage, page: Page, path: str, name: str) -> None:
    """Look at the page as wide as a phone, then go back to the desk's width."""
    wide = page.viewport_size
    assert wide is not None
    page.set_viewport_size(PHONE)
    page.goto(path)
    stage.show(page, name)
    page.set_viewport_size(wide)


def test_an_item_is_looked_up_read_and_its_ended_basis_mended(library: Stage) -> None:
    people = library.people
    page = library.desk(people.clerk)
    page.goto("/items/")
    library.hold(page, "item-list")
    page.get_by_role("link", name=people.item.name).click()
    # The part of a higher area has come in.
    expect(page.get_by_role("heading", name="频次上限")).to_be_visible()
    library.hold(page, "item-detail")
    on_a_phone(library, page, page.url, "item-detail-phone")
    page.goto(f"/items/{people.second_item.pk}/")
    expect(page.get_by_text("补登现行依据并重新公布后恢复")).to_be_visible()
    page.get_by_text("补登依据", exact=True).click()
    page.get_by_label("文件名称").fill("工贸企业安全生产规定")
    page.get_by_label("条款").fill("第十二条")
    page.get_by_role("button", name="补登").click()
    expect(page.get_by_text("依据已补登，待区司法局公布")).to_be_visible()
    library.hold(page, "item-amended")
    page.goto(f"/items/{people.unpublished_item.pk}/")
    library.show(page, "item-pending")
    page.goto("/items/new/")
    library.hold(page, "item-new")
    page.goto(f"/items/{people.item.pk}/standards/")
    library.hold(page, "standard-new")
    page.goto("/unused-items/")
    library.hold(page, "item-unused")
    on_a_phone(library, page, "/items/", "item-list-phone")
    lead = library.desk(people.lead)
    lead.goto(f"/items/{people.second_item.pk}/")
    library.hold(lead, "item-to-publish")
    lead.locator("#publish").get_by_role("button", name="公布").click()
    expect(lead.get_by_text("已公布。")).to_be_visible()
    lead.goto("/standard-conflicts/")
    lead.get_by_text("记下协调结果").click()
    library.hold(lead, "conflicts")
    lead.goto("/system/calendar/")
    library.hold(lead, "calendar")


def test_the_search_is_reached_and_used_by_keys_alone(library: Stage) -> None:
    page = library.desk(library.people.clerk)
    page.goto("/items/")
    box = page.get_by_role("searchbox", name="查找企业、人员、文号")
    box.focus()
    page.keyboard.type("xh")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="查找“xh”")).to_be_visible()
    library.hold(page, "search")
    page.get_by_role("link", name="全部企业").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("共 15 条")).to_be_visible()
    library.hold(page, "search-all")
    on_a_phone(library, page, "/search/?q=xh", "search-phone")


def test_an_account_is_opened_by_one_administrator_and_entitled_by_another(library: Stage) -> None:
    people = library.people
    system = library.desk(people.system)
    system.get_by_role("link", name="建立账号").click()
    system.get_by_label("登录名").fill("zhong.yi")
    system.get_by_label("姓名").fill("钟一")
    library.hold(system, "account-new")
    system.get_by_role("button", name="建立").click()
    expect(system.get_by_text("只显示这一次")).to_be_visible()
    library.show(system, "password")
    system.get_by_role("link", name="已交给本人").click()
    library.hold(system, "account-system")
    security = library.desk(people.security)
    library.hold(security, "accounts")
    security.goto(system.url)
    security.get_by_label("角色").select_option(label="经办人")
    security.locator("form[action$='/grant/']").get_by_label("检查主体").select_option(
        label=people.subject.name
    )
    security.get_by_role("button", name="授予").click()
    expect(security.get_by_text("已授予。")).to_be_visible()
    library.hold(security, "account-security")
    on_a_phone(library, security, security.url, "account-phone")
    assert Membership.objects.filter(account__username="zhong.yi", role="clerk").exists()
    security.goto("/system/deputies/")
    library.hold(security, "deputies")
    audit = library.desk(people.audit)
    audit.goto("/system/?q=zhong")
    expect(audit.get_by_text("建立账号“zhong.yi”（钟一）")).to_be_visible()
    library.hold(audit, "log")
    on_a_phone(library, audit, "/system/", "log-phone")
