"""Each figure moves with the act it counts, and is the number of rows behind it."""

from datetime import date, timedelta

import pytest
from django.db import connection

from jingwei.inspections import operations
from jingwei.inspections.terms import Origin, Outcome, Stage
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.reporting.figures import as_object, as_text, get_figure, get_report
from jingwei.reporting.indicators import INDICATORS, Indicator, get_indicator
from jingwei.reporting.periods import Period, half_year, month_of
from jingwei.rulebook import Warn
from tests.inspections.walking import Walk, after, cap, fresh
from tests.people import NOW, TODAY, District, make_subject
from tests.reporting.past import cancel, check, first_card, performed

MARCH = month_of(TODAY)
DAY = Period(TODAY, TODAY)


def value(code: str, period: Period = MARCH, **narrowed: int) -> int:
    return get_indicator(code).value(period, **narrowed)


def test_an_inspection_is_reportable_once_its_record_is_signed(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    assert (value("inspections.visits"), value("inspections.reportable")) == (1, 0)
    walk.serve(task)
    walk.start(task)
    walk.fill(task)
    walk.sign(task)
    assert value("inspections.reportable") == 1
    assert value("inspections.reportable", DAY) == 1
    assert value("inspections.reportable", Period(TODAY + timedelta(days=1), MARCH.last)) == 0


def test_voiding_a_visit_takes_it_off_visits_and_capped(walk: Walk) -> None:
    cap(walk.people.subject, 4)
    task = walk.approved()
    walk.enter(task)
    assert (value("inspections.visits"), value("inspections.capped")) == (1, 1)
    operations.void_visit(
        inspection_id=task.pk, reason="扫错门牌", actor=walk.people.head.member, now=after(5)
    )
    assert (value("inspections.visits"), value("inspections.capped")) == (0, 0)


def test_correcting_a_record_takes_the_inspection_off_until_it_is_signed_again(walk: Walk) -> None:
    task = walk.signed()
    assert value("inspections.reportable") == 1
    operations.correct_record(
        inspection_id=task.pk, reason="漏写", actor=walk.people.head.member, now=after(52)
    )
    assert value("inspections.reportable") == 0


def test_an_inspection_that_ends_in_a_case_is_no_longer_reportable(walk: Walk) -> None:
    task = walk.signed()
    walk.tell(
        task,
        outcome=Outcome.CLUE_OF_VIOLATION,
        problems="无证动火",
        ended_in_case=True,
        case_number="铜应急立〔2026〕3号",
    )
    assert (value("inspections.reportable"), value("inspections.visits")) == (0, 1)


def test_an_invited_inspection_is_counted_by_itself_and_not_against_the_cap(walk: Walk) -> None:
    cap(walk.people.subject, 4)
    task = walk.signed(
        exempt=ExemptReason.INVITED, evidence="企业申请 2026-3", invitation_id=walk.invitation().pk
    )
    assert task.exempt == ExemptReason.INVITED
    assert (value("inspections.invited"), value("inspections.capped")) == (1, 0)
    assert value("inspections.reportable") == 1


def test_an_imported_inspection_is_reportable_and_no_visit(walk: Walk) -> None:
    imported = performed(walk.people, TODAY, origin=Origin.IMPORTED)
    assert (value("inspections.reportable"), value("inspections.visits")) == (1, 0)
    operations.void_imported_inspection(
        inspection_id=imported.pk, reason="重复导入", actor=walk.people.head.member, now=after(5)
    )
    assert value("inspections.reportable") == 0


def test_the_stock_of_subjects_is_that_of_the_last_day(walk: Walk) -> None:
    late = make_subject(walk.people.region, "铜山区交通运输局", "交通局", "铜交", "交通")
    late.announced_on = date(2026, 7, 1)
    late.save()
    walk.people.other_subject.revoked_on = date(2026, 6, 30)
    walk.people.other_subject.save()
    assert value("subjects.announced", half_year(2026, 1)) == 1
    assert value("subjects.announced", Period(date(2026, 1, 1), date(2026, 6, 29))) == 2
    assert value("subjects.announced", Period(date(2026, 1, 1), date(2026, 7, 1))) == 2


def test_a_person_checked_twice_counts_once_and_by_the_last_decision(walk: Walk) -> None:
    people = walk.people
    check(people, people.officer.roster, at=NOW)
    check(people, people.officer.roster, at=NOW + timedelta(days=1))
    check(people, people.second.roster, at=NOW)
    check(people, None, at=NOW, name="苗禾")
    check(people, people.third.roster, at=None)
    assert value("officers.checked") == 3
    assert value("officers.checked", Period(MARCH.first, TODAY - timedelta(days=1))) == 0


def test_certificates_count_by_the_day_on_the_paper(walk: Walk) -> None:
    people = walk.people
    cancel(people.officer.card, on=date(2026, 3, 31))
    cancel(people.second.card, on=date(2026, 4, 1))
    first_card(people.third.card, on=date(2026, 3, 1))
    assert value("certificates.cancelled") == 1
    assert value("certificates.cancelled", half_year(2026, 1)) == 2
    assert value("certificates.first_issued") == 1


def test_one_subject_has_its_own_figures(walk: Walk) -> None:
    people = walk.people
    walk.signed()
    performed(people, TODAY, subject=people.other_subject)
    assert value("inspections.reportable") == 2
    assert value("inspections.reportable", subject_id=people.subject.pk) == 1
    assert value("inspections.visits", subject_id=people.subject.pk) == 1
    assert value("inspections.visits", subject_id=people.other_subject.pk) == 0
    assert value("subjects.announced", subject_id=people.subject.pk) == 1


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.code)
def test_the_rows_of_an_indicator_can_be_listed_with_every_column(walk: Walk, indicator: Indicator) -> None:
    fill_everything(walk.people)
    rows = list(indicator.list_rows(half_year(2026, 1)).select_related(*indicator.listing.joined))
    assert len(rows) == indicator.value(half_year(2026, 1)) > 0
    for row in rows:
        assert [column.read(row) for column in indicator.listing.columns]


PLAIN = {
    "inspections.reportable": "SELECT count(*) FROM inspections_inspection WHERE reportable_on >= %(first)s "
    "AND reportable_on <= %(last)s",
    "inspections.visits": "SELECT count(*) FROM inspections_visit WHERE voided_at IS NULL AND "
    "(entered_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN %(first)s AND %(last)s",
    "inspections.capped": "SELECT count(*) FROM inspections_inspection WHERE is_counted AND "
    "performed_on BETWEEN %(first)s AND %(last)s",
    "inspections.invited": "SELECT count(*) FROM inspections_inspection WHERE exempt = 'invited' AND "
    "stage <> 'withdrawn' AND performed_on BETWEEN %(first)s AND %(last)s",
    "subjects.announced": "SELECT count(*) FROM registry_subject WHERE announced_on <= %(last)s AND "
    "(revoked_on IS NULL OR revoked_on > %(last)s)",
    "officers.checked": "SELECT count(DISTINCT coalesce('o' || officer_id, nullif(id_digest, ''), 'r' || id)) "
    "FROM registry_establishmentrow WHERE (decided_at AT TIME ZONE 'Asia/Shanghai')::date "
    "BETWEEN %(first)s AND %(last)s",
    "certificates.cancelled": "SELECT count(*) FROM registry_certificate WHERE cancelled_on "
    "BETWEEN %(first)s AND %(last)s",
    "certificates.first_issued": "SELECT count(*) FROM registry_certificate WHERE is_first AND issued_on "
    "BETWEEN %(first)s AND %(last)s",
}


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-01-01", "2026-06-30"), ("2026-02-01", "2026-02-28"), ("2024-02-01", "2024-02-29"),
     ("2026-03-10", "2026-03-10"), ("2024-02-29", "2026-03-31")],
)  # fmt: skip
def test_every_figure_and_its_base_equal_plain_sql(walk: Walk, first: str, last: str) -> None:
    fill_everything(walk.people)
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    for figure in get_report(period).figures:
        code = figure.indicator.code
        assert figure.value == counted(PLAIN[code], period), code
        base = counted(PLAIN[code], period.year_before) or None if figure.indicator.has_base else None
        assert figure.base == base, code


def counted(statement: str, period: Period) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"first": period.first, "last": period.last})
        return int(cursor.fetchone()[0])


def fill_everything(people: District) -> None:
    """Rows of every kind on the edges of months, of a leap February too."""
    for day in ("2023-02-28", "2024-02-01", "2024-02-29", "2024-03-01", "2025-02-28", "2025-03-01",
                "2026-01-31", "2026-02-01", "2026-02-28", "2026-03-10", "2026-06-30"):  # fmt: skip
        on = date.fromisoformat(day)
        performed(people, on, is_scanned=True, is_counted=True)
        performed(people, on, origin=Origin.IMPORTED, exempt=ExemptReason.INVITED, evidence="1")
        performed(people, on, is_scanned=True, stage=Stage.ENTERED)
        check(people, None, at=NOW.replace(year=on.year, month=on.month, day=on.day), name=day)
    cancel(people.officer.card, on=date(2026, 2, 28))
    first_card(people.second.card, on=date(2024, 2, 29))
    first_card(people.third.card, on=date(2026, 2, 28))


def test_the_change_is_given_with_its_base_and_only_then(walk: Walk) -> None:
    people = walk.people
    for number in range(7):
        performed(people, date(2025, 3, 1 + number))
    for number in range(4):
        performed(people, date(2026, 3, 1 + number))
    figure = get_figure(get_indicator("inspections.reportable"), MARCH)
    assert (figure.value, figure.base, figure.change, figure.change_shown) == (4, 7, -4286, "−42.86%")
    assert figure.formula == "(4 − 7) ÷ 7 = −42.86%"
    stock = get_figure(get_indicator("subjects.announced"), MARCH)
    assert (stock.value, stock.base, stock.change) == (2, None, None)
    none = get_figure(get_indicator("inspections.invited"), MARCH)
    assert (none.value, none.base, none.change, none.formula) == (0, None, None, "无基数，不计同比")


def test_the_report_says_where_holders_outnumber_those_checked(walk: Walk) -> None:
    people = walk.people
    assert not get_report(MARCH).judgement.warnings
    check(people, people.officer.roster, at=NOW)
    [warning] = get_report(MARCH).judgement.warnings
    assert warning.rule.code == "R-STA-08"
    assert isinstance(warning.verdict, Warn)
    assert "核对编制 1 人" in warning.verdict.fact


def test_the_object_has_json_numbers_and_an_address_for_every_figure(walk: Walk) -> None:
    performed(walk.people, date(2025, 3, 1))
    performed(walk.people, date(2026, 3, 1))
    told = as_object(get_report(MARCH))
    assert told["period"] == {"from": "2026-03-01", "to": "2026-03-31"}
    assert [each["code"] for each in told["indicators"]] == [each.code for each in INDICATORS]
    first = told["indicators"][0]
    assert first["definition"]
    assert first == first | {
        "code": "inspections.reportable",
        "label": "涉企行政检查",
        "value": 1,
        "unit": "次",
        "base": 1,
        "change": 0.0,
        "list_url": "/statistics/inspections.reportable/?from=2026-03-01&to=2026-03-31",
    }


def test_the_text_has_every_figure_on_a_line(walk: Walk) -> None:
    performed(walk.people, date(2026, 3, 1))
    lines = as_text(get_report(MARCH)).splitlines()
    assert lines[0] == "2026年3月（2026-03-01 至 2026-03-31）"
    assert len(lines) == 1 + len(INDICATORS)
    assert "涉企行政检查" in lines[1]
    assert "无基数" in lines[1]


def test_an_inspection_that_was_asked_for_is_not_there_before_it_is_carried_out(walk: Walk) -> None:
    task = walk.approved(
        kind=InspectionKind.ROUTINE,
        exempt=ExemptReason.INVITED,
        evidence="1",
        invitation_id=walk.invitation().pk,
    )
    assert value("inspections.invited") == 0
    walk.enter(task)
    assert fresh(task).performed_on == TODAY
    assert value("inspections.invited") == 1
