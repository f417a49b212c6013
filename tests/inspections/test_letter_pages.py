"""Letters of assistance and outsiders' inspections in the browser: found, written, answered, exported, printed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jingwei.inspections.assistance_papers import letter_document, reply_document
from jingwei.inspections.models import AssistanceLetter, OutsideInspection
from jingwei.inspections.terms import LetterState
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.pdf import render_pdf
from jingwei.registry.models import Site
from tests.people import District, district

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> District:
    """The cast, today."""
    return district(local_date(timezone.now()))


@pytest.fixture
def elsewhere(people: District) -> Site:
    return Site.objects.create(
        enterprise=people.enterprise, name="二厂", address="泉山区示例路2号", region=people.other_region
    )


def body(answer: Any) -> str:
    return str(answer.content.decode())


def draft(people: District, **changes: Any) -> dict[str, Any]:
    today = local_date(timezone.now())
    return {
        "organ": "泉山区应急管理局",
        "matter": "对二厂危险作业实施检查，请协助",
        "first_on": today,
        "valid_to": today + timedelta(days=5),
        "item_ids": [people.item.pk],
        "officer_ids": [people.officer.roster.pk],
    } | changes


def test_a_clerk_writes_a_letter_enters_the_reply_and_ends_it(
    client: Client, people: District, elsewhere: Site
) -> None:
    people.clerk.sign_in(client)
    empty = body(client.get("/letters/"))
    assert "还没有协助函" in empty
    assert "发协助函" in empty
    found = body(client.get("/letters/new/", {"q": people.enterprise.credit_code}))
    assert f"?site={elsewhere.pk}" in found
    assert f"?site={people.site.pk}" not in found  # In the own district nobody needs a letter.
    assert "辖区以外没有找到" in body(client.get("/letters/new/", {"q": people.other_enterprise.credit_code}))
    assert "企业不在名录" in found
    form = f"/letters/new/?site={elsewhere.pk}"
    assert people.item.name in body(client.get(form))
    wrong = client.post(form, draft(people, organ=""))
    assert wrong.status_code == 422
    answer = client.post(form, draft(people), follow=True)
    letter = AssistanceLetter.objects.get()
    assert "已发出" in body(answer)
    assert "待复函" in body(answer)
    page = f"/letters/{letter.pk}/"
    refused = client.post(
        f"{page}reply/", {"agrees": "False", "reply_number": "1号", "replied_on": letter.sent_on}
    )
    assert (refused.status_code, "为什么不予协助" in body(refused)) == (422, True)
    told = {"agrees": "True", "reply_number": "泉应急函〔2026〕3号", "replied_on": letter.sent_on}
    assert "复函已登记" in body(client.post(f"{page}reply/", told, follow=True))
    shown = body(client.get(page))
    assert f"/inspections/new/?site={elsewhere.pk}&amp;letter={letter.pk}" in shown
    filled = body(client.get(f"/inspections/new/?site={elsewhere.pk}&letter={letter.pk}"))
    assert f'<option value="{letter.pk}" selected>' in filled
    assert letter.matter in filled
    assert "已办结" in body(client.post(f"{page}end/", follow=True))
    letter.refresh_from_db()
    assert letter.state == LetterState.ENDED
    assert letter.number in body(client.get("/letters/", {"q": "泉山区", "state": "ended"}))
    assert letter.organ not in body(client.get("/letters/", {"direction": "incoming"})).split("<tbody")[-1]
    assert client.get("/letters/export/").content.startswith(b"PK")


def test_a_letter_is_printed_as_an_official_letter(client: Client, people: District, elsewhere: Site) -> None:
    people.clerk.sign_in(client)
    client.post(f"/letters/new/?site={elsewhere.pk}", draft(people))
    letter = AssistanceLetter.objects.get()
    paper = str(letter_document(letter))
    for words in (
        "泉山区应急管理局：",
        people.item.name,
        "陆远（执法证号 10320312001）。",
        "二厂",
        letter.number,
    ):
        assert words in paper or words in paper.replace("泉山区示例路2号", "二厂")
    assert client.get(f"/letters/{letter.pk}/paper/").content.startswith(b"%PDF")
    assert client.get(f"/letters/{letter.pk}/paper/?format=docx").content.startswith(b"PK")


def test_an_enterprise_that_nobody_registered_is_written_in_words(client: Client, people: District) -> None:
    people.clerk.sign_in(client)
    missing = client.post("/letters/new/?place=1", draft(people))
    assert missing.status_code == 422
    client.post("/letters/new/?place=1", draft(people, place="宁海公司，宁海路9号"))
    assert AssistanceLetter.objects.get().place == "宁海公司，宁海路9号"


def received(people: District, **changes: Any) -> dict[str, Any]:
    today = local_date(timezone.now())
    return {
        "organ": "宿州市应急管理局",
        "number": "宿应急函〔2026〕18号",
        "sent_on": today,
        "matter": "核查设备来源",
        "officers": "周屿 16340000001\n\n 石岸　16340000002",
        "first_on": today,
        "valid_to": today,
    } | changes


def test_a_letter_received_is_registered_and_answered_by_the_head(client: Client, people: District) -> None:
    people.clerk.sign_in(client)
    answer = client.post(f"/letters/register/?site={people.site.pk}", received(people), follow=True)
    letter = AssistanceLetter.objects.get()
    assert [row["name"] for row in letter.officers] == ["周屿", "石岸"]
    assert "答复来函" not in body(answer)
    assert client.get(f"/letters/{letter.pk}/paper/").status_code == 404
    assert client.get(f"/letters/{letter.pk}/file/").status_code == 404
    assert client.post(f"/letters/{letter.pk}/answer/", {"agrees": "True"}).status_code == 403
    people.head.sign_in(client)
    assert "答复来函" in body(client.get(f"/letters/{letter.pk}/"))
    assert client.post(f"/letters/{letter.pk}/answer/", {}).status_code == 422
    answer = client.post(f"/letters/{letter.pk}/answer/", {"agrees": "True"}, follow=True)
    assert "同意协助" in body(answer)
    letter.refresh_from_db()
    assert "经研究，同意协助。" in str(reply_document(letter))
    assert render_pdf(reply_document(letter)).startswith(b"%PDF")
    again = client.post(f"/letters/{letter.pk}/answer/", {"agrees": "True"})
    assert (again.status_code, "已经答复过" in body(again)) == (409, True)


def test_others_see_no_letter_of_a_subject_and_the_bureau_sees_all(
    client: Client, people: District, elsewhere: Site
) -> None:
    people.clerk.sign_in(client)
    client.post(f"/letters/new/?site={elsewhere.pk}", draft(people))
    page = f"/letters/{AssistanceLetter.objects.get().pk}/"
    people.other_clerk.sign_in(client)
    assert client.get(page).status_code == 403
    assert "泉山区应急管理局" not in body(client.get("/letters/"))
    people.contact.sign_in(client)
    assert client.get("/letters/").status_code == 403
    people.supervisor.sign_in(client)
    seen = body(client.get(page))
    assert "登记复函</h2>" not in seen
    assert "应急管理局" in body(client.get("/letters/"))


def test_a_host_notes_who_came_and_the_bureau_filters_by_letter(client: Client, people: District) -> None:
    people.clerk.sign_in(client)
    assert "没有登记过异地检查" in body(client.get("/outside-inspections/"))
    today = local_date(timezone.now())
    form = f"/outside-inspections/new/?site={people.site.pk}"
    wrong = client.post(
        form, {"organ": "宿州市公安局", "matter": "查账", "performed_on": today + timedelta(days=1)}
    )
    assert (wrong.status_code, "晚于今天" in body(wrong)) == (422, True)
    told = {"organ": "宿州市公安局", "matter": "查账", "performed_on": today, "officers": "周屿"}
    assert "已登记" in body(client.post(form, told, follow=True))
    assert OutsideInspection.objects.get().host == people.subject
    people.supervisor.sign_in(client)
    assert "宿州市公安局" in body(client.get("/outside-inspections/", {"letter": "no"}))
    assert "宿州市公安局" not in body(client.get("/outside-inspections/", {"letter": "yes"}))
    assert client.get("/outside-inspections/export/").content.startswith(b"PK")
    assert client.get("/outside-inspections/new/").status_code == 403
