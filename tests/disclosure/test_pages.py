"""The pages of disclosure: who sees what, one button a cell, receiving several, the receipt, what others show."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.queries import list_specials_to_announce
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, FilingState
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.terms import PlanStage, SpecialOrigin
from jingwei.platform.calendar import local_date
from jingwei.registry.terms import Field
from tests.disclosure.announcing import URL, Announcing
from tests.people import Person, district, make_item, make_person

NOW = timezone.now()
TODAY = local_date(NOW)
BOARD = reverse("lamp_board")


@pytest.fixture
def announcing(db: None) -> Announcing:
    """Pages ask the clock themselves, so their district lives today."""
    return Announcing(district(TODAY))


def announced(announcing: Announcing, kind: AnnouncementKind = AnnouncementKind.ITEMS) -> Announcement:
    """What was announced today."""
    return announcing.announce(kind, on=TODAY, now=NOW)


def filed(announcing: Announcing) -> Filing:
    """The items, announced and filed today."""
    return announcing.file(announced(announcing), now=NOW)


def page(client: Client, person: Person, address: str, status: int = 200) -> str:
    """What somebody sees at an address."""
    answer = person.sign_in(client).get(address)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_the_bureau_sees_the_board_and_a_department_its_own_page(
    announcing: Announcing, client: Client
) -> None:
    text = page(client, announcing.people.supervisor, BOARD)
    assert "口径待司法局确认" in text
    assert "口径一（字面）" in text
    assert text.index("应急管理局") > 0
    own = reverse("lamp_detail", args=[announcing.people.subject.pk])
    assert announcing.people.clerk.sign_in(client).get(BOARD)["Location"] == own
    assert "市场监管局" in page(client, announcing.people.clerk, f"{BOARD}?all=1")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=应急", True),
        ("q=yjj&colour=red", False),
        ("colour=red", True),
        ("colour=green", False),
        ("line=应急", True),
        ("line=市场监管", False),
        ("place=town", False),
        ("place=district", True),
        ("colour=bogus", True),
    ],
)
def test_the_board_is_filtered(announcing: Announcing, client: Client, query: str, shown: bool) -> None:
    text = page(client, announcing.people.lead, f"{BOARD}?{query}")
    own = reverse("lamp_detail", args=[announcing.people.subject.pk])
    assert (f'href="{own}"' in text) is shown


def test_the_board_is_exported_with_words_for_every_cell(announcing: Announcing, client: Client) -> None:
    answer = announcing.people.lead.sign_in(client).get(reverse("lamp_export"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["单位", "条线", "总灯", "公告：主体"]
    assert "缺失：还没有公告" in rows[1]


def test_a_department_announces_and_files_from_its_page(announcing: Announcing, client: Client) -> None:
    people = announcing.people
    own = reverse("lamp_detail", args=[people.subject.pk])
    text = page(client, people.clerk, own)
    assert "下一步：公告　事项" in text
    new = f"{reverse('announcement_new')}?kind=items"
    assert f'href="{new}"' in text
    assert people.item.name in page(client, people.clerk, new)
    given = {
        "title": "铜山区应急管理局行政检查事项清单",
        "announced_on": TODAY,
        "issuer": people.subject.name,
        "url": URL,
    }
    answer = client.post(new, given, follow=True)
    assert "第 1 版已登记" in answer.content.decode()
    made = Announcement.objects.get(kind=AnnouncementKind.ITEMS)
    file_url = reverse("announcement_file", args=[made.pk])
    answer = client.post(file_url, {"kind": "items", "addressee": "justice"}, follow=True)
    assert "等待回执" in answer.content.decode()
    answer = client.post(file_url, {"kind": "items", "addressee": "justice"})
    assert (answer.status_code, "已经报区司法局" in answer.content.decode()) == (409, True)
    answer = client.post(new, given)
    assert (answer.status_code, "没有变化" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": "https://example.com/1"}, "不是政府网站"),
        ({"url": ""}, "这个字段是必填项"),
        ({"announced_on": TODAY + timedelta(days=1)}, "还没有到"),
    ],
)
def test_what_is_wrong_is_said_above_the_form_as_it_was_filled_in(
    announcing: Announcing, client: Client, change: dict[str, object], said: str
) -> None:
    client = announcing.people.clerk.sign_in(client)
    given = {"title": "清单的标题", "announced_on": TODAY, "issuer": "区应急局", "url": URL} | change
    answer = client.post(f"{reverse('announcement_new')}?kind=items", given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert 'value="清单的标题"' in text


@pytest.mark.parametrize("query", ["", "?kind=bogus", "?kind=subject", "?kind=plan", "?kind=plan&plan=abc"])
def test_an_address_that_names_nothing_to_announce_says_so(
    announcing: Announcing, client: Client, query: str
) -> None:
    assert "公告与备案" in page(
        client, announcing.people.clerk, f"{reverse('announcement_new')}{query}", status=422
    )


def test_an_announcement_is_shown_word_for_word_beside_the_version_before(
    announcing: Announcing, client: Client
) -> None:
    announced(announcing)
    make_item(announcing.people.subject, "对有限空间作业的检查", Field.EMERGENCY)
    second = announced(announcing)
    text = page(client, announcing.people.other_clerk, reverse("announcement_detail", args=[second.pk]))
    assert "对有限空间作业的检查" in text
    assert "新增" in text
    assert "第六十五条" in text
    assert "撤下这份公告" not in text
    assert second.title in page(client, announcing.people.clerk, reverse("announcement_list"))
    assert second.title not in page(
        client, announcing.people.clerk, f"{reverse('announcement_list')}?kind=caps"
    )
    answer = client.get(reverse("announcement_export"))
    assert answer["Content-Type"].endswith("sheet")


def test_an_announcement_is_withdrawn_with_a_reason(announcing: Announcing, client: Client) -> None:
    made = announced(announcing)
    client = announcing.people.clerk.sign_in(client)
    address = reverse("announcement_withdraw", args=[made.pk])
    assert client.post(address, {"withdraw-reason": ""}).status_code == 422
    answer = client.post(address, {"withdraw-reason": "网址有误"}, follow=True)
    assert "已撤下" in answer.content.decode()
    assert client.post(address, {"withdraw-reason": "再撤"}).status_code == 409


def test_the_bureau_receives_several_at_once_and_hears_of_each(
    announcing: Announcing, client: Client
) -> None:
    first = announced(announcing)
    good, superseded = (
        announcing.file(announced(announcing, AnnouncementKind.STANDARDS), FilingKind.STANDARDS, now=NOW),
        announcing.file(first, now=NOW),
    )
    make_item(announcing.people.subject, "对有限空间作业的检查", Field.EMERGENCY)
    announced(announcing)
    client = announcing.people.supervisor.sign_in(client)
    inbox = client.get(reverse("filing_list")).content.decode()
    assert "备案收件" in inbox
    address = reverse("filing_receive_many")
    asked = client.post(address, {"pick": [good.pk, superseded.pk]}).content.decode()
    assert "接收所选的 2 件备案" in asked
    text = client.post(address, {"pick": [good.pk, superseded.pk], "is_confirmed": "on"}).content.decode()
    assert "已接收 1 件，1 件没有接收" in text
    assert "又公告了新版" in text
    good.refresh_from_db()
    assert good.receipt.startswith("铜司备〔")
    answer = client.post(address, {"pick": [good.pk]}, follow=True)
    assert "已经办理" in answer.content.decode()
    assert "没有选备案" in client.post(address, follow=True).content.decode()


def test_a_filing_is_received_and_its_receipt_printed(announcing: Announcing, client: Client) -> None:
    filing = filed(announcing)
    receipt = reverse("filing_receipt", args=[filing.pk])
    client = announcing.people.lead.sign_in(client)
    assert client.get(receipt).status_code == 422
    answer = client.post(reverse("filing_receive", args=[filing.pk]), follow=True)
    assert "回执文号铜司备〔" in answer.content.decode()
    paper = client.get(receipt)
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(f"{receipt}?format=docx").content[:2] == b"PK"
    assert page(client, announcing.people.clerk, reverse("filing_detail", args=[filing.pk]))
    page(client, announcing.people.other_clerk, reverse("filing_detail", args=[filing.pk]), status=403)


def test_a_filing_is_returned_with_a_reason_that_the_department_reads(
    announcing: Announcing, client: Client
) -> None:
    filing = filed(announcing)
    client = announcing.people.supervisor.sign_in(client)
    address = reverse("filing_return", args=[filing.pk])
    assert client.post(address, {"return-reason": ""}).status_code == 422
    client.post(address, {"return-reason": "缺盖章件"})
    filing.refresh_from_db()
    assert filing.state == FilingState.RETURNED
    own = reverse("lamp_detail", args=[announcing.people.subject.pk])
    assert "缺盖章件" in page(client, announcing.people.clerk, own)


def test_a_plan_is_filed_above_with_its_paper_and_the_receipt_entered(
    announcing: Announcing, client: Client
) -> None:
    made = Announcement.objects.get(plan=announcing.plan(year=TODAY.year))
    made.filings.all().delete()
    client = announcing.people.clerk.sign_in(client)
    answer = client.post(
        reverse("announcement_file", args=[made.pk]),
        {
            "kind": "plan",
            "addressee": "superior",
            "filed_on": TODAY,
            "paper": SimpleUploadedFile("计划.pdf", b"%PDF-1.7 x"),
        },
    )
    assert answer.status_code == 302
    filing = Filing.objects.get(announcement=made)
    assert filing.addressee == Addressee.SUPERIOR
    assert client.get(reverse("filing_paper", args=[filing.pk])).content == b"%PDF-1.7 x"
    address = reverse("filing_superior_receipt", args=[filing.pk])
    assert client.post(address, {"superior-number": "", "superior-received_on": TODAY}).status_code == 422
    client.post(address, {"superior-number": "徐应急备〔2026〕7号", "superior-received_on": TODAY})
    filing.refresh_from_db()
    assert filing.due_on is not None
    assert (filing.state, filing.is_late) == (FilingState.RECEIVED, filing.due_on < TODAY)


def test_the_pages_of_plans_and_special_inspections_show_what_became_of_them(
    announcing: Announcing, client: Client
) -> None:
    plan = announcing.plan(year=TODAY.year)
    text = page(client, announcing.people.clerk, reverse("plan_publication", args=[plan.pk]))
    assert "公告第 1 版" in text
    assert "报区司法局" in text
    assert "<html" not in text
    special = SpecialPlan.objects.create(
        subject=announcing.people.subject, name="有限空间作业专项检查", drafted_at=NOW
    )
    address = reverse("special_publication", args=[special.pk])
    assert "批准以后公告" in page(client, announcing.people.clerk, address)
    page(client, announcing.people.other_clerk, address, status=403)
    special.stage = "approved"
    special.save()
    text = page(client, announcing.people.clerk, address)
    assert "还没有公告" in text
    assert f"kind=special&amp;special={special.pk}" in text
    assert "登记公告" not in page(client, announcing.people.supervisor, address)


def test_a_department_is_told_what_its_green_lamp_does_not_look_at(
    announcing: Announcing, client: Client
) -> None:
    people = announcing.people
    for kind in (AnnouncementKind.ITEMS, AnnouncementKind.BASES, AnnouncementKind.STANDARDS):
        announced(announcing, kind)
    coming = AnnualPlan.objects.create(  # The cast has next year's already.
        subject=people.subject, year=TODAY.year + 2, stage=PlanStage.APPROVED, drafted_at=NOW, decided_at=NOW
    )
    line = announcing.plan().lines.all()[0]
    line.pk, line.plan = None, coming
    line.save(force_insert=True)
    own = reverse("lamp_detail", args=[people.subject.pk])
    text = page(client, people.clerk, own)
    assert "已经齐全" in text
    assert "不计入总灯，但还要办：公告　频次上限" in text
    assert f"{coming.title}已批准，还没有公告" in text
    assert f'href="{reverse("announcement_new")}?kind=plan&amp;plan={coming.pk}"' in text
    made = announcing.announce(AnnouncementKind.PLAN, on=TODAY, now=NOW, plan_id=coming.pk)
    text = page(client, people.clerk, own)
    assert f"{coming.title}已公告，还没有报区司法局备案" in text
    assert f'href="{reverse("announcement_detail", args=[made.pk])}#file"' in text
    assert "年度行政检查计划已公告" not in page(client, people.supervisor, own)


def test_what_was_ordered_from_above_is_not_asked_to_be_announced_here(announcing: Announcing) -> None:
    people, common = announcing.people, {"stage": "approved", "last_on": TODAY, "drafted_at": NOW}
    own = SpecialPlan.objects.create(subject=people.subject, name="本级的", **common)
    SpecialPlan.objects.create(subject=people.subject, name="上级的", origin=SpecialOrigin.SUPERIOR, **common)
    assert list(list_specials_to_announce(people.clerk.member, today=TODAY)) == [own]


def test_only_what_is_still_to_be_filed_is_offered(announcing: Announcing, client: Client) -> None:
    clerk, made = announcing.people.clerk, announced(announcing)
    address = reverse("announcement_detail", args=[made.pk])
    assert 'value="items"' in page(client, clerk, address)
    announcing.file(made, now=NOW)
    text = page(client, clerk, address)
    assert 'value="scope"' in text
    assert 'value="items"' not in text
    announcing.file(made, FilingKind.SCOPE, now=NOW)
    assert 'id="file"' not in page(client, clerk, address)


def test_a_plans_page_tells_with_whom_it_is_still_to_be_filed(announcing: Announcing, client: Client) -> None:
    plan = announcing.plan()
    Filing.objects.filter(plan=plan, addressee=Addressee.SUPERIOR).delete()
    address = reverse("plan_publication", args=[plan.pk])
    text = page(client, announcing.people.clerk, address)
    assert "还没有报上级业务主管部门" in text
    assert "报送备案" in text
    announcing.file(Announcement.objects.get(plan=plan), FilingKind.PLAN, Addressee.SUPERIOR, now=NOW)
    assert "报送备案" not in page(client, announcing.people.clerk, address)


def test_filings_are_listed_to_whom_they_belong(announcing: Announcing, client: Client) -> None:
    filed(announcing)
    address = reverse("filing_list")
    mine = page(client, announcing.people.clerk, f"{address}?state=submitted")
    assert "应急管理局" in mine
    assert "接收所选" not in mine
    assert "没有符合条件" in page(client, announcing.people.other_clerk, f"{address}?state=submitted")
    assert "没有符合条件" in page(client, announcing.people.lead, f"{address}?state=submitted&is_late=true")
    answer = client.get(reverse("filing_export"))
    assert answer["Content-Type"].endswith("sheet")
    government = make_person("cleo", "闻人正", announcing.people.clerk.member.role.GOVERNMENT_CONFIRMER)
    assert "还没有备案" in page(client, government, address)


def test_everybody_may_read_what_stands(announcing: Announcing, client: Client) -> None:
    made = announced(announcing)
    body = client.get("/api/v1/announcements").json()
    row = next(each for each in body["items"] if each["kind"]["code"] == "items")
    assert (row["subject"], row["version"], row["url"]) == (made.subject.name, 1, URL)
    assert body["count"] == len(body["items"])
    assert "content" not in row
