"""Papers whose text becomes final with an act are refused with it while they cannot be printed."""

from datetime import timedelta

import pytest

from jingwei.inspections import operations
from jingwei.inspections.models import AssistanceLetter, Inspection, Notice
from jingwei.platform.documents.glyphs import Undrawable
from tests.inspections.walking import APPROVED_AT, Walk, fresh
from tests.people import NOW, TODAY


@pytest.mark.parametrize("name", ["purpose", "materials", "plan"])
def test_a_request_is_mended_by_who_wrote_it(walk: Walk, name: str) -> None:
    with pytest.raises(Undrawable) as caught:
        walk.request(**{name: "台账🀄一份"})  # type: ignore[arg-type]
    assert "U+1F004" in caught.value.message
    assert not Inspection.objects.exists()


def test_an_opinion_that_cannot_be_printed_is_no_approval(walk: Walk) -> None:
    task = walk.request()
    with pytest.raises(Undrawable) as caught:
        walk.approve(task, opinion="同意\ue000", now=APPROVED_AT)
    assert "意见" in caught.value.message
    assert fresh(task).approved_at is None
    assert not Notice.objects.exists()


def test_a_letter_and_its_reply(walk: Walk) -> None:
    people = walk.people
    draft = operations.LetterDraft(
        organ="云龙区应急管理局",
        region_id=people.other_region.pk,
        place="泉山区示例企业",
        matter="请协助核对🀄台账",
        item_ids=[people.item.pk],
        officer_ids=[people.officer.roster.pk],
        first_on=TODAY + timedelta(days=3),
        valid_to=TODAY + timedelta(days=9),
    )
    with pytest.raises(Undrawable) as caught:
        operations.send_letter(letter=draft, actor=people.clerk.member, now=NOW)
    assert "请求协助的内容" in caught.value.message
    assert not AssistanceLetter.objects.exists()
    received = operations.register_letter(
        letter=operations.LetterReceived(
            number="云应急函〔2026〕1号",
            enterprise_id=people.enterprise.pk,
            organ="云龙区应急管理局",
            matter="请协助",
            sent_on=TODAY,
            first_on=TODAY,
            valid_to=TODAY + timedelta(days=9),
        ),
        actor=people.clerk.member,
        now=NOW,
    )
    with pytest.raises(Undrawable):
        operations.answer_letter(
            letter_id=received.pk, agrees=True, reply="同意\ue000", actor=people.head.member, now=NOW
        )
    received.refresh_from_db()
    assert received.reply_number == ""
