"""An item through time: published with its elements, changed by versions, and unusable once its basis has ended."""

from datetime import date, timedelta
from typing import Any

import pytest

from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import AuditEvent
from jingwei.registry import facts
from jingwei.registry import operations as registry
from jingwei.registry.models import Basis, Item, StandardConflict
from jingwei.registry.terms import (
    BasisLevel,
    CoordinationStage,
    Field,
    ImplementationLevel,
    InspectionMethod,
    ItemStatus,
)
from jingwei.rulebook import Moment, Refused, ask
from tests.inspections.walking import Walk
from tests.people import NOW, TODAY, District, district

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LAW = registry.BasisEntry(BasisLevel.LAW, "中华人民共和国安全生产法", "第六十五条")


@pytest.fixture
def cast() -> District:
    return district()


def new_item(cast: District, *, with_standard: bool = True, **changed: Any) -> Item:
    given: dict[str, Any] = {
        "code": "T900",
        "name": "对重大危险源的检查",
        "subject_id": cast.subject.pk,
        "field": Field.EMERGENCY,
        "object_scope": "危险化学品企业",
        "bases": [LAW],
        "methods": [InspectionMethod.ON_SITE],
        "frequency": "每年不超过2次",
    }
    item = registry.register_item(**given | changed, actor=cast.clerk.member, now=NOW)
    if with_standard:
        registry.add_standard(
            item_id=item.pk,
            version="2026版",
            points=["登记建档"],
            valid_from=TODAY,
            actor=cast.clerk.member,
            now=NOW,
        )
    return item


def publish(cast: District, item: Item, on: date = TODAY) -> Item:
    return registry.publish_item(item_id=item.pk, published_on=on, actor=cast.lead.member, now=NOW)


def end(cast: District, item: Item, on: date, actor: Actor | None = None) -> Basis:
    return registry.end_basis(
        basis_id=item.bases.order_by("id")[0].pk,
        ended_on=on,
        document="某部令第9号",
        actor=actor or cast.clerk.member,
        now=NOW,
    )


def change(cast: District, item: Item, **more: Any) -> Any:
    given: dict[str, Any] = {
        "changes": {"frequency": "每年不超过1次"},
        "reason": "按区政府要求压减频次",
        "valid_from": TODAY,
    }
    return registry.publish_change(item_id=item.pk, **given | more, actor=cast.lead.member, now=NOW)


def refused_on(item: Item, day: date) -> set[str]:
    fresh = Item.objects.get(pk=item.pk)
    asked = [facts.item_facts(fresh, day), facts.ended_basis_facts(fresh, day)]
    return {finding.rule.code for finding in ask(Moment.ENTER, asked, on=day).refusals}


def test_publishing_writes_the_first_version_with_its_elements_and_bases(cast: District) -> None:
    item = publish(cast, new_item(cast))
    version = item.versions.get()
    assert (version.number, version.valid_from, version.valid_until) == (1, TODAY, None)
    assert version.content["frequency"] == "每年不超过2次"
    assert version.content["bases"] == [{"level": "law", "title": LAW.title, "article": LAW.article}]


def test_an_item_without_a_standard_is_not_published(cast: District) -> None:
    item = new_item(cast, with_standard=False)
    with pytest.raises(Refused, match="没有施行的检查标准"):
        publish(cast, item)
    assert AuditEvent.objects.filter(outcome="refused", target_kind="item", target_id=item.pk).exists()


def test_a_standard_that_begins_later_does_not_help(cast: District) -> None:
    with pytest.raises(Refused, match="没有施行的检查标准"):
        publish(cast, new_item(cast), YESTERDAY)


def test_an_item_without_a_level_is_not_published_and_one_without_a_frequency_is(cast: District) -> None:
    Item.objects.filter(pk=new_item(cast).pk).update(level="", frequency="")
    item = Item.objects.get(code="T900")
    with pytest.raises(Refused, match="没有列明实施层级"):
        publish(cast, item)
    registry.revise_item(
        item_id=item.pk,
        changes={"level": ImplementationLevel.TOWN.value},
        actor=cast.clerk.member,
        now=NOW,
    )
    publish(cast, item)
    last = AuditEvent.objects.filter(action="registry.item.published").latest("id")
    assert [finding["rule"] for finding in last.data["findings"]] == ["R-PUB-04", "R-PUB-11"]


def test_a_published_item_changes_by_a_new_version_with_its_reason(cast: District) -> None:
    version = change(cast, cast.item)
    first, second = cast.item.versions.order_by("number")
    assert version == second
    assert (first.valid_from, first.valid_until) == (cast.item.published_on, TODAY)
    assert (second.number, second.reason) == (2, "按区政府要求压减频次")
    assert first.content["frequency"] == ""
    assert second.content["frequency"] == "每年不超过1次"


@pytest.mark.parametrize(
    "more",
    [
        {"reason": " "},
        {"changes": {}},
        {"changes": {"frequency": ""}},
        {"changes": {"name": " "}},
        {"changes": {"code": "T1"}},
        {"valid_from": TOMORROW},
        {"valid_from": date(2025, 1, 1)},
    ],
)
def test_a_change_needs_a_reason_a_difference_and_a_day(cast: District, more: dict[str, Any]) -> None:
    with pytest.raises(Mistake):
        change(cast, cast.item, **more)
    assert not cast.item.versions.filter(number=2).exists()


def test_a_published_item_is_not_revised_in_place_by_its_department(cast: District) -> None:
    with pytest.raises(Conflict):
        registry.revise_item(item_id=cast.item.pk, changes={"name": "改名"}, actor=cast.clerk.member, now=NOW)
    with pytest.raises(NotAllowed):
        registry.publish_change(
            item_id=cast.item.pk,
            changes={"name": "改名"},
            reason="笔误",
            valid_from=TODAY,
            actor=cast.head.member,
            now=NOW,
        )


def test_an_ended_basis_makes_the_item_unusable_from_that_day_and_not_before(cast: District) -> None:
    end(cast, cast.item, TODAY)
    assert Item.objects.get(pk=cast.item.pk).status == ItemStatus.TO_ADJUST
    assert refused_on(cast.item, YESTERDAY) == set()
    assert refused_on(cast.item, TODAY) == {"R-PUB-02", "R-PUB-05a"}
    assert refused_on(cast.item, TOMORROW) == {"R-PUB-02", "R-PUB-05a"}


def test_a_basis_that_will_end_leaves_the_item_usable_until_then(cast: District) -> None:
    end(cast, cast.item, TOMORROW)
    assert Item.objects.get(pk=cast.item.pk).status == ItemStatus.TO_ADJUST
    assert refused_on(cast.item, TODAY) == set()
    assert "R-PUB-05a" in refused_on(cast.item, TOMORROW)


def test_an_approved_task_is_refused_at_the_gate_once_its_basis_has_ended(cast: District) -> None:
    walk = Walk(cast)
    task = walk.approved()
    end(cast, cast.item, TODAY)
    with pytest.raises(Refused) as refusal:
        walk.enter(task)
    assert "R-PUB-05a" in {finding.rule.code for finding in refusal.value.judgement.refusals}


def test_an_item_adjusted_to_the_law_in_force_is_published_anew_and_its_gap_stays(cast: District) -> None:
    end(cast, cast.item, YESTERDAY)
    with pytest.raises(Refused, match="没有登记检查依据"):
        publish(cast, cast.item)
    registry.amend_basis(
        item_id=cast.item.pk,
        basis=registry.BasisEntry(BasisLevel.LAW, "中华人民共和国安全生产法（修正）", "第六十六条"),
        valid_from=YESTERDAY,
        actor=cast.clerk.member,
        now=NOW,
    )
    item = publish(cast, cast.item)
    assert item.status == ItemStatus.PUBLISHED
    assert item.published_on == date(2025, 1, 1)
    assert refused_on(item, YESTERDAY - timedelta(days=1)) == set()
    assert refused_on(item, YESTERDAY) == {"R-PUB-05a"}
    assert refused_on(item, TODAY) == set()
    assert [version.content["bases"][0]["article"] for version in item.versions.order_by("number")] == [
        "第六十五条",
        "第六十六条",
    ]


def test_an_item_published_anew_on_a_basis_that_is_still_to_end_can_be_adjusted_afterwards(
    cast: District,
) -> None:
    item = new_item(cast)
    publish(cast, item, TODAY)
    end(cast, item, TOMORROW + timedelta(days=1))
    publish(cast, item, TOMORROW)
    item.refresh_from_db()
    assert item.status_on(TOMORROW) is ItemStatus.PUBLISHED
    assert item.status_on(TOMORROW + timedelta(days=1)) is ItemStatus.TO_ADJUST
    registry.amend_basis(item_id=item.pk, basis=LAW, actor=cast.clerk.member, now=NOW)
    publish(cast, item, TOMORROW + timedelta(days=1))
    item.refresh_from_db()
    assert item.status == ItemStatus.PUBLISHED


def test_an_item_whose_basis_is_still_to_end_is_changed_by_publication_only(cast: District) -> None:
    end(cast, cast.item, TOMORROW)
    with pytest.raises(Conflict, match="已公布，不能直接修改"):
        registry.revise_item(
            item_id=cast.item.pk, changes={"name": "另一事项"}, actor=cast.clerk.member, now=NOW
        )
    assert change(cast, cast.item).number == 2


def test_a_withdrawn_item_was_usable_until_the_day_it_was_withdrawn(cast: District) -> None:
    registry.withdraw_item(item_id=cast.item.pk, reason="五年未实施", actor=cast.lead.member, now=NOW)
    assert refused_on(cast.item, YESTERDAY) == set()
    assert refused_on(cast.item, TODAY) == {"R-PUB-02"}


@pytest.mark.parametrize("who", ["clerk", "head", "supervisor", "lead"])
def test_department_and_bureau_may_enter_that_a_basis_has_ended(cast: District, who: str) -> None:
    assert end(cast, cast.item, TODAY, getattr(cast, who).member).ended_by == "某部令第9号"


@pytest.mark.parametrize("who", ["other_clerk", "officer", "contact", "system"])
def test_nobody_else_may(cast: District, who: str) -> None:
    with pytest.raises(NotAllowed):
        end(cast, cast.item, TODAY, getattr(cast, who).member)


def test_a_basis_ends_once_by_a_document_and_after_it_began(cast: District) -> None:
    basis = cast.item.bases.get()
    Basis.objects.filter(pk=basis.pk).update(valid_from=TODAY)
    with pytest.raises(Mistake, match="不晚于施行日期"):
        end(cast, cast.item, TODAY)
    with pytest.raises(Mistake, match="没有写明废止或修改的文件"):
        registry.end_basis(
            basis_id=basis.pk, ended_on=TOMORROW, document=" ", actor=cast.clerk.member, now=NOW
        )
    end(cast, cast.item, TOMORROW)
    with pytest.raises(Conflict):
        end(cast, cast.item, TOMORROW)


def test_an_article_found_takes_the_item_from_waiting_to_publication(cast: District) -> None:
    item = new_item(cast, bases=[registry.BasisEntry(BasisLevel.LAW, LAW.title, "")])
    assert item.status == ItemStatus.PENDING_BASIS
    waiting = item.bases.get()
    registry.amend_basis(
        item_id=item.pk, basis=LAW, completes_id=waiting.pk, actor=cast.clerk.member, now=NOW
    )
    item.refresh_from_db()
    assert item.status == ItemStatus.UNPUBLISHED
    assert item.bases.get().article == LAW.article
    with pytest.raises(Mistake, match="没有这条待补的依据"):
        registry.amend_basis(
            item_id=item.pk, basis=LAW, completes_id=waiting.pk, actor=cast.clerk.member, now=NOW
        )


def test_a_provision_without_its_article_is_not_entered_and_a_published_item_keeps_its_own(
    cast: District,
) -> None:
    with pytest.raises(Mistake):
        registry.amend_basis(
            item_id=cast.unpublished_item.pk,
            basis=registry.BasisEntry(BasisLevel.LAW, LAW.title, " "),
            actor=cast.clerk.member,
            now=NOW,
        )
    with pytest.raises(Conflict):
        registry.amend_basis(item_id=cast.item.pk, basis=LAW, actor=cast.clerk.member, now=NOW)


def raise_conflict(cast: District, actor: Actor | None = None) -> StandardConflict:
    return registry.raise_standard_conflict(
        standard_id=cast.standard.pk,
        other_id=cast.other_item.standards.get().pk,
        matter="疏散通道宽度要求不一",
        actor=actor or cast.clerk.member,
        now=NOW,
    )


def test_a_conflict_goes_from_the_departments_to_the_government_to_an_outcome(cast: District) -> None:
    conflict = raise_conflict(cast)
    assert conflict.stage == CoordinationStage.NEGOTIATING
    key: dict[str, Any] = {"standardconflict_id": conflict.pk, "now": NOW}
    escalated = registry.escalate_standard_conflict(
        **key, reason="两部门意见不一", actor=cast.supervisor.member
    )
    assert escalated.stage == CoordinationStage.ESCALATED
    with pytest.raises(Conflict):
        registry.escalate_standard_conflict(**key, reason="再提请", actor=cast.supervisor.member)
    settled = registry.settle_standard_conflict(
        **key, outcome="按应急管理部门标准执行", settled_on=TODAY, actor=cast.lead.member
    )
    assert settled.stage == CoordinationStage.SETTLED
    with pytest.raises(Conflict):
        registry.settle_standard_conflict(**key, outcome="再次", settled_on=TODAY, actor=cast.lead.member)


def test_an_open_conflict_stays_on_the_item_that_is_published(cast: District) -> None:
    item = new_item(cast)
    registry.raise_standard_conflict(
        standard_id=item.standards.get().pk,
        other_id=cast.other_item.standards.get().pk,
        matter="监测频次要求不一",
        actor=cast.supervisor.member,
        now=NOW,
    )
    publish(cast, item)
    last = AuditEvent.objects.filter(action="registry.item.published").latest("id")
    assert "监测频次要求不一" in last.data["findings"][0]["fact"]


def test_a_conflict_is_between_two_items_raised_by_one_of_their_departments_and_once(cast: District) -> None:
    with pytest.raises(NotAllowed):
        raise_conflict(cast, cast.officer.member)
    with pytest.raises(NotAllowed):
        registry.raise_standard_conflict(
            standard_id=cast.standard.pk,
            other_id=cast.second_item.standards.get().pk,
            matter="不一",
            actor=cast.other_clerk.member,
            now=NOW,
        )
    with pytest.raises(Mistake, match="同一事项"):
        registry.raise_standard_conflict(
            standard_id=cast.standard.pk,
            other_id=cast.standard.pk,
            matter="不一",
            actor=cast.clerk.member,
            now=NOW,
        )
    raise_conflict(cast)
    with pytest.raises(Conflict, match="已在协调中"):
        raise_conflict(cast, cast.other_clerk.member)


def test_the_system_may_load_an_item_with_all_that_belongs_to_it(cast: District) -> None:
    item = registry.register_item(
        code="T901",
        name="对特种作业的检查",
        subject_id=cast.subject.pk,
        field=Field.EMERGENCY,
        object_scope="企业",
        bases=[LAW],
        actor=SYSTEM,
        now=NOW,
    )
    registry.add_standard(
        item_id=item.pk, version="1", points=["持证上岗"], valid_from=TODAY, actor=SYSTEM, now=NOW
    )
    registry.publish_item(item_id=item.pk, published_on=TODAY, actor=SYSTEM, now=NOW)
    assert registry.end_basis(
        basis_id=item.bases.get().pk, ended_on=TOMORROW, document="令", actor=SYSTEM, now=NOW
    )
