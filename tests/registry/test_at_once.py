"""Two people enter the same at the same moment: the second hears so in words, and the attempt is on the log."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from jingwei.platform.errors import Conflict
from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import AuditOutcome
from jingwei.registry import operations as registry
from jingwei.registry.models import Certificate, Enterprise
from jingwei.registry.terms import CertificateStatus, CreditClass, EnterpriseKind, Field
from tests.harness.database import Database
from tests.people import NOW, TODAY, District, district

NUMBER = "10320312988"
Write = Callable[[District], Any]


def issue(people: District) -> None:
    registry.issue_certificate(
        officer_id=people.third.roster.pk, number=NUMBER, fields=[Field.EMERGENCY], valid_from=TODAY,
        actor=people.supervisor.member, now=NOW,
    )  # fmt: skip


def same_card(people: District) -> None:
    Certificate.objects.create(
        officer=people.officer.roster, number=NUMBER, fields=[], status=CertificateStatus.VALID,
        valid_from=TODAY, valid_to=date(2031, 1, 1),
    )  # fmt: skip


def register_enterprise(people: District) -> None:
    registry.register_enterprise(
        credit_code="91320312DEM000030H", name="徐州甲示例有限公司", kind=EnterpriseKind.COMPANY,
        region=people.region, actor=people.supervisor.member, now=NOW,
    )  # fmt: skip


def same_enterprise(people: District) -> None:
    Enterprise.objects.create(
        credit_code="91320312DEM000030H", name="徐州乙示例有限公司", kind=EnterpriseKind.COMPANY,
        region=people.region, credit_class=CreditClass.UNKNOWN, sort_key="x",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("act", "same", "what"),
    [
        (issue, same_card, "执法证件（证号）"),
        (register_enterprise, same_enterprise, "企业（统一社会信用代码）"),
    ],
)
def test_the_second_of_two_hears_that_somebody_was_faster(
    committed_database: Database, act: Write, same: Write, what: str
) -> None:
    people = district()
    begun = threading.Event()

    def second() -> Conflict | None:
        begun.set()
        try:
            act(people)
        except Conflict as conflict:
            return conflict
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            same(people)
            answer = pool.submit(second)
            begun.wait()
            # Nothing is seen of the first yet; the second waits for it at the index.
            while not (answer.done() or waits_for_somebody()):
                threading.Event().wait(0.02)
        conflict = answer.result(timeout=20)
    assert conflict is not None
    assert what in conflict.message
    assert AuditEvent.objects.filter(outcome=AuditOutcome.REFUSED).count() == 1


def waits_for_somebody() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
        return bool(cursor.fetchone()[0])
