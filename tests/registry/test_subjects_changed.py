"""What happens to an announced subject: changes announced again in time, letters of entrustment, the end."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import Event
from jingwei.registry import operations as registry
from jingwei.registry.models import Entrustment, Subject, SubjectChange
from jingwei.registry.queries import member_of
from jingwei.registry.terms import PartyKind, SubjectStatus
from jingwei.rulebook import Refused
from tests.inspections.walking import Walk, refused
from tests.people import BEGAN, NOW, TODAY, District, Person, district, make_subject

pytestmark = pytest.mark.django_db
URL = "https://www.example.gov.cn/gg/2.html"


@pytest.fixture
def cast() -> District:
    return district()


def change(cast: District, person: Person | None = None, **changes: Any) -> SubjectChange:
    return registry.change_subject(
        subject_id=cast.subject.pk,
        changes=changes or {"address": "示例路9号", "head": cast.subject.head},
        happened_on=TODAY,
        document="铜编〔2026〕5号",
        actor=(person or cast.supervisor).member,
        now=NOW,
    )


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def clues() -> list[dict[str, Any]]:
    return list(Event.objects.filter(name="registry.finding.raised").values_list("payload", flat=True))


def test_a_change_keeps_what_was_before_and_is_due_in_a_month(cast: District) -> None:
    found = change(cast)
    assert (found.before, found.after) == ({"address": ""}, {"address": "示例路9号"})
    assert found.due_on == date(2026, 4, 10)
    cast.subject.refresh_from_db()
    assert (cast.subject.address, cast.subject.status) == ("示例路9号", SubjectStatus.ANNOUNCED)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"address": ""}, "没有任何一项"),
        ({"kind": "entrusted"}, "不能变更"),
        ({"name": "铜山区市场监督管理局"}, "已经登记"),
        ({"name": " "}, "没有填写名称"),
        ({"jurisdiction": ["111111"]}, "不在区划表中"),
        ({"credit_code": "11320312DEM000030X"}, "第 18 位校验码应为 R"),
    ],
)
def test_a_change_that_cannot_be_leaves_everything(
    cast: District, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises((Mistake, Refused), match=message):
        change(cast, **changes)
    assert not SubjectChange.objects.exists()


def test_only_the_bureau_enters_changes(cast: District) -> None:
    with pytest.raises(NotAllowed):
        change(cast, cast.clerk)


def test_a_late_change_is_told_once(cast: District) -> None:
    due_on = change(cast).due_on
    assert registry.sweep_changes(actor=SYSTEM, now=at(due_on)) == 0
    late = at(due_on + timedelta(days=1))
    assert registry.sweep_changes(actor=SYSTEM, now=late) == 1
    assert registry.sweep_changes(actor=SYSTEM, now=late) == 0
    (clue,) = clues()
    assert (clue["act"], clue["finding"]["rule"]) == ("subjectchange", "R-SUB-06b")
    registry.reannounce_subject(
        subject_id=cast.subject.pk,
        on=due_on + timedelta(days=1),
        url=URL,
        actor=cast.lead.member,
        now=late,
    )
    assert len(clues()) == 1


def test_announcing_again_in_time_answers_every_change(cast: District) -> None:
    change(cast)
    change(cast, phone="0516-0000 1234")
    registry.reannounce_subject(
        subject_id=cast.subject.pk, on=TODAY, url=URL, actor=cast.supervisor.member, now=NOW
    )
    assert set(SubjectChange.objects.values_list("reannounced_on", "url")) == {(TODAY, URL)}
    assert clues() == []
    with pytest.raises(Conflict, match="没有"):
        registry.reannounce_subject(
            subject_id=cast.subject.pk, on=TODAY, url=URL, actor=cast.supervisor.member, now=NOW
        )


@pytest.fixture
def agent(cast: District) -> Subject:
    made = make_subject(cast.region, "铜山区安全生产执法大队", "安全执法大队", "铜安执", "应急")
    made.kind, made.principal = PartyKind.ENTRUSTED, cast.subject
    made.save()
    return made


def entrust(cast: District, agent: Subject, person: Person | None = None, **changed: Any) -> Entrustment:
    given: dict[str, Any] = {
        "number": "铜应急委〔2026〕1号",
        "item_ids": [cast.item.pk],
        "powers": "以委托机关名义实施现场检查",
        "valid_from": BEGAN,
        "valid_to": TODAY,
        "issuer": cast.subject.name,
        "published_on": BEGAN,
        "published_url": URL,
    }
    return registry.register_entrustment(
        subject_id=agent.pk, **given | changed, actor=(person or cast.clerk).member, now=NOW
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"issuer": "铜山区安全生产执法大队"}, "落款"),
        ({"published_on": date(2026, 4, 1)}, "没有公布"),
        ({"published_url": ""}, "没有填写公布网址"),
        ({"item_ids": []}, "至少一项"),
        ({"valid_to": date(2024, 1, 1)}, "早于"),
    ],
)
def test_a_letter_that_would_not_hold_is_not_registered(
    cast: District, agent: Subject, changed: dict[str, Any], message: str
) -> None:
    with pytest.raises((Refused, Mistake), match=message):
        entrust(cast, agent, **changed)
    assert not Entrustment.objects.exists()


def test_a_letter_is_registered_once_and_by_the_principal(cast: District, agent: Subject) -> None:
    with pytest.raises(NotAllowed):
        entrust(cast, agent, cast.other_clerk)
    entrust(cast, agent)
    with pytest.raises(Mistake, match="已经登记"):
        entrust(cast, agent)
    with pytest.raises(Mistake, match="不需要委托书"):
        entrust(cast, cast.other_subject, cast.supervisor, number="二")


def test_an_entrusted_body_inspects_what_its_letter_names_and_nothing_else(
    cast: District, agent: Subject
) -> None:
    walk = Walk(cast)
    entrust(cast, agent)
    for person in (cast.clerk, cast.officer, cast.second):
        person.account.memberships.update(subject=agent)
    clerk = _member_of_agent(cast.clerk)
    with refused("R-SUB-02a"):
        walk.request(by=clerk)
    task = walk.request(by=clerk, item_ids=[cast.item.pk])
    assert task.subject == agent


def test_a_letter_that_ended_covers_nothing(cast: District, agent: Subject) -> None:
    letter = entrust(cast, agent)
    yesterday = TODAY - timedelta(days=1)
    registry.end_entrustment(
        subject_id=agent.pk,
        entrustment_id=letter.pk,
        on=yesterday,
        reason="职责调整",
        actor=cast.head.member,
        now=NOW,
    )
    cast.clerk.account.memberships.update(subject=agent)
    with refused("R-SUB-02a"):
        Walk(cast).request(by=_member_of_agent(cast.clerk), item_ids=[cast.item.pk], now=NOW)
    with pytest.raises(Conflict, match="已于"):
        registry.end_entrustment(
            subject_id=agent.pk,
            entrustment_id=letter.pk,
            on=TODAY,
            reason="再次",
            actor=cast.head.member,
            now=NOW,
        )


def _member_of_agent(person: Person) -> Person:
    membership = person.account.memberships.select_related("account", "subject", "enterprise").get()
    return Person(person.account, member_of(membership), person.officer, person.certificate)


def test_a_revoked_subject_inspects_no_more(cast: District) -> None:
    registry.revoke_subject(
        subject_id=cast.subject.pk,
        reason="职责划转",
        on=TODAY,
        actor=cast.supervisor.member,
        now=NOW,
    )
    with refused("R-SUB-01"):
        Walk(cast).request(now=NOW)
    with pytest.raises(Conflict, match="已撤销"):
        change(cast)


def test_an_organ_that_entrusts_is_not_revoked_over_its_agents(cast: District, agent: Subject) -> None:
    with pytest.raises(Conflict, match="安全生产执法大队"):
        registry.revoke_subject(
            subject_id=cast.subject.pk, reason="一", on=TODAY, actor=cast.lead.member, now=NOW
        )


def test_an_organ_that_entrusts_does_not_go_over_into_an_entrusted_body(
    cast: District, agent: Subject
) -> None:
    cast.other_subject.kind = PartyKind.ENTRUSTED
    cast.other_subject.save()
    with pytest.raises(Mistake, match="不能承继委托机关"):
        registry.merge_subjects(
            subject_id=cast.subject.pk,
            successor_id=cast.other_subject.pk,
            merged_on=TODAY,
            document="铜编〔2026〕7号",
            actor=cast.supervisor.member,
            now=NOW,
        )


@pytest.mark.parametrize("path", ["", "form/", "change/"])
def test_the_pages_of_a_subject_open(cast: District, agent: Subject, path: str) -> None:
    letter = entrust(cast, agent)
    change(cast)
    desk = cast.supervisor.sign_in(Client())
    assert desk.get(f"/subjects/{cast.subject.pk}/{path}").status_code == 200
    assert desk.get(f"/subjects/{agent.pk}/entrustments/").status_code == 200
    paper = desk.get(f"/subjects/{agent.pk}/entrustments/{letter.pk}/")
    assert paper["Content-Type"] == "application/pdf"
