"""The enterprise at its gate: a code on its phone that ages, who stands there, and a refusal that is kept."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.inspections.models import EnterpriseRefusal
from jingwei.platform.models import AuditEvent
from jingwei.registry import codes
from jingwei.registry.models import SiteCode
from tests.inspections.walking import Walk
from tests.people import NOW, district

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def walk() -> Walk:
    return Walk(district())


@pytest.fixture
def client(walk: Walk) -> Client:
    return walk.people.contact.sign_in(Client())


def test_the_code_is_drawn_anew_every_minute_with_or_without_javascript(walk: Walk, client: Client) -> None:
    answer = client.get(reverse("enterprise_code", args=[walk.people.site.pk]))
    page = answer.content.decode()
    assert "<svg" in page
    assert "120 秒内有效" in page
    assert 'hx-trigger="every 60s"' in page
    assert '<meta http-equiv="refresh" content="60">' in page
    assert "no-store" in answer["Cache-Control"]
    fragment = client.get(
        reverse("enterprise_code", args=[walk.people.site.pk]), headers={"HX-Request": "true"}
    )
    assert "<html" not in fragment.content.decode()
    assert "<svg" in fragment.content.decode()


def test_the_code_is_the_enterprises_alone(walk: Walk) -> None:
    address = reverse("enterprise_code", args=[walk.people.site.pk])
    for person in (walk.people.other_contact, walk.people.officer, walk.people.supervisor):
        assert person.sign_in(Client()).get(address).status_code == 403


def test_a_site_without_a_code_says_who_issues_one(walk: Walk, client: Client) -> None:
    SiteCode.objects.update(ended_at=NOW)
    answer = client.get(reverse("enterprise_code", args=[walk.people.site.pk]))
    assert answer.status_code in {403, 422}
    assert "企业码" in answer.content.decode()


def test_an_ordinary_camera_finds_out_what_a_dynamic_code_is(walk: Walk) -> None:
    text = codes.write_dynamic(codes.read(walk.people.code).token, at=NOW - timedelta(days=1))
    page = Client().get(reverse("code_landing", args=[text])).content.decode()
    assert walk.people.enterprise.name in page


def check(client: Client, walk: Walk, numbers: str) -> str:
    """The page after the numbers were typed."""
    answer = client.get(
        reverse("enterprise_visitors"), {"site": str(walk.people.site.pk), "numbers": numbers}
    )
    assert answer.status_code == 200
    return answer.content.decode()


def test_officers_with_everything_in_order_are_to_be_let_in(walk: Walk, client: Client) -> None:
    task = walk.approved()
    page = check(client, walk, "10320312001\n10320312002")
    assert "符合规定，请配合检查" in page
    assert "检查通知书还没有送达" in page
    assert task.number in page
    walk.serve(task, now=NOW)
    assert "检查通知书还没有送达" not in check(client, walk, "10320312001，10320312002")


def test_grounds_stand_there_with_their_articles(walk: Walk, client: Client) -> None:
    walk.approved()
    page = check(client, walk, "10320312001 10320312004 10999999999")
    for words in (
        "企业有权拒绝",
        "秦越的执法证件今天无效",
        "平台没有证号 10999999999",
        "《行政处罚法》第五十五条",
    ):
        assert words in page
    assert "来人没有出示执法证件" in check(client, walk, "")


def test_a_refusal_is_registered_and_stays_on_the_log(walk: Walk, client: Client) -> None:
    task = walk.approved()
    fields = {"site": walk.people.site.pk, "numbers": "10320312001\n10320312004", "words": "证件过期"}
    answer = client.post(reverse("enterprise_refuse"), fields, follow=True)
    assert "拒绝已登记" in answer.content.decode()
    refusal = EnterpriseRefusal.objects.get()
    assert refusal.inspection == task
    assert AuditEvent.objects.filter(action="inspections.refusal.registered", outcome="done").exists()


def test_a_refusal_for_nothing_is_not_registered(walk: Walk, client: Client) -> None:
    walk.approved()
    fields = {"site": walk.people.site.pk, "numbers": "10320312001\n10320312002"}
    answer = client.post(reverse("enterprise_refuse"), fields)
    assert answer.status_code == 422
    assert "没有发现可以拒绝的理由" in answer.content.decode()
    assert client.post(reverse("enterprise_refuse"), {"site": "x"}).status_code == 422
    assert not EnterpriseRefusal.objects.exists()


def test_numbers_by_the_dozen_and_other_sites_are_told_so(walk: Walk, client: Client) -> None:
    many = " ".join(str(number) for number in range(10000, 10010))
    address = reverse("enterprise_visitors")
    answer = client.get(address, {"site": str(walk.people.site.pk), "numbers": many})
    assert answer.status_code == 422
    assert "至多核验 8 个" in answer.content.decode()
    assert client.get(address, {"site": str(walk.people.other_site.pk), "numbers": "1"}).status_code == 422
    assert walk.people.officer.sign_in(Client()).get(address).status_code == 403
