"""Announcing: versions of what holds, what is refused and why, withdrawing, and the subject's own announcement."""

from datetime import date, timedelta
from typing import Any

import pytest

from jingwei.disclosure import operations
from jingwei.disclosure.contents import compare, digest_of
from jingwei.disclosure.jobs import note_subject_announced
from jingwei.disclosure.models import Announcement
from jingwei.disclosure.queries import (
    find_newer,
    find_plan_in_force,
    find_version_before,
    list_standing_announcements,
)
from jingwei.disclosure.terms import AnnouncementKind, FilingKind
from jingwei.planning.models import Cap, SpecialPlan
from jingwei.planning.terms import PlanStage, SpecialStage
from jingwei.platform.errors import Conflict, Mistake, NotAllowed, Rejected
from jingwei.platform.models import AuditEvent, Event
from jingwei.registry.models import Basis, Subject
from jingwei.registry.terms import Field, ItemStatus
from jingwei.rulebook import Refused
from tests.disclosure.announcing import URL, Announcing
from tests.people import BEGAN, NOW, TODAY, make_item

LIVING = (AnnouncementKind.ITEMS, AnnouncementKind.BASES, AnnouncementKind.STANDARDS)


@pytest.mark.parametrize("kind", LIVING)
def test_what_holds_is_put_down_word_for_word(announcing: Announcing, kind: AnnouncementKind) -> None:
    made = announcing.announce(kind)
    assert (made.version, made.issuer, made.digest) == (1, "铜山区应急管理局", digest_of(made.content))
    assert len(made.digest) == 64
    assert [row["name"] for row in made.content] == [item.name for item in announcing.people.items]
    assert announcing.people.unpublished_item.name not in str(made.content)
    logged = AuditEvent.objects.get(action="disclosure.announcement.made")
    assert "第1版" in logged.sentence


def test_an_item_is_announced_with_its_five_elements(announcing: Announcing) -> None:
    row = announcing.announce().content[0]
    said = dict(row["values"])
    assert said["检查依据"] == "《中华人民共和国安全生产法》第六十五条"
    assert said["实施层级"]
    assert said["检查主体"] == "铜山区应急管理局"
    assert said["检查对象"] == "生产经营单位"


def test_a_second_version_needs_a_change_and_shows_it(announcing: Announcing) -> None:
    first = announcing.announce()
    with pytest.raises(Conflict, match="没有变化"):
        announcing.announce()
    make_item(announcing.people.subject, "对有限空间作业的检查", Field.EMERGENCY)
    second = announcing.announce()
    assert second.version == 2
    assert compare(first.content, second.content) == [
        {"label": "对有限空间作业的检查", "ours": "", "theirs": "新增", "is_diff": True}
    ]
    assert find_newer(first) == second
    assert find_version_before(second) == first
    standing = list_standing_announcements(on=TODAY, subject=announcing.people.subject)
    assert [row.version for row in standing if row.kind == AnnouncementKind.ITEMS] == [2]


def test_the_caps_of_a_subject_and_of_its_line_are_announced(announcing: Announcing) -> None:
    with pytest.raises(Mistake, match="没有登记频次上限"):
        announcing.announce(AnnouncementKind.CAPS)
    subject = announcing.people.subject
    Cap.objects.create(subject=subject, visits=2, valid_from=BEGAN, source="铜政办发〔2025〕3号")
    Cap.objects.create(line=subject.line, visits=3, valid_from=BEGAN, source="铜政办发〔2025〕3号")
    Cap.objects.create(line="其他", visits=4, valid_from=BEGAN, source="铜政办发〔2025〕3号")
    made = announcing.announce(AnnouncementKind.CAPS)
    assert [dict(row["values"])["每年次数"] for row in made.content] == ["2 次", "3 次"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"on": TODAY + timedelta(days=1)}, "还没有到"),
        ({"on": BEGAN - timedelta(days=1)}, "还没有公告为检查主体"),
        ({"kind": AnnouncementKind.SUBJECT}, "主体由区司法局公告"),
        ({"kind": AnnouncementKind.PLAN}, "没有选要公告的年度计划"),
        ({"kind": AnnouncementKind.SPECIAL}, "没有选要公告的专项检查"),
        ({"subject_id": 0}, "这不是本单位的事项"),
    ],
)
def test_what_cannot_be_announced_is_named(
    announcing: Announcing, given: dict[str, object], said: str
) -> None:
    with pytest.raises(Rejected, match=said) as raised:
        announcing.announce(**given)  # type: ignore[arg-type]
    assert raised.value.remedy
    assert Announcement.objects.filter(kind=AnnouncementKind.ITEMS).count() == 0


@pytest.mark.parametrize("url", ["https://mp.weixin.qq.com/s/1", "政府公告栏", ""])
def test_an_address_that_is_no_governments_is_refused_with_the_article(
    announcing: Announcing, url: str
) -> None:
    with pytest.raises(Refused) as raised:
        announcing.announce(url=url)
    assert [finding.rule.code for finding in raised.value.judgement.refusals] == ["R-PUB-09a"]


def test_only_the_subjects_own_clerk_or_head_announces(announcing: Announcing) -> None:
    people = announcing.people
    for person in (people.supervisor, people.lead, people.officer, people.other_clerk, people.contact):
        with pytest.raises(NotAllowed):
            announcing.announce(by=person)
    assert announcing.announce(by=people.head).made_by == people.head.account


def test_a_version_is_not_older_than_the_one_before(announcing: Announcing) -> None:
    announcing.announce()
    make_item(announcing.people.subject, "对有限空间作业的检查", Field.EMERGENCY)
    with pytest.raises(Mistake, match="新版不能早于该日"):
        announcing.announce(on=TODAY - timedelta(days=3))


@pytest.mark.parametrize("stage", [PlanStage.DRAFT, PlanStage.SUBMITTED, PlanStage.RETURNED])
def test_a_plan_that_is_not_approved_is_not_announced(announcing: Announcing, stage: PlanStage) -> None:
    plan = announcing.amended(stage=stage)
    with pytest.raises(Conflict, match=stage.label):
        announcing.announce(AnnouncementKind.PLAN, plan_id=plan.pk)


def test_an_amendment_says_why_and_takes_the_place_of_the_plan(announcing: Announcing) -> None:
    first = announcing.plan()
    nameless = announcing.amended(reason="")
    with pytest.raises(Refused) as raised:
        announcing.announce(AnnouncementKind.PLAN, plan_id=nameless.pk)
    assert [finding.rule.code for finding in raised.value.judgement.refusals] == ["R-PUB-07c"]
    nameless.reason = "order"
    nameless.save()
    with pytest.raises(Conflict, match="已有新的调整"):
        announcing.announce(AnnouncementKind.PLAN, plan_id=first.pk)
    made = announcing.announce(AnnouncementKind.PLAN, plan_id=nameless.pk)
    assert find_newer(Announcement.objects.get(plan=first)) == made
    before = find_version_before(made)
    assert before is not None
    assert before.plan == first
    assert find_plan_in_force(announcing.people.subject, year=TODAY.year, on=TODAY) == first
    announcing.receive(announcing.file(made, FilingKind.PLAN))
    assert made.filings.get().kind == FilingKind.AMENDMENT
    assert find_plan_in_force(announcing.people.subject, year=TODAY.year, on=TODAY) == nameless


def test_a_plan_announced_late_is_warned_of_and_then_a_clue(announcing: Announcing) -> None:
    plan = announcing.plan()
    plan.filings.all().delete()
    plan.announcements.all().delete()
    on = date(2026, 5, 20)
    announcing.announce(AnnouncementKind.PLAN, plan_id=plan.pk, on=on, now=NOW.replace(month=5, day=20))
    raised = Event.objects.get(name="disclosure.finding.raised")
    assert raised.payload["finding"]["rule"] == "R-PUB-07b"
    assert "逾期 50 日" in raised.payload["finding"]["fact"]


def test_a_special_inspection_is_announced_once_it_is_approved(announcing: Announcing) -> None:
    special = SpecialPlan.objects.create(
        subject=announcing.people.subject,
        name="有限空间作业专项检查",
        drafted_at=NOW,
        first_on=TODAY,
        last_on=TODAY + timedelta(days=30),
    )
    with pytest.raises(Conflict, match="不能公告"):
        announcing.announce(AnnouncementKind.SPECIAL, special_id=special.pk)
    special.stage, special.approved_on = SpecialStage.APPROVED, TODAY
    special.save()
    with pytest.raises(Mistake, match="才批准"):
        announcing.announce(AnnouncementKind.SPECIAL, special_id=special.pk, on=TODAY - timedelta(days=1))
    made = announcing.announce(AnnouncementKind.SPECIAL, special_id=special.pk)
    assert dict(made.content[0]["values"])["时限"] == "2026-03-10 至 2026-04-09"


def test_a_withdrawn_announcement_is_kept_and_may_be_made_again(announcing: Announcing) -> None:
    made = announcing.announce()
    actor = announcing.people.clerk.member
    with pytest.raises(Mistake, match="理由"):
        operations.withdraw_announcement(announcement_id=made.pk, reason=" ", actor=actor, now=NOW)
    with pytest.raises(NotAllowed):
        operations.withdraw_announcement(
            announcement_id=made.pk, reason="误", actor=announcing.people.other_clerk.member, now=NOW
        )
    operations.withdraw_announcement(announcement_id=made.pk, reason="网址有误", actor=actor, now=NOW)
    with pytest.raises(Conflict, match="已经撤下"):
        operations.withdraw_announcement(announcement_id=made.pk, reason="误", actor=actor, now=NOW)
    assert not list_standing_announcements(on=TODAY, kind=AnnouncementKind.ITEMS)
    assert announcing.announce(url=f"{URL}?2").version == 2


def test_a_withdrawn_plan_binds_no_more(announcing: Announcing) -> None:
    subject = announcing.people.subject
    made = Announcement.objects.get(plan=announcing.plan())
    operations.withdraw_announcement(
        announcement_id=made.pk, reason="误登", actor=announcing.people.lead.member, now=NOW
    )
    assert find_plan_in_force(subject, year=TODAY.year, on=TODAY) is None


def test_the_announcement_of_a_subject_comes_from_the_registry_once(announcing: Announcing) -> None:
    subject = announcing.people.subject
    given: dict[str, Any] = {"subject_id": subject.pk, "announced_on": "2026-03-02", "url": URL}
    note_subject_announced(**given)
    note_subject_announced(**given)
    kept = Announcement.objects.get(kind=AnnouncementKind.SUBJECT)
    assert (kept.version, kept.content[0]["name"]) == (1, subject.name)
    note_subject_announced(**given | {"announced_on": "2026-03-09"})
    assert Announcement.objects.filter(kind=AnnouncementKind.SUBJECT).count() == 2
    with pytest.raises(NotAllowed):
        operations.note_subject_announcement(
            subject_id=subject.pk,
            announced_on=TODAY,
            url=URL,
            actor=announcing.people.lead.member,
            now=NOW,
        )
    with pytest.raises(Conflict, match="不能单独撤下"):
        operations.withdraw_announcement(
            announcement_id=kept.pk, reason="误", actor=announcing.people.lead.member, now=NOW
        )


def test_a_revoked_subject_announces_nothing(announcing: Announcing) -> None:
    Subject.objects.filter(pk=announcing.people.subject.pk).update(revoked_on=TODAY)
    with pytest.raises(Conflict, match="撤销"):
        announcing.announce()


def test_a_basis_that_has_ended_is_not_announced(announcing: Announcing) -> None:
    item = announcing.people.item
    Basis.objects.create(
        item=item, level="law", title="旧法", article="第一条", valid_until=TODAY, ended_by="新法"
    )
    item.status = ItemStatus.TO_ADJUST
    item.save()
    assert [row["name"] for row in announcing.announce().content] == [announcing.people.second_item.name]
    yesterday = announcing.announce(AnnouncementKind.BASES, on=TODAY - timedelta(days=1))
    assert "《旧法》第一条" in str(yesterday.content)
