"""A page never waits for ever for the database: it is answered 503 in plain words, and nothing is written."""

from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from jingwei.platform.conflicts import as_busy
from jingwei.web.api import on_trouble
from jingwei.web.refusals import RefusalMiddleware
from tests.harness.database import Database

SLOW = "SELECT pg_sleep(20)"


def trouble(statement: str, **limits: str) -> OperationalError:
    """Return what the database says to a statement that takes longer than the limits allow."""
    with connection.cursor() as cursor:
        for name, value in limits.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        with pytest.raises(OperationalError) as raised:
            cursor.execute(statement)
    return raised.value


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}])
def test_a_statement_that_takes_too_long_is_answered_503(rf: RequestFactory, headers: dict[str, str]) -> None:
    error = trouble(SLOW, statement_timeout="100ms")
    request: Any = rf.get("/", headers=headers)
    request.csp_nonce = ""
    answer = RefusalMiddleware(lambda _: HttpResponse()).process_exception(request, error)
    assert answer is not None
    assert answer.status_code == 503
    assert "系统正忙" in answer.content.decode("unicode_escape" if headers else "utf-8")
    assert on_trouble(request, error).status_code == 503


@pytest.mark.django_db
def test_a_lock_that_somebody_else_holds_too_long_is_answered_503(django_db_setup: Database) -> None:
    with psycopg.connect(django_db_setup.url("jingwei_owner")) as other:
        other.execute("LOCK TABLE platform_account IN ACCESS EXCLUSIVE MODE")
        busy = as_busy(trouble("SELECT count(*) FROM platform_account", lock_timeout="100ms"))
        other.rollback()
    assert busy is not None
    assert (busy.status, busy.remedy[:4]) == (503, "稍候再试")


@pytest.mark.django_db
def test_any_other_trouble_of_the_database_stays_a_fault(rf: RequestFactory) -> None:
    error = OperationalError("the server is gone")
    assert as_busy(error) is None
    with pytest.raises(OperationalError):
        on_trouble(rf.get("/"), error)
