"""Two phones on one record: whoever saves on an older version is told of both sides, and no blank wipes out a record."""

import pytest

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import EntryInput, RecordChanged
from jingwei.inspections.terms import PointResult
from tests.inspections.calling import Caller
from tests.inspections.phoning import Phone, filled, text
from tests.inspections.test_corrections import correct, void
from tests.inspections.walking import Walk, after, log


@pytest.fixture
def task(walk: Walk) -> Inspection:
    """Under way, the record opened."""
    task = walk.approved()
    walk.enter(task)
    walk.serve(task)
    walk.start(task)
    return task


def test_a_save_on_an_older_version_is_refused_and_tells_of_both_sides(walk: Walk, task: Inspection) -> None:
    version = task.records.get().version
    walk.fill(task, findings="现场管理有序。")
    mine = {1: EntryInput(PointResult.FAILS, "标签过期"), 2: EntryInput(PointResult.CONFORMS)}
    with pytest.raises(RecordChanged) as caught:
        walk.fill(task, entries=mine, findings="二号罐区标签过期。", version=version, by=walk.people.second)
    sides = {each.label: (each.given_words, each.standing_words) for each in caught.value.differences}
    assert sides == {
        "第 1 项": ("不合格　标签过期", "合格"),
        "检查情况": ("二号罐区标签过期。", "现场管理有序。"),
    }
    record = task.records.get()
    assert (record.findings, record.entries.get(position=1).result) == ("现场管理有序。", "conforms")
    assert log(task)[-1].outcome == "refused"


def test_a_save_that_says_what_stands_is_no_conflict(walk: Walk, task: Inspection) -> None:
    version = task.records.get().version
    walk.fill(task)
    saved = walk.fill(task, version=version)
    assert saved.version == version + 1


def test_what_a_program_does_not_give_stays_as_it_was(walk: Walk, task: Inspection) -> None:
    walk.fill(task, findings="现场管理有序。")
    record = task.records.get()
    body = {"version": record.version, "entries": {"3": {"result": "fails", "note": "没有审批"}}}
    Caller(walk.people.officer).post(f"/inspections/{task.pk}/record/save", body)
    record.refresh_from_db()
    assert (record.person_name, record.findings, record.is_recusal_asked) == ("白露", "现场管理有序。", True)
    assert record.entries.get(position=1).result == "conforms"
    assert record.entries.get(position=3).note == "没有审批"


def test_a_blank_form_never_goes_over_a_full_record(walk: Walk, task: Inspection) -> None:
    walk.fill(task)
    record = task.records.get()
    phone = Phone.of(walk.people.officer)
    blank = {
        name: "" for name in filled(task) if name != "is_recusal_asked" and not name.startswith("result")
    }
    answer = phone.send("phone_save", task, **blank | {"version": str(record.version)})
    assert (answer.status_code, "交来的是一份空白笔录，平台上已填 8 项" in text(answer)) == (422, True)
    left_out = {"version": str(record.version), "note_1": ""}
    answer = phone.send("phone_save", task, **left_out)
    assert (answer.status_code, "交来的笔录不完整" in text(answer)) == (422, True)
    record.refresh_from_db()
    assert record.person_name == "白露"
    assert record.entries.filter(result="conforms").count() == 8


def test_the_phone_shows_both_sides_and_keeps_what_was_typed(walk: Walk, task: Inspection) -> None:
    mine = filled(task, fails=1) | {"findings": "二号罐区标签过期。"}
    walk.fill(task, by=walk.people.second)
    phone = Phone.of(walk.people.officer)
    answer = phone.send("phone_save", task, **mine)
    shown = text(answer)
    assert answer.status_code == 409
    for words in ("您填的：不合格　标签过期", "平台上的：合格", "二号罐区标签过期。", "改用平台上的"):
        assert words in shown
    standing = task.records.get()
    assert f'name="version" value="{standing.version}"' in shown
    assert standing.findings == "现场管理有序。"
    # Having seen both sides, the officer's stands.
    assert phone.send("phone_save", task, **mine | {"version": str(standing.version)}).status_code == 302
    assert task.records.get().findings == "二号罐区标签过期。"


def test_a_save_kept_since_before_a_correction_does_not_reach_the_new_record(
    walk: Walk, task: Inspection
) -> None:
    version = task.records.get().version
    walk.fill(task)
    walk.sign(task)
    correct(walk, task)
    with pytest.raises(RecordChanged):
        walk.fill(task, findings="早先存着的。", version=version)


def test_a_save_kept_since_before_a_voided_visit_does_not_reach_the_next_record(
    walk: Walk, task: Inspection
) -> None:
    version = task.records.get().version
    void(walk, task)
    walk.enter(task, now=after(60))
    operations.start_record(inspection_id=task.pk, actor=walk.people.officer.member, now=after(65))
    with pytest.raises(RecordChanged):
        walk.fill(task, version=version, now=after(70))
