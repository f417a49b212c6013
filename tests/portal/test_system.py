"""系统: the log for one administrator, accounts and calendar for the other two, nothing for anybody else."""

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jingwei.platform.models import AuditEvent
from tests.inspections.walking import Walk
from tests.people import district

LOG, EXPORT, ACCOUNTS = reverse("system_log"), reverse("system_log_export"), reverse("system_accounts")


@pytest.fixture
def walk(db: None) -> Walk:
    return Walk(district())


def test_the_audit_administrator_reads_and_narrows_the_log(walk: Walk, client: Client) -> None:
    task = walk.request()
    walk.people.audit.sign_in(client)
    assert task.number in client.get(LOG).content.decode()
    assert (
        task.number
        in client.get(
            LOG, {"q": "申请检查", "outcome": "done", "since": "2026-03-09", "until": "2026-03-09"}
        ).content.decode()
    )
    narrow = {"who": "袁知", "action": "inspections.inspection.requested", "target": f"inspection {task.pk}"}
    assert task.number in client.get(LOG, narrow).content.decode()
    for query in (
        {"q": "没有"},
        {"outcome": "refused"},
        {"since": "2026-03-10"},
        {"until": "2026-03-08"},
        {"who": "韩牧"},
        {"action": "registry.item.published"},
        {"target": "inspection x"},
        {"target": "visit"},
    ):
        assert "没有符合条件的日志" in client.get(LOG, query).content.decode()
    assert client.get(LOG, {"since": "nonsense", "action": "none.such.act", "page": "x"}).status_code == 200


def test_a_page_of_the_log_has_a_hundred_rows(walk: Walk, client: Client) -> None:
    event = AuditEvent(at="2026-03-10T00:00Z", action="test.log.written", outcome="done", actor_name="测试")
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=event.at, action=event.action, outcome="done", actor_name="测试", sentence=f"第{number}行"
        )
        for number in range(150)
    )
    text = walk.people.audit.sign_in(client).get(LOG).content.decode()
    assert text.count("<tr>") == 101
    assert "第149行" in text
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(client.get(EXPORT, {"who": "测试"}).content))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert len(rows) == 151
    assert rows[1][6] == "第149行"
    older = re.search(r'href="(\?older_than=\d+)" rel="next"', text)
    assert older is not None
    assert "第9行" in client.get(f"{LOG}{older[1]}").content.decode()


def test_accounts_and_years_are_shown_to_system_and_security(walk: Walk, client: Client) -> None:
    for person in (walk.people.system, walk.people.security):
        text = person.sign_in(client).get(ACCOUNTS).content.decode()
        assert "受权代行 铜应急授〔2026〕1号" in text
        assert "工作日历" in text


@pytest.mark.parametrize("who", ["clerk", "head", "lead", "contact", "system", "security"])
def test_nobody_else_reads_the_log(walk: Walk, client: Client, who: str) -> None:
    assert getattr(walk.people, who).sign_in(client).get(LOG).status_code == 403


@pytest.mark.parametrize("who", ["clerk", "lead", "contact", "audit"])
def test_nobody_else_reads_the_accounts(walk: Walk, client: Client, who: str) -> None:
    assert getattr(walk.people, who).sign_in(client).get(ACCOUNTS).status_code == 403
