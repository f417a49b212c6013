"""What the way in, the joint visit, the cap and the rating keep apart."""

import pytest

from jingwei.inspections import operations
from jingwei.inspections.models import Visit
from jingwei.inspections.queries import rating_token
from jingwei.inspections.terms import EntryWay, Mode, RatedAspect
from jingwei.platform.actors import NOBODY
from jingwei.platform.errors import Mistake
from jingwei.platform.models import AuditEvent
from tests.inspections.test_corrections import correct, void
from tests.inspections.test_gate_caps import visited
from tests.inspections.test_gate_paths import URGENT
from tests.inspections.walking import Walk, after, cap, fresh, ledger_of, log, rejected
from tests.people import make_code


def test_a_task_approved_for_off_site_is_not_scanned_in(walk: Walk) -> None:
    task = walk.approved(mode=Mode.OFF_SITE)
    with rejected("按非现场检查批准，不得入企"):
        walk.enter(task)
    assert not Visit.objects.exists()


def test_a_lead_is_another_departments_task_at_the_same_site(walk: Walk) -> None:
    people = walk.people
    own = walk.approved()
    elsewhere = walk.request(
        by=people.other_clerk,
        site_id=people.other_site.pk,
        item_ids=[people.other_item.pk],
        officer_ids=[people.other_officer.roster.pk],
    )
    for wrong in (own.pk, elsewhere.pk, 10**9):
        with rejected("牵头任务不是其他单位在同一场所的检查"):
            walk.request(joint_with_id=wrong)


def test_a_visit_somebody_signed_for_is_not_voided_by_way_of_a_correction(walk: Walk) -> None:
    published = cap(walk.people.subject, 1)
    task = walk.signed()
    correct(walk, task)
    with rejected("的笔录签署过，入企登记不能作废"):
        void(walk, task)
    assert ledger_of(published, walk.people.enterprise).used == 1


def test_withdrawing_an_approval_beyond_the_cap_takes_the_extra_visit_back(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 1)
    visited(walk)
    task = walk.approve(walk.request(), overridden=["R-FRQ-01"], override_reason="重大节日前专项保障")
    assert ledger_of(published, people.enterprise).granted == 2
    operations.withdraw_inspection(
        inspection_id=task.pk, reason="改为联合检查", actor=people.clerk.member, now=after(0)
    )
    row = ledger_of(published, people.enterprise)
    assert (row.granted, row.used, row.pending) == (1, 1, 0)


def test_a_second_officer_joins_by_the_code_while_the_visit_lasts_and_it_is_on_the_log(walk: Walk) -> None:
    people = walk.people
    team = [people.officer.roster.pk, people.second.roster.pk, people.third.roster.pk]
    task = walk.approved(officer_ids=team)
    visit = walk.enter(task, present_ids=team[:2])
    with rejected("已入企"):
        walk.enter(task, by=people.third, way=EntryWay.SEARCH, explanation="没有码", now=after(1))
    walk.enter(task, by=people.third, now=after(2))
    assert log(task)[-1].action == "inspections.visit.joined"
    visit.presences.filter(officer=people.third.roster).delete()
    walk.leave(task)
    with rejected("已经离企，不能再确认到场"):
        walk.enter(task, by=people.third, now=after(300))


def test_an_emergency_does_not_outweigh_the_heads_no(walk: Walk) -> None:
    task = walk.request(**URGENT)
    operations.return_inspection(
        inspection_id=task.pk, reason="不属紧急情形", actor=walk.people.head.member, now=after(-5)
    )
    with rejected("现为“已退回”，不能再入企"):
        walk.enter(task, way=EntryWay.URGENT)


def test_where_another_department_means_to_go_is_not_told(walk: Walk) -> None:
    people = walk.people
    task = walk.approved()
    code = make_code(people.other_site)
    with pytest.raises(Mistake) as told:
        walk.enter(task, by=people.other_officer, code=code)
    assert str(people.site) not in str(told.value)
    with rejected(f"本任务是“{people.site}”"):
        walk.enter(task, code=code)


def test_a_business_licence_stands_for_the_code_of_its_own_enterprise_only(walk: Walk) -> None:
    people = walk.people
    task = walk.approved()
    for wrong, told in (
        ("https://example.invalid/licence/8c1f", "没有读到统一社会信用代码"),
        (people.other_enterprise.credit_code, "不是本任务企业的"),
    ):
        with rejected(told):
            walk.enter(task, way=EntryWay.LICENCE, code=wrong)
    said = f"统一社会信用代码：{people.enterprise.credit_code}；名称：{people.enterprise}"
    assert walk.enter(task, way=EntryWay.LICENCE, code=said).way == EntryWay.LICENCE


def test_a_refused_rating_leaves_nothing_of_it_on_the_log(walk: Walk) -> None:
    task = walk.signed()
    visit = fresh(task).visit
    assert visit is not None
    token = rating_token(visit)
    with rejected("还没有结束"):
        operations.rate_visit(
            rater=walk.people.contact.member,
            token=token,
            stars=dict.fromkeys(RatedAspect, 1),
            took_gifts=True,
            comment="收了礼",
            actor=NOBODY,
            now=after(1),
        )
    attempt = AuditEvent.objects.latest("id")
    assert attempt.outcome == "refused"
    assert attempt.data.get("arguments") == {}
