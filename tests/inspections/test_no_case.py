"""A violation was found: the case, the reason why there is none, or the clue for the supervisor (R-PRO-11)."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.inspections import operations
from jingwei.inspections.jobs import sweep_violations
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import Outcome
from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import NotAllowed
from tests.inspections.walking import TOLD_AT, Walk, after, clues, fresh, log, rejected

# Fifteen working days after the tenth of March, Qingming left out: the first is Wednesday the eleventh.
LAST_DAY = datetime(2026, 3, 31, 9, tzinfo=UTC)
TOO_LATE = datetime(2026, 4, 1, 9, tzinfo=UTC)


def found(walk: Walk) -> Inspection:
    """An inspection whose result tells of a violation."""
    task = walk.signed()
    walk.tell(task, outcome=Outcome.CLUE_OF_VIOLATION, problems="无证动火作业")
    return fresh(task)


def sweep(now: datetime) -> int:
    """The nightly look."""
    return operations.sweep_violations(actor=SYSTEM, now=now)


def test_a_violation_without_case_is_told_once_after_its_last_day(walk: Walk) -> None:
    task = found(walk)
    assert sweep(LAST_DAY) == 0
    assert sweep(TOO_LATE) == 1
    assert sweep(TOO_LATE) == 0
    assert clues() == ["R-PRO-11"]
    assert task.pk == Inspection.objects.get().pk


def test_a_reason_ends_the_question(walk: Walk) -> None:
    task, clerk = found(walk), walk.people.clerk.member
    with rejected("没有写明不予立案的理由"):
        operations.note_no_case(inspection_id=task.pk, reason=" ", actor=clerk, now=TOLD_AT)
    operations.note_no_case(inspection_id=task.pk, reason="已移送综合执法局", actor=clerk, now=after(90))
    assert "已移送综合执法局" in log(task)[-1].sentence
    assert sweep(TOO_LATE) == 0
    with rejected("已写明不予立案的理由"):
        operations.note_case(inspection_id=task.pk, case_number="1", actor=clerk, now=after(95))


def test_a_case_opened_later_takes_the_inspection_out_of_the_statistics(walk: Walk) -> None:
    task, head = found(walk), walk.people.head.member
    assert task.reportable_on is not None
    with rejected("没有填写案号"):
        operations.note_case(inspection_id=task.pk, case_number="", actor=head, now=after(90))
    operations.note_case(inspection_id=task.pk, case_number="铜应急立〔2026〕4号", actor=head, now=after(90))
    task = fresh(task)
    assert (task.ended_in_case, task.case_number, task.reportable_on) == (True, "铜应急立〔2026〕4号", None)
    assert sweep(TOO_LATE) == 0


def test_only_a_violation_is_a_question_and_only_the_own_subject_answers(walk: Walk) -> None:
    people = walk.people
    harmless = walk.signed()
    walk.tell(harmless)
    with rejected("检查结果不是“发现违法线索”"):
        operations.note_no_case(
            inspection_id=harmless.pk, reason="无", actor=people.clerk.member, now=after(90)
        )
    task = found(walk)
    for stranger in (people.other_clerk, people.officer, people.contact):
        with pytest.raises(NotAllowed):
            operations.note_no_case(inspection_id=task.pk, reason="无", actor=stranger.member, now=after(90))
    with pytest.raises(NotAllowed):
        operations.sweep_violations(actor=people.clerk.member, now=TOO_LATE)


def test_the_page_offers_both_answers(walk: Walk, client: Client) -> None:
    task = found(walk)
    walk.people.clerk.sign_in(client)
    url = reverse("inspection_detail", args=[task.pk])
    text = client.get(url).content.decode()
    assert "登记立案" in text
    assert "说明不予立案" in text
    answer = client.post(reverse("inspection_no_case", args=[task.pk]), {"no_case-reason": ""})
    assert answer.status_code == 422
    assert "须写明理由" in answer.content.decode()
    answer = client.post(
        reverse("inspection_no_case", args=[task.pk]), {"no_case-reason": "情节轻微，当场改正"}
    )
    assert answer["Location"] == url
    text = client.get(url).content.decode()
    assert "情节轻微，当场改正" in text
    assert "登记立案" not in text


def test_the_case_is_registered_on_the_page_and_by_programs(walk: Walk, client: Client) -> None:
    first, second, third = found(walk), found(walk), found(walk)
    walk.people.head.sign_in(client)
    answer = client.post(
        reverse("inspection_case", args=[first.pk]), {"case-case_number": "铜应急立〔2026〕5号"}
    )
    assert answer.status_code == 302
    assert fresh(first).case_number == "铜应急立〔2026〕5号"
    body = {"case_number": "铜应急立〔2026〕6号"}
    url = f"/api/v1/inspections/{second.pk}/case"
    assert client.post(url, body, content_type="application/json").status_code == 200
    url = f"/api/v1/inspections/{third.pk}/no-case"
    assert client.post(url, {"reason": "不属管辖"}, content_type="application/json").status_code == 200
    assert fresh(third).no_case_reason == "不属管辖"


def test_the_nightly_job_looks(walk: Walk) -> None:
    found(walk)
    sweep_violations(timestamp=0)
    assert clues() == ["R-PRO-11"]
