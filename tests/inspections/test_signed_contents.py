"""What is signed: whole on the page, the same when it is sent, complete before anybody takes the pen, printable after."""

from collections.abc import Callable

import pytest

from jingwei.inspections import operations
from jingwei.inspections.contents import contents_now
from jingwei.inspections.documents import record_document
from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import EntryInput, SignedSomethingElse
from jingwei.inspections.terms import PointResult
from jingwei.platform.documents.glyphs import Undrawable
from jingwei.platform.documents.model import Paragraph
from jingwei.platform.documents.pdf import render_pdf
from tests.inspections.phoning import Phone, filled, photo, text
from tests.inspections.walking import Walk, after, fresh, log, picture, rejected


@pytest.fixture
def task(walk: Walk) -> Inspection:
    """Filled in, not yet signed."""
    task = walk.approved()
    walk.enter(task)
    walk.serve(task)
    walk.start(task)
    walk.fill(task, findings="现场管理有序。", statement="情况属实。")
    return task


def digest_of(task: Inspection) -> str:
    return contents_now(task.records.get(voided_at=None)).digest


Change = Callable[[Walk, Inspection], object]


def _one_result(walk: Walk, task: Inspection) -> object:
    return walk.fill(
        task, entries={1: EntryInput(PointResult.FAILS, "过期")}, findings=None, by=walk.people.second
    )


def _the_findings(walk: Walk, task: Inspection) -> object:
    return walk.fill(task, findings="二号罐区标签过期。", by=walk.people.second)


def _the_statement(walk: Walk, task: Inspection) -> object:
    return walk.fill(task, statement="不认可。", by=walk.people.second)


def _a_photo(walk: Walk, task: Inspection) -> object:
    return operations.add_photo(
        inspection_id=task.pk,
        content=picture("red"),
        name="现场.png",
        actor=walk.people.second.member,
        now=after(40),
    )


@pytest.mark.parametrize("change", [_one_result, _the_findings, _the_statement, _a_photo])
def test_signatures_drawn_before_a_change_are_not_taken_after_it(
    walk: Walk, task: Inspection, change: Change
) -> None:
    signed_then = digest_of(task)
    change(walk, task)
    with pytest.raises(SignedSomethingElse):
        walk.sign(task, digest=signed_then)
    record = task.records.get()
    assert record.signed_at is None
    assert not record.signatures.exists()
    assert log(task)[-1].outcome == "refused"
    walk.sign(task)
    assert {each.digest for each in record.signatures.all()} == {digest_of(task)}
    assert digest_of(task) != signed_then


def test_the_digest_stands_on_the_record_the_log_and_the_paper(walk: Walk, task: Inspection) -> None:
    walk.sign(task)
    record = task.records.select_related("inspection").get()
    digest = contents_now(record).digest
    assert log(task)[-1].data["digest"] == digest
    paper = record_document(open_dossier(task.pk), record)
    said = [block.text for block in paper.blocks if isinstance(block, Paragraph)]
    assert any(digest in each for each in said)


def test_the_phone_shows_the_record_whole_before_it_is_signed(walk: Walk, task: Inspection) -> None:
    walk.fill(
        task,
        entries={2: EntryInput(PointResult.FAILS, "台账缺三月份")},
        findings="东车间两处未整改。",
        statement="已安排人员整改。",
    )
    phone = Phone.of(walk.people.officer)
    phone.send("phone_photo", task, photo=photo(), position="2")
    shown = text(phone.see("phone_sign", task))
    record = task.records.get()
    for entry in record.entries.all():
        assert entry.text in shown
    for words in (
        "台账缺三月份",
        "东车间两处未整改。",
        "已安排人员整改。",
        "白露",
        "安全总监",
        "现场照片，第 2 项",
    ):
        assert words in shown
    assert "执法证号" in shown
    assert digest_of(task) in shown


def test_a_change_meanwhile_shows_the_new_text_and_asks_for_new_signatures(
    walk: Walk, task: Inspection
) -> None:
    signed_then = digest_of(task)
    walk.fill(task, findings="东车间两处未整改。", by=walk.people.second)
    people = walk.people
    answer = Phone.of(people.officer).sign(task, people.officer, people.second, digest=signed_then)
    shown = text(answer)
    assert answer.status_code == 409
    assert "签名以后笔录又改过" in shown
    assert "东车间两处未整改。" in shown
    assert f'value="{digest_of(task)}"' in shown
    assert signed_then not in shown


def test_nobody_signs_before_all_is_filled_in(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    walk.start(task)  # The notice was not served.
    walk.fill(task, entries={1: EntryInput(PointResult.FAILS)})
    phone = Phone.of(walk.people.officer)
    shown = text(phone.see("phone_sign", task))
    assert "还有 7 项没有结果" in shown
    assert "第 1 项不合格，没有写明情况" in shown
    assert "data-signature" not in shown
    assert "签署笔录</button>" not in shown
    phone.send("phone_save", task, **filled(task))
    shown = text(phone.see("phone_sign", task))
    assert "R-PRO-03" in shown
    assert "data-signature" not in shown
    walk.serve(task)
    assert "data-signature" in text(phone.see("phone_sign", task))


def test_a_signed_record_offers_no_pads(walk: Walk, task: Inspection) -> None:
    walk.sign(task)
    phone = Phone.of(walk.people.officer)
    assert phone.see("phone_sign", task).status_code == 302
    assert f"sign-{task.records.get().pk}:" in text(phone.see("phone_task", task))


@pytest.mark.parametrize("character", ["🀄", "\ue000"])
def test_a_record_that_cannot_be_printed_is_not_signed(walk: Walk, task: Inspection, character: str) -> None:
    walk.fill(task, entries={3: EntryInput(PointResult.FAILS, f"门牌{character}不清")})
    said = f"U+{ord(character):04X}"
    with pytest.raises(Undrawable) as caught:
        walk.sign(task)
    assert said in caught.value.message
    assert "逐项检查结果第 3 行情况说明" in caught.value.message
    assert task.records.get().signed_at is None
    shown = text(Phone.of(walk.people.officer).see("phone_sign", task))
    assert said in shown
    assert "data-signature" not in shown
    walk.fill(task, entries={3: EntryInput(PointResult.FAILS, "门牌不清")})
    walk.sign(task)
    record = fresh(task).records.get()
    assert render_pdf(record_document(open_dossier(task.pk), record)).startswith(b"%PDF")


def test_the_name_under_a_signature_can_be_printed_too(walk: Walk, task: Inspection) -> None:
    from jingwei.inspections.operations import SignatureInput
    from jingwei.inspections.terms import SignerKind

    odd = SignatureInput(SignerKind.ENTERPRISE, "白\ue001露", picture("black"))
    with rejected("U+E001"):
        walk.sign(task, signatures=[*walk.signatures()[:2], odd])
    assert not task.records.get().signatures.exists()
