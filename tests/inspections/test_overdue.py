"""该查未查: risky enterprises whose last inspection is longer ago than the class table's months."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jingwei.inspections.models import Inspection
from jingwei.inspections.overdue import list_overdue, terms_of
from jingwei.inspections.terms import Stage
from jingwei.planning.models import ClassTable, DepartmentGrade
from jingwei.platform.calendar import add_months, local_date
from jingwei.registry.models import Enterprise, Subject
from jingwei.registry.terms import CreditClass, EnterpriseKind
from tests.people import BEGAN, District, district

pytestmark = pytest.mark.django_db
LIST, EXPORT = reverse("overdue_list"), reverse("overdue_export")


@pytest.fixture
def cast() -> District:
    return district(local_date(timezone.now()))


def today() -> date:
    """The day the test runs on."""
    return local_date(timezone.now())


def classify(enterprise: Enterprise, credit_class: CreditClass) -> None:
    """Set the monthly class."""
    Enterprise.objects.filter(pk=enterprise.pk).update(credit_class=credit_class)


def inspected(
    cast: District, on: date, *, subject: Subject | None = None, stage: Stage = Stage.CONCLUDED
) -> None:
    """Let the first enterprise have been inspected on the day."""
    at = timezone.now()
    Inspection.objects.create(
        number=f"测{Inspection.objects.count()}",
        subject=subject or cast.subject,
        enterprise=cast.enterprise,
        site=cast.site,
        stage=stage,
        planned_from=at,
        planned_until=at + timedelta(hours=1),
        requested_at=at,
        performed_on=on,
    )


def overdue(subject: Subject | None, **changes: Any) -> list[Any]:
    """The overdue enterprises of today."""
    given: dict[str, Any] = {"on": today(), "is_known_only": False} | changes
    return list(list_overdue(subject, terms=terms_of(subject, on=given["on"]), **given))


@pytest.mark.parametrize(
    ("credit_class", "months", "days", "is_late"),
    [
        (CreditClass.D, 6, 0, False),
        (CreditClass.D, 6, 1, True),
        (CreditClass.C, 12, 0, False),
        (CreditClass.C, 12, 1, True),
        (CreditClass.B, 24, 1, False),
        (CreditClass.UNKNOWN, 24, 1, False),
    ],
)
def test_the_term_ends_with_the_same_day_of_its_month(
    cast: District, credit_class: CreditClass, months: int, days: int, is_late: bool
) -> None:
    classify(cast.enterprise, credit_class)
    inspected(cast, add_months(today(), -months) - timedelta(days=days))
    assert (cast.enterprise in overdue(cast.subject)) is is_late


def test_the_latest_inspection_counts_and_only_one_that_was_made(cast: District) -> None:
    classify(cast.enterprise, CreditClass.D)
    inspected(cast, today() - timedelta(days=500))
    inspected(cast, today() - timedelta(days=10), stage=Stage.WITHDRAWN)
    (found,) = overdue(cast.subject)
    assert found.last_on == today() - timedelta(days=500)
    inspected(cast, today() - timedelta(days=10))
    assert not overdue(cast.subject)


def test_a_department_goes_by_its_own_inspections_and_the_district_by_anybodys(cast: District) -> None:
    classify(cast.enterprise, CreditClass.D)
    inspected(cast, today(), subject=cast.other_subject)
    assert overdue(cast.subject) == [cast.enterprise]
    assert not overdue(cast.other_subject)
    assert not overdue(None)


def test_a_departments_own_grade_makes_an_enterprise_risky_to_it(cast: District) -> None:
    classify(cast.enterprise, CreditClass.A)
    DepartmentGrade.objects.create(
        subject=cast.subject,
        enterprise=cast.enterprise,
        credit_class=CreditClass.D,
        criteria="测试",
        reason="测试",
        valid_from=BEGAN,
        entered_at=timezone.now(),
    )
    (found,) = overdue(cast.subject)
    assert found.applies == "D"
    assert not overdue(cast.other_subject)
    assert not overdue(None)


def test_known_are_those_inspected_before_or_graded(cast: District) -> None:
    classify(cast.enterprise, CreditClass.D)
    classify(cast.other_enterprise, CreditClass.C)
    inspected(cast, today() - timedelta(days=500))
    # Never inspected comes before long ago.
    assert overdue(cast.subject) == [cast.other_enterprise, cast.enterprise]
    assert overdue(cast.subject, is_known_only=True) == [cast.enterprise]


def test_a_table_without_a_term_has_nobody_overdue(cast: District) -> None:
    classify(cast.enterprise, CreditClass.D)
    free = {each: {"ratio": 10, "visits": None, "every": None} for each in "ABCD"}
    ClassTable.objects.create(valid_from=BEGAN, document="测试", rows=free, saved_at=timezone.now())
    assert not overdue(cast.subject)


def test_a_clerk_sees_the_own_departments_list_and_the_bureau_chooses(cast: District, client: Client) -> None:
    classify(cast.enterprise, CreditClass.D)
    inspected(cast, today() - timedelta(days=500), subject=cast.other_subject)
    text = cast.clerk.sign_in(client).get(LIST, {"scope": "all"}).content.decode()
    assert cast.enterprise.name in text
    assert "应急管理局　共 1 家" in text
    assert "无检查记录" in text
    # Somebody else's department cannot be chosen by the address.
    other = {"subject": str(cast.other_subject.pk), "scope": "all"}
    assert "无检查记录" in client.get(LIST, other).content.decode()
    # A department begins with what it has dealt with before.
    assert cast.enterprise.name not in client.get(LIST).content.decode()
    cast.supervisor.sign_in(client)
    text = client.get(LIST, {"subject": cast.other_subject.pk}).content.decode()
    assert "已超" in text
    assert cast.enterprise.name not in client.get(LIST, {"applies": "C"}).content.decode()
    assert client.get(LIST, {"subject": "x"}).status_code == 200
    assert cast.enterprise.name not in client.get(LIST, {"scope": "never"}).content.decode()


def test_the_file_names_term_and_delay(cast: District, client: Client) -> None:
    classify(cast.enterprise, CreditClass.D)
    last = today() - timedelta(days=500)
    inspected(cast, last)
    content = cast.head.sign_in(client).get(EXPORT).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    (row,) = [row for row in rows if cast.enterprise.name in row]
    assert row[-2:] == [add_months(last, 6), (today() - add_months(last, 6)).days]


def test_nothing_overdue_says_so(cast: District, client: Client) -> None:
    assert "没有超期未查的企业" in cast.clerk.sign_in(client).get(LIST).content.decode()
    assert cast.contact.sign_in(client).get(LIST).status_code == 403


def test_twelve_thousand_enterprises_take_as_many_statements_as_two(cast: District, client: Client) -> None:
    Enterprise.objects.bulk_create(
        Enterprise(
            credit_code=f"9132{number:014}",
            name=f"示例企业{number}",
            kind=EnterpriseKind.COMPANY,
            credit_class="ABCD"[number % 4],
            region=cast.region,
            sort_key=f"sl{number:06}",
        )
        for number in range(12_000)
    )
    cast.clerk.sign_in(client)
    with CaptureQueriesContext(connection) as said:
        answer = client.get(LIST, {"scope": "all"})
    assert "共 6000 家" in answer.content.decode()
    assert len(said) < 16
