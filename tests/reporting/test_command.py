"""`jingwei report` prints what the public interface answers."""

import json

import pytest
from django.test import Client

from jingwei import cli
from tests.inspections.walking import Walk
from tests.people import TODAY
from tests.reporting.past import performed

DAYS = ["--from", "2026-01-01", "--to", "2026-06-30"]


@pytest.fixture
def at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the tests' database, which runs already."""
    from contextlib import nullcontext

    monkeypatch.setattr(cli, "available", nullcontext)


@pytest.mark.usefixtures("at_hand")
def test_the_command_prints_the_object_of_the_interface_on_one_line(
    walk: Walk, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    performed(walk.people, TODAY)
    cli.main(["report", *DAYS, "--json"])
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert json.loads(printed) == client.get("/api/v1/statistics?from=2026-01-01&to=2026-06-30").json()


@pytest.mark.usefixtures("at_hand")
def test_the_command_prints_a_table_for_people(walk: Walk, capsys: pytest.CaptureFixture[str]) -> None:
    performed(walk.people, TODAY)
    cli.main(["report", *DAYS])
    assert capsys.readouterr().out.splitlines()[0] == "2026年上半年（2026-01-01 至 2026-06-30）"


@pytest.mark.django_db
@pytest.mark.usefixtures("at_hand")
def test_a_wrong_date_ends_the_command_with_the_date_and_the_remedy() -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["report", "--from", "2026-02-30", "--to", "2026-06-30"])
    assert ended.value.code == "jingwei：起始日期“2026-02-30”不是日期；写作 2025-01-01 的形式"
