"""The JSON interface: special inspections, plans, quiet periods and grades by the same operations as the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jingwei.planning.models import AnnualPlan, QuietPeriod, SpecialPlan
from jingwei.platform.calendar import local_date
from jingwei.platform.models import AuditEvent
from tests.people import District, Person, district
from tests.planning.specials import confirmer

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = local_date(NOW)


@pytest.fixture
def people() -> District:
    """The interface asks the clock itself, so its district lives today."""
    return district(TODAY)


def call(person: Person, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> tuple[int, Any]:
    """Post a body, or read when there is none; return status and answer."""
    client = person.sign_in(Client())
    if body is None:
        answer = client.get(f"/api/v1{path}")
    else:
        headers = {"Idempotency-Key": key} if key else {}
        answer = client.post(f"/api/v1{path}", body, "application/json", headers=headers)
    return answer.status_code, answer.json()


def form(people: District, **changes: Any) -> dict[str, Any]:
    """What a department's system sends to draw up a special inspection."""
    return {
        "name": "有限空间作业专项检查",
        "assessment": "一季度发生两起险情，个案检查不能解决。",
        "assessed_on": TODAY.isoformat(),
        "regions": ["320312"],
        "contents": "有限空间作业审批、监护和现场管理。",
        "item_ids": [people.item.pk],
        "object_scope": "涉及有限空间作业的企业",
        "industries": ["C26"],
        "first_on": (TODAY + timedelta(days=3)).isoformat(),
        "last_on": (TODAY + timedelta(days=30)).isoformat(),
    } | changes


def test_a_special_inspection_goes_from_draft_to_approval(people: District) -> None:
    government = confirmer()
    status, made = call(people.clerk, "/specials", form(people), key="s1")
    assert (status, made["stage"]["code"], made["items"]) == (200, "draft", [people.item.code])
    one = f"/specials/{made['id']}"
    assert call(people.clerk, f"{one}/change", form(people, quantity=40, base=120))[1]["quantity"] == 40
    assert call(people.clerk, f"{one}/submit", {})[0] == 403
    assert call(people.head, f"{one}/submit", {})[1]["stage"]["code"] == "submitted"
    assert call(people.other_head, one)[0] == 403
    assert call(people.other_head, "/specials")[1]["specials"] == []
    approval = {"approver": "government", "number": "铜政办函〔2026〕9号"}
    status, refused = call(government, f"{one}/approve", approval | {"approver": "department"})
    assert (status, refused["error"]["findings"][0]["rule"]) == (422, "R-SPC-01")
    assert call(government, f"{one}/approve", approval)[1]["stage"]["code"] == "approved"
    listed = call(people.supervisor, f"/specials?year={(TODAY + timedelta(days=3)).year}&stage=approved")[1]
    assert [each["id"] for each in listed["specials"]] == [made["id"]]


def test_the_same_key_draws_up_one(people: District) -> None:
    first = call(people.clerk, "/specials", form(people), key="once")
    assert call(people.clerk, "/specials", form(people), key="once") == first
    assert SpecialPlan.objects.count() == 1
    assert call(people.clerk, f"/specials/{first[1]['id']}/discard", {})[1] == {"is_done": True}
    assert not SpecialPlan.objects.exists()


def test_quiet_periods_are_set_read_and_lifted(people: District) -> None:
    span = {"first_on": TODAY.isoformat(), "last_on": (TODAY + timedelta(days=2)).isoformat()}
    body = {"spans": [span], "reason": "重大活动"}
    assert call(people.supervisor, "/quiet-periods", body)[0] == 403
    status, made = call(people.lead, "/quiet-periods", body, key="q1")
    assert (status, made["count"], made["periods"][0]["days"]) == (200, 1, 3)
    assert call(people.lead, "/quiet-periods", body, key="q1")[1] == made
    assert call(people.lead, "/quiet-periods", body)[0] == 409
    one = f"/quiet-periods/{made['periods'][0]['id']}"
    assert call(people.lead, f"{one}/lift", {"reason": "活动取消"})[1]["days"] == 0
    listed = call(people.clerk, f"/quiet-periods?year={TODAY.year}")[1]["periods"]
    assert [each["lift_reason"] for each in listed] == ["活动取消"]
    assert call(people.contact, "/quiet-periods")[0] == 403
    assert QuietPeriod.objects.count() == 1


def test_a_plan_is_amended_line_by_line_and_approved(people: District) -> None:
    year = TODAY.year
    assert call(people.clerk, "/plans", {"year": year})[0] == 409
    plan = AnnualPlan.objects.get(subject=people.subject, year=year)
    status, amended = call(
        people.clerk, f"/plans/{plan.pk}/amend", {"reason": "order", "note": "徐安委〔2026〕3号"}
    )
    assert (status, amended["version"], amended["stage"]["code"]) == (200, 2, "draft")
    one, before = f"/plans/{amended['id']}", len(amended["lines"])
    line = {
        "name": "增加的抽查",
        "object_scope": "规模以上工业企业",
        "first_on": f"{year}-04-01",
        "last_on": f"{year}-06-30",
        "method": "on_site",
        "item_id": people.item.pk,
        "ratios": {"A": 5, "B": 20, "C": 50, "D": 100},
    }
    assert call(people.other_clerk, f"{one}/lines", line)[0] == 403
    status, refused = call(people.clerk, f"{one}/lines", line | {"ratios": {"A": 50, "B": 20}})
    assert (status, refused["error"]["findings"][0]["rule"]) == (422, "R-RSK-02b")
    made = call(people.clerk, f"{one}/lines", line, key="l1")[1]
    assert call(people.clerk, f"{one}/lines", line, key="l1")[1] == made
    assert AnnualPlan.objects.get(pk=amended["id"]).lines.count() == before + 1
    changed = call(people.clerk, f"{one}/lines/{made['id']}", line | {"visits": 2})[1]
    assert (changed["id"], changed["visits"]) == (made["id"], 2)
    assert call(people.clerk, f"{one}/submit", {})[1]["stage"]["code"] == "submitted"
    assert call(people.other_head, f"{one}/approve", {})[0] == 403
    assert call(people.head, f"{one}/return", {"reason": "次数过多"})[1]["stage"]["code"] == "returned"
    assert len(call(people.clerk, f"{one}/lines/{made['id']}/remove", {})[1]["lines"]) == before
    assert call(people.clerk, f"{one}/discard", {})[1] == {"is_done": True}


def test_a_grade_is_entered_and_ended(people: District) -> None:
    given = {
        "enterprise_id": people.enterprise.pk,
        "credit_class": "C",
        "criteria": "安全生产分级标准 2026 版",
        "reason": "上年度两次责令改正",
        "valid_from": TODAY.isoformat(),
        "score": 61.5,
    }
    status, made = call(people.clerk, "/grades", given)
    assert (status, made["credit_class"]["code"]) == (200, "C")
    assert call(people.clerk, "/grades")[1]["count"] == 1
    assert call(people.other_clerk, "/grades")[1]["count"] == 0
    assert call(people.other_clerk, f"/grades/{made['id']}/end", {"reason": "误"})[0] == 403
    assert call(people.head, f"/grades/{made['id']}/end", {"reason": "整改完成"})[1]["valid_until"]


def test_tables_of_classes_are_saved_and_read(people: District) -> None:
    rows = {each: {"ratio": 10 * n, "visits": n, "every": None} for n, each in enumerate("ABCD", 1)}
    body = {"valid_from": TODAY.isoformat(), "document": "铜政办发〔2026〕5号", "rows": rows}
    assert call(people.head, "/class-tables", body)[0] == 403
    assert call(people.lead, "/class-tables", body)[1]["rows"]["B"]["ratio"] == 20
    assert call(people.clerk, "/class-tables")[1]["count"] == 1
    assert call(people.clerk, "/reliefs")[1] == {"count": 0, "reliefs": []}


def test_a_refused_act_leaves_its_attempt_on_the_log(people: District) -> None:
    _, made = call(people.clerk, "/specials", form(people, assessment=""))
    assert call(people.head, f"/specials/{made['id']}/submit", {})[0] == 422
    attempt = AuditEvent.objects.get(action="planning.special.submitted")
    assert attempt.outcome == "refused"
