"""The log: one row an act, in the act's own transaction, never changed by anybody."""

import re
from datetime import UTC, datetime
from string import Formatter

import pytest
from django.db import Error, connections, transaction

from jingwei.platform import audit
from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Mistake
from jingwei.platform.models import AuditEvent
from jingwei.platform.queries import list_events_of
from jingwei.platform.rules.calendar_loaded import Facts
from jingwei.platform.terms import Action
from jingwei.rulebook import Moment, Refused, ask

NOW = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)


class SampleAction(Action):
    """An act for these tests alone."""

    PICTURE_STORED = "platform.picture.stored", "上传照片", "{actor}上传照片“{name}”"


ACTION = SampleAction.PICTURE_STORED
WRITER = Actor(account_id=7, name="陆远", office="铜山区应急管理局执法人员")

CHANGES = ["UPDATE platform_auditevent SET sentence = ''", "DELETE FROM platform_auditevent"]


def written(using: str) -> AuditEvent:
    return AuditEvent.objects.using(using).create(
        at=NOW, action=ACTION, outcome="done", actor_name="陆远", sentence="陆远上传照片"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("statement", [*CHANGES, "TRUNCATE platform_auditevent"])
def test_the_application_may_only_add_to_the_log(statement: str) -> None:
    event = written("default")
    with (
        pytest.raises(Error, match="permission denied"),
        transaction.atomic(),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEvent.objects.get().sentence == event.sentence


@pytest.mark.django_db(databases=["owner"])
@pytest.mark.parametrize(
    "statement", [*CHANGES, "TRUNCATE platform_auditevent", "TRUNCATE platform_event CASCADE"]
)
def test_not_even_the_owner_of_the_table_changes_a_row(statement: str) -> None:
    written("owner")
    with (
        pytest.raises(Error, match="append-only"),
        transaction.atomic("owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE platform_auditevent DISABLE TRIGGER ALL",
        "DROP TABLE platform_auditevent",
        "SET ROLE jingwei_owner",
    ],
)
def test_the_application_cannot_open_the_log(statement: str) -> None:
    with (
        pytest.raises(Error, match=r"must be owner|permission denied"),
        transaction.atomic(),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute(statement)


@operation(ACTION, target="file_id")
def store(*, file_id: int, fault: Exception | None, words: str = "", actor: Actor, now: datetime) -> None:
    """An operation as they all are: writes, then perhaps refuses."""
    audit.record(ACTION, actor=actor, now=now, name="门牌", data={"file": file_id})
    if fault is not None:
        raise fault


@pytest.mark.django_db
def test_an_act_and_its_row_stand_together() -> None:
    store(file_id=3, fault=None, actor=WRITER, now=NOW)
    event = AuditEvent.objects.get()
    assert event.sentence == "铜山区应急管理局执法人员陆远上传照片“门牌”"
    assert (event.outcome, event.account_id, event.at) == ("done", 7, NOW)


@pytest.mark.django_db
def test_entries_written_together_are_as_if_each_had_been_recorded_alone() -> None:
    audit.record(ACTION, actor=WRITER, now=NOW, name="门牌", data={"file": 3})
    audit.record_many(
        audit.entry(ACTION, actor=WRITER, now=NOW, name=name, data={"file": 3}) for name in ("门牌", "车间")
    )
    alone, first, second = AuditEvent.objects.order_by("id").values()
    assert first | {"id": alone["id"]} == alone
    assert second["sentence"] == "铜山区应急管理局执法人员陆远上传照片“车间”"


@pytest.mark.django_db
def test_an_act_that_failed_leaves_no_row() -> None:
    with pytest.raises(RuntimeError):
        store(file_id=3, fault=RuntimeError("the disk is full"), actor=WRITER, now=NOW)
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_a_refused_attempt_is_kept_without_what_it_wrote() -> None:
    with pytest.raises(Mistake):
        store(file_id=3, fault=Mistake("照片不清楚", "重新拍", "photo"), actor=WRITER, now=NOW)
    event = list_events_of("file", 3).get()
    assert event.outcome == "refused"
    assert event.sentence == "铜山区应急管理局执法人员陆远尝试上传照片，被拒绝：照片不清楚"
    assert event.data["error"] == "照片不清楚"
    assert event.data["field"] == "photo"
    assert event.data["arguments"]["file_id"] == 3


@pytest.mark.django_db
def test_a_refusal_is_kept_with_rule_article_facts_and_verdict() -> None:
    facts = Facts(year=2027, is_loaded=False, is_demonstration_fill=False)
    judgement = ask(Moment.COUNT_DAYS, [facts], on=NOW.date())
    with pytest.raises(Refused):
        store(file_id=3, fault=Refused(judgement), actor=WRITER, now=NOW)
    (finding,) = AuditEvent.objects.get().data["findings"]
    assert finding["rule"] == "R-CAL-02"
    assert finding["verdict"] == "refuse"
    assert "放假" in "".join(finding["cites"])
    assert finding["facts"] == {"year": 2027, "is_loaded": False, "is_demonstration_fill": False}
    assert "2027" in finding["fact"]
    assert finding["remedy"]


@pytest.mark.django_db
def test_what_a_user_typed_is_kept_short_and_as_text() -> None:
    with pytest.raises(Mistake):
        store(file_id=3, fault=Mistake("不对"), words="{actor}\n%s" * 1000, actor=SYSTEM, now=NOW)
    kept = AuditEvent.objects.get().data["arguments"]["words"]
    assert kept.startswith("{actor}\n%s")
    assert len(kept) == 500


def actions() -> list[Action]:
    # The models, which are loaded by now, import the words of their areas.
    return [member for kind in Action.__subclasses__() for member in kind]


def test_every_action_has_a_code_in_the_past_tense_and_a_chinese_sentence() -> None:
    found = actions()
    assert len({each.value for each in found}) == len(found) > 20
    for each in found:
        assert re.fullmatch(r"[a-z]+\.[a-z_]+\.[a-z_]+", each.value), each.value
        assert re.search(r"[一-鿿]", each.label), each.value
        assert re.search(r"[一-鿿]", each.sentence), each.value
        assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(each.sentence))
