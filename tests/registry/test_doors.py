"""The registry's open pages: the code at the gate, its sheet, and the check of an officer."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import Settings

from jingwei.platform.calendar import local_date
from jingwei.platform.documents.typefaces import SHIPPED_FOLDER
from jingwei.registry.documents import code_sheet, grouped
from jingwei.registry.models import Certificate, SiteCode
from tests.harness.requirements import require
from tests.people import NOW, TODAY, District, district

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> District:
    return district(on=local_date(timezone.now()))


def test_an_ordinary_camera_finds_out_what_the_code_is(client: Client, cast: District) -> None:
    answer = client.get(reverse("code_landing", args=[cast.code]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert cast.enterprise.name in page
    assert "执法人员请登录后在掌上执法中扫码" in page
    assert cast.enterprise.credit_code not in page
    assert cast.site.address not in page


@pytest.mark.parametrize("change", ["short", "forged", "elsewhere", "ended"])
def test_a_bad_code_is_called_what_it_is(client: Client, cast: District, change: str) -> None:
    code = {
        "short": cast.code[:30],
        "forged": cast.code[:-1] + ("A" if cast.code[-1] != "A" else "B"),
        "elsewhere": cast.code.replace("320312", "320311", 1),
        "ended": cast.code,
    }[change]
    if change == "ended":
        SiteCode.objects.update(ended_at=NOW)
    answer = client.get(reverse("code_landing", args=[code]))
    words = {"short": "不完整", "forged": "校验不符", "elsewhere": "320311", "ended": "停用"}
    assert answer.status_code == 404
    assert words[change] in answer.content.decode()
    assert cast.enterprise.name not in answer.content.decode()


def test_an_officer_who_is_signed_in_goes_to_the_scan(client: Client, cast: District) -> None:
    cast.officer.sign_in(client)
    answer = client.get(reverse("code_landing", args=[cast.code]))
    assert answer.headers["Location"] == f"/phone/scan/?code={cast.code}"


def test_the_sheet_shows_code_and_use_to_the_bureau_and_to_its_own_enterprise(
    client: Client, cast: District
) -> None:
    for person in (cast.supervisor, cast.lead, cast.contact):
        answer = person.sign_in(client).get(reverse("site_code", args=[cast.site.pk]))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert grouped(cast.code) in page
        assert "<svg" in page


@pytest.mark.parametrize("who", ["clerk", "head", "officer", "other_contact", "system", "security", "audit"])
def test_the_sheet_is_nobody_elses(client: Client, cast: District, who: str) -> None:
    answer = getattr(cast, who).sign_in(client).get(reverse("site_code", args=[cast.site.pk]))
    assert answer.status_code == 403
    assert grouped(cast.code) not in answer.content.decode()


def test_a_visitor_gets_no_sheet_and_learns_of_no_site(client: Client, cast: District) -> None:
    there = client.get(reverse("site_code", args=[cast.site.pk]))
    nowhere = client.get(reverse("site_code", args=[10**9]))
    assert there.status_code == nowhere.status_code == 403
    assert "企业码只供" in there.content.decode()


def test_a_site_without_a_code_says_who_issues_one(client: Client, cast: District) -> None:
    answer = cast.supervisor.sign_in(client).get(reverse("site_code", args=[cast.other_site.pk]))
    assert answer.status_code == 422
    assert "没有在用的企业码" in answer.content.decode()


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_the_printed_sheet_is_one_page_with_name_and_code(
    client: Client, cast: District, settings: Settings, is_demonstration: bool
) -> None:
    require("fonts", any(SHIPPED_FOLDER.glob("*.ttf")), "Run make setup, which builds the fonts.")
    settings.DEMONSTRATION = is_demonstration
    answer = cast.contact.sign_in(client).get(reverse("site_code", args=[cast.site.pk]) + "?format=pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    text = "".join(pages[0].extract_text().split())
    assert len(pages) == 1
    assert cast.enterprise.name in text
    assert cast.code in text
    assert ("演示数据" in text) is is_demonstration


def test_anybody_may_ask_for_an_officer_and_learns_three_things_only(client: Client, cast: District) -> None:
    number = cast.officer.card.number
    Certificate.objects.filter(number=number).update(valid_from="2025-02-03")
    asked = client.get(reverse("verify_officer"), {"number": number})
    assert asked.headers["Location"] == reverse("verify_officer", args=[number])
    page = client.get(asked.headers["Location"]).content.decode()
    assert cast.officer.roster.name in page
    assert cast.subject.name in page
    assert "证件有效" in page
    for secret in (
        cast.officer.account.username,
        str(cast.officer.card.valid_to),
        "2025-02-03",
        "行政编制",
        "应急管理局执法人员",
    ):
        assert secret not in page


def test_a_certificate_that_ended_yesterday_is_not_valid(client: Client, cast: District) -> None:
    page = client.get(reverse("verify_officer", args=[cast.expired.card.number])).content.decode()
    assert "证件无效" in page
    assert "证件有效" not in page


def test_the_last_day_still_counts(client: Client, cast: District) -> None:
    today = local_date(timezone.now())
    Certificate.objects.filter(pk=cast.officer.card.pk).update(valid_to=today)
    assert (
        "证件有效" in client.get(reverse("verify_officer", args=[cast.officer.card.number])).content.decode()
    )
    Certificate.objects.filter(pk=cast.officer.card.pk).update(valid_to=today - timedelta(days=1))
    assert (
        "证件无效" in client.get(reverse("verify_officer", args=[cast.officer.card.number])).content.decode()
    )


def test_a_suspended_certificate_is_not_valid(client: Client, cast: District) -> None:
    Certificate.objects.filter(pk=cast.officer.card.pk).update(status="suspended")
    assert (
        "证件无效" in client.get(reverse("verify_officer", args=[cast.officer.card.number])).content.decode()
    )


def test_an_unknown_number_says_what_to_do(client: Client, cast: District) -> None:
    answer = client.get(reverse("verify_officer", args=["10999999999"]))
    assert answer.status_code == 404
    assert "可以拒绝检查" in answer.content.decode()


def test_a_number_in_full_width_digits_is_the_number(client: Client, cast: District) -> None:
    answer = client.get(reverse("verify_officer"), {"number": "１０３２０３１２００１"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("verify_officer", args=["10320312001"]))


@pytest.mark.parametrize("number", ["", "abc", "1", "10320312001' OR 1=1", "9" * 200])
def test_what_is_no_number_is_told_so(client: Client, cast: District, number: str) -> None:
    answer = client.get(reverse("verify_officer"), {"number": number})
    assert answer.status_code == 422
    assert "jw-bad" in answer.content.decode()


def test_a_card_of_a_ministry_with_a_number_of_another_form_is_found(client: Client, cast: District) -> None:
    for number in ("苏徐公（铜）0123", "SW-320312-0007"):
        Certificate.objects.filter(pk=cast.officer.card.pk).update(number=number)
        answer = client.get(reverse("verify_officer"), {"number": number}, follow=True)
        assert "证件有效" in answer.content.decode()


def test_another_district_says_its_own_name(client: Client, cast: District, settings: Settings) -> None:
    settings.DISTRICT_NAME, settings.BUREAU_NAME = "泉山区", "徐州市泉山区司法局"
    page = cast.supervisor.sign_in(client).get(reverse("workbench")).content.decode()
    assert "泉山区涉企行政执法监督平台" in page
    assert "主办：徐州市泉山区司法局" in page
    sheet = code_sheet(
        SiteCode.objects.select_related("site__enterprise").get(),
        address="https://example.com/",
        on=TODAY,
        is_demonstration=False,
    )
    assert sheet.issuer == "徐州市泉山区司法局"
