"""Grades, tables and relief: the stricter class applies, riskier is never drawn less, the low-risk have peace."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from jingwei.planning.models import Cap, ClassFile, DepartmentGrade, EnterpriseClass, Relief
from jingwei.planning.operations import (
    end_grade,
    enter_relief,
    grade_enterprise,
    leave_relief,
    lock_ledger,
    save_class_table,
)
from jingwei.planning.queries import (
    ClassRow,
    class_for,
    default_rows,
    facts_of_class,
    facts_of_relief,
    list_caps,
    list_grades,
    table_in_force,
)
from jingwei.planning.terms import ReliefExit
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import AuditEvent
from jingwei.platform.queries import get_numbers
from jingwei.registry.models import Enterprise
from jingwei.registry.terms import CreditClass
from jingwei.rulebook import Moment, Refused, ask
from tests.people import BEGAN, NOW, TODAY, District, Person, district

pytestmark = pytest.mark.django_db
A, B, C, D, UNKNOWN = CreditClass
RISING = {
    A: ClassRow(5, 1, None),
    B: ClassRow(20, 1, None),
    C: ClassRow(60, 2, 12),
    D: ClassRow(100, None, 6),
}


@pytest.fixture
def people() -> District:
    """The cast of the tests."""
    return district()


def set_class(people: District, credit_class: CreditClass) -> Enterprise:
    """Let the monthly class of the first enterprise be another."""
    Enterprise.objects.filter(pk=people.enterprise.pk).update(credit_class=credit_class)
    return Enterprise.objects.get(pk=people.enterprise.pk)


def grade(people: District, credit_class: CreditClass = D, **changes: Any) -> DepartmentGrade:
    """Enter a grade of the first enterprise by the first department."""
    given: dict[str, Any] = {
        "subject_id": people.subject.pk,
        "enterprise_id": people.enterprise.pk,
        "credit_class": credit_class,
        "criteria": "安全生产风险分级标准（2026）",
        "score": Decimal("41.5"),
        "reason": "涉爆粉尘，近一年发生险情",
        "valid_from": TODAY,
        "actor": people.clerk.member,
        "now": NOW,
    } | changes
    return grade_enterprise(**given)


@pytest.mark.parametrize(
    ("monthly", "own", "applies"),
    [(A, C, C), (C, A, C), (B, B, B), (UNKNOWN, A, UNKNOWN), (UNKNOWN, B, B), (D, C, D), (A, A, A)],
)
def test_the_stricter_of_monthly_class_and_own_grade_applies_and_decides_the_cap(
    people: District, monthly: CreditClass, own: CreditClass, applies: CreditClass
) -> None:
    enterprise = set_class(people, monthly)
    grade(people, own)
    caps = {
        each: Cap.objects.create(
            subject=people.subject, credit_class=each, visits=2, valid_from=BEGAN, source="测试"
        )
        for each in CreditClass
    }
    assert class_for(enterprise, people.subject, on=TODAY) is applies
    assert list(list_caps(people.subject, enterprise, [], on=TODAY)) == [caps[applies]]


def test_a_grade_binds_its_own_department_and_from_its_day_to_its_end(people: District) -> None:
    enterprise = set_class(people, A)
    made = grade(people, D, valid_from=TODAY + timedelta(days=1))
    assert class_for(enterprise, people.subject, on=TODAY) is A
    assert class_for(enterprise, people.subject, on=TODAY + timedelta(days=1)) is D
    assert class_for(enterprise, people.other_subject, on=TODAY + timedelta(days=1)) is A
    later = NOW + timedelta(days=5)
    end_grade(grade_id=made.pk, reason="隐患已消除", actor=people.head.member, now=later)
    assert class_for(enterprise, people.subject, on=TODAY + timedelta(days=4)) is D
    assert class_for(enterprise, people.subject, on=TODAY + timedelta(days=5)) is A


def test_finding_the_caps_by_the_stricter_class_takes_one_statement(
    people: District, django_assert_num_queries: Any
) -> None:
    grade(people, D)
    with django_assert_num_queries(1):
        list(list_caps(people.subject, people.enterprise, [people.item.pk], on=TODAY))


def test_a_new_grade_ends_the_one_before_and_both_stay_to_be_read(people: District) -> None:
    first = grade(people, C, valid_from=TODAY - timedelta(days=30))
    second = grade(people, D)
    first.refresh_from_db()
    assert (first.valid_until, second.valid_until) == (TODAY, None)
    assert list(list_grades(people.clerk.member, on=TODAY)) == [second]
    assert not list_grades(people.other_clerk.member, on=TODAY).exists()
    assert list(list_grades(people.supervisor.member, on=TODAY)) == [second]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"credit_class": UNKNOWN}, "“未分类”不是分级"),
        ({"criteria": " "}, "没有填写分级标准"),
        ({"reason": ""}, "没有填写理由"),
        ({"enterprise_id": 999_999_999}, "没有这条企业"),
    ],
)
def test_a_grade_that_is_none_is_refused_with_what_to_do(
    people: District, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(Mistake, match=said):
        grade(people, **changes)


def test_a_grade_does_not_reach_into_the_days_of_one_that_has_ended(people: District) -> None:
    first = grade(people, D)
    later = NOW + timedelta(days=10)
    end_grade(grade_id=first.pk, reason="隐患已消除", actor=people.head.member, now=later)
    with pytest.raises(Mistake, match="2026-03-15 早于上一条分级的终止日期 2026-03-20"):
        grade(people, A, valid_from=TODAY + timedelta(days=5), now=later)
    assert grade(people, A, valid_from=TODAY + timedelta(days=10), now=later).valid_until is None


def test_a_grade_does_not_begin_before_the_standing_one(people: District) -> None:
    grade(people, C)
    with pytest.raises(Mistake, match=f"早于现有分级的起始日期 {TODAY}"):
        grade(people, D, valid_from=TODAY - timedelta(days=1))


def test_only_the_department_itself_grades(people: District) -> None:
    for somebody in (people.other_clerk, people.supervisor, people.officer, people.contact):
        with pytest.raises(NotAllowed):
            grade(people, actor=somebody.member)
    made = grade(people)
    with pytest.raises(NotAllowed):
        end_grade(grade_id=made.pk, reason="试", actor=people.other_head.member, now=NOW)


def test_a_grade_ends_once(people: District) -> None:
    made = grade(people, valid_from=TODAY + timedelta(days=9))
    end_grade(grade_id=made.pk, reason="误登", actor=people.clerk.member, now=NOW)
    made.refresh_from_db()
    assert made.valid_until == made.valid_from
    assert not DepartmentGrade.objects.in_force(made.valid_from).exists()
    with pytest.raises(Conflict, match="已终止"):
        end_grade(grade_id=made.pk, reason="误登", actor=people.clerk.member, now=NOW)


def test_a_class_that_falls_does_not_take_back_what_was_used(people: District) -> None:
    for each, visits in ((D, 5), (A, 1)):
        Cap.objects.create(
            subject=people.subject, credit_class=each, visits=visits, valid_from=BEGAN, source="测试"
        )
    enterprise = set_class(people, A)
    made = grade(people, D)
    (row,) = lock_ledger(subject=people.subject, enterprise=enterprise, items=[], on=TODAY)
    row.used = 3
    row.save()
    end_grade(grade_id=made.pk, reason="整改完成", actor=people.clerk.member, now=NOW)
    (row,) = lock_ledger(subject=people.subject, enterprise=enterprise, items=[], on=TODAY)
    assert (row.cap.credit_class, row.used, row.granted) == (A, 3, 3)


def save(people: District, rows: dict[CreditClass, ClassRow] | None = None, **changes: Any) -> Any:
    """Save a table of the whole district."""
    given: dict[str, Any] = {
        "subject_id": None,
        "valid_from": TODAY,
        "document": "铜司发〔2026〕8号",
        "rows": rows or RISING,
        "actor": people.supervisor.member,
        "now": NOW,
    } | changes
    return save_class_table(**given)


def test_the_own_table_comes_before_the_districts_and_that_before_the_default(people: District) -> None:
    numbers = get_numbers(TODAY)
    stands = table_in_force(people.subject, on=TODAY, numbers=numbers)
    assert (stands.table, stands.rows) == (None, default_rows(numbers))
    assert [row.ratio for row in stands.rows.values()] == [5, 20, 60, 100]
    district_wide = save(people)
    own = save(people, subject_id=people.subject.pk, actor=people.head.member)
    assert table_in_force(people.subject, on=TODAY, numbers=numbers).table == own
    assert table_in_force(people.other_subject, on=TODAY, numbers=numbers).table == district_wide
    assert table_in_force(None, on=TODAY, numbers=numbers).rows[D] == ClassRow(100, None, 6)
    assert table_in_force(None, on=TODAY - timedelta(days=1), numbers=numbers).table is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({B: ClassRow(4, 1, None)}, "抽查比例 B 类低于 A 类（4%，5%）"),
        ({D: ClassRow(100, 1, 6)}, "每年次数 D 类低于 C 类（1 次，2 次）"),
        ({D: ClassRow(100, None, 13)}, "最长间隔 D 类长于 C 类"),
        ({D: ClassRow(101, None, 6)}, "不在 0 至 100 之间"),
    ],
)
def test_a_table_that_draws_the_riskier_less_is_refused_with_the_article(
    people: District, changes: dict[CreditClass, ClassRow], said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        save(people, RISING | changes)
    assert [finding.rule.code for finding in refused.value.judgement.refusals] == ["R-RSK-02a"]


def test_classes_may_be_drawn_alike(people: District) -> None:
    save(people, dict.fromkeys((A, B, C, D), ClassRow(10, 1, 12)))


def test_a_table_names_all_classes_and_the_paper_it_comes_from(people: District) -> None:
    with pytest.raises(Mistake, match="没有填写B 类、D 类的比例"):
        save(people, {A: RISING[A], C: RISING[C]})
    with pytest.raises(Mistake, match="没有填写公布文件"):
        save(people, document=" ")


def test_a_table_that_has_begun_stays_and_one_to_come_may_be_replaced(people: District) -> None:
    save(people)
    with pytest.raises(Mistake, match="已经施行"):
        save(people)
    first = save(people, valid_from=TODAY + timedelta(days=1))
    again = save(people, valid_from=TODAY + timedelta(days=1), document="铜司发〔2026〕9号")
    assert (first.pk, again.document) == (again.pk, "铜司发〔2026〕9号")


def test_the_first_table_may_be_entered_as_published_and_no_later_one_reaches_back(people: District) -> None:
    published = save(people, valid_from=TODAY - timedelta(days=300))
    with pytest.raises(Mistake, match="起会改变以前的适用"):
        save(people, valid_from=TODAY - timedelta(days=1))
    assert table_in_force(None, on=TODAY, numbers=get_numbers(TODAY)).table == published
    assert save(people) != published


def test_the_bureau_saves_the_districts_table_and_a_head_the_own(people: District) -> None:
    for somebody, whose in (
        (people.clerk, None),
        (people.head, None),
        (people.clerk, people.subject),
        (people.other_head, people.subject),
    ):
        with pytest.raises(NotAllowed):
            save(people, subject_id=whose and whose.pk, actor=somebody.member)


def month(year: int, number: int) -> date:
    """The first day of a month."""
    return date(year, number, 1)


SIX = [month(2025, 9), month(2025, 10), month(2025, 11), month(2025, 12), month(2026, 1), month(2026, 2)]


def classify(enterprise: Enterprise, months: list[date], credit_class: CreditClass = A) -> None:
    """Let files of the months be in, with the enterprise in one class."""
    for each in months:
        ClassFile.objects.get_or_create(
            month=each, defaults={"source": "测试", "rows": 1, "changed": 0, "imported_at": NOW}
        )
    EnterpriseClass.objects.bulk_create(
        EnterpriseClass(enterprise=enterprise, month=each, credit_class=credit_class) for each in months
    )


def relieve(people: District, who: Person | None = None) -> Relief:
    """Enter the first enterprise for relief."""
    actor = (who or people.supervisor).member
    return enter_relief(
        enterprise_id=people.enterprise.pk, ground="连续六个月低风险，无投诉举报", actor=actor, now=NOW
    )


def test_six_months_of_the_lowest_class_let_an_enterprise_in(people: District) -> None:
    classify(people.enterprise, SIX)
    made = relieve(people)
    assert (made.entered_on, made.left_on) == (TODAY, None)
    with pytest.raises(Conflict, match="已在减免名单中"):
        relieve(people)


def test_once_this_months_file_is_in_it_counts(people: District) -> None:
    classify(people.enterprise, SIX)
    classify(people.enterprise, [month(2026, 3)], B)
    with pytest.raises(Refused, match="2026-03 为 B 类"):
        relieve(people)


def test_five_months_are_not_enough(people: District) -> None:
    classify(people.enterprise, SIX[1:])
    with pytest.raises(Refused, match="2025-09 没有分类"):
        relieve(people)


def test_an_enterprise_leaves_the_relief_once_and_with_a_reason(people: District) -> None:
    classify(people.enterprise, SIX)
    made = relieve(people, people.head)
    with pytest.raises(Mistake, match="没有填写移出说明"):
        leave_relief(relief_id=made.pk, exit=ReliefExit.DECIDED, note="", actor=people.clerk.member, now=NOW)
    left = leave_relief(
        relief_id=made.pk,
        exit=ReliefExit.PROBLEM_FOUND,
        note="专项检查发现重大隐患",
        actor=people.clerk.member,
        now=NOW,
    )
    assert left.left_on == TODAY
    assert not Relief.objects.in_force(TODAY).exists()
    with pytest.raises(Conflict, match="移出"):
        leave_relief(relief_id=made.pk, exit=ReliefExit.DECIDED, note="再", actor=people.head.member, now=NOW)
    assert AuditEvent.objects.filter(target_kind="enterprise", sentence__contains="重大隐患").exists()


@pytest.mark.parametrize("who", ["clerk", "officer", "contact", "system"])
def test_relief_is_entered_by_the_bureau_and_heads(people: District, who: str) -> None:
    classify(people.enterprise, SIX)
    with pytest.raises(NotAllowed):
        relieve(people, getattr(people, who))


def warnings_of(people: District, enterprise: Enterprise, **changes: Any) -> list[str]:
    """What R-RSK-03a says of a routine inspection on site."""
    given: dict[str, Any] = {"on": TODAY, "is_routine_on_site": True} | changes
    facts = facts_of_relief(enterprise, people.subject, **given)
    return [found.verdict.fact for found in ask(Moment.REQUEST, [facts], on=TODAY).warnings]


def test_a_low_risk_enterprise_is_flagged_on_a_routine_list(people: District) -> None:
    enterprise = set_class(people, A)
    assert "没有登记的投诉举报" in warnings_of(people, enterprise)[0]
    assert not warnings_of(people, enterprise, complaints=1)
    assert not warnings_of(people, enterprise, is_drawn=True)
    assert not warnings_of(people, enterprise, is_routine_on_site=False)
    classify(enterprise, SIX)
    relieve(people)
    assert "已纳入低风险减免" in warnings_of(people, enterprise, complaints=1)[0]
    grade(people, C)
    assert not warnings_of(people, enterprise)


@pytest.mark.parametrize(
    ("credit_class", "is_routine", "most"), [(A, True, 1), (A, False, 0), (B, True, 0), (UNKNOWN, True, 0)]
)
def test_the_relief_costs_a_statement_only_where_it_may_apply(
    people: District, credit_class: CreditClass, is_routine: bool, most: int, django_assert_num_queries: Any
) -> None:
    enterprise = set_class(people, credit_class)
    with django_assert_num_queries(most):
        facts_of_relief(enterprise, people.subject, on=TODAY, is_routine_on_site=is_routine)


@pytest.mark.parametrize(
    ("held", "on", "is_flagged"),
    [
        (month(2026, 3), date(2026, 3, 1), False),
        (month(2026, 3), date(2026, 3, 31), False),
        (month(2026, 2), date(2026, 3, 1), True),
        (None, TODAY, True),
    ],
)
def test_a_class_is_stale_from_the_first_of_the_next_month(
    people: District, held: date | None, on: date, is_flagged: bool, django_assert_num_queries: Any
) -> None:
    people.enterprise.class_month = held
    with django_assert_num_queries(0):
        judgement = ask(Moment.APPROVE, [facts_of_class(people.enterprise, on)], on=on)
    assert bool(judgement.warnings) is is_flagged


def test_an_unknown_class_is_not_called_low(people: District) -> None:
    enterprise = set_class(people, UNKNOWN)
    (found,) = ask(Moment.REQUEST, [facts_of_class(enterprise, TODAY)], on=TODAY).warnings
    assert "不当作低风险" in found.verdict.fact
