"""Signing the record: what is signed is whole, is what was looked at, and can be printed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from jingwei.inspections.captured import require_order, time_of
from jingwei.inspections.contents import contents_now
from jingwei.inspections.documents import record_document
from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts import facts_of_unsigned_record
from jingwei.inspections.models import Record
from jingwei.inspections.operations.records import open_for_record, unsigned_record
from jingwei.inspections.steps.records import SignatureInput, put_under, sign
from jingwei.inspections.terms import InspectionAction, PointResult
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.glyphs import require_drawable
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.queries import get_numbers
from jingwei.platform.writing import AT_ONCE
from jingwei.rulebook import Moment, ask


class SignedSomethingElse(Conflict):
    """The record is not what it was when it was signed; nothing was written, and everybody signs anew."""


def require_ready_to_sign(dossier: Dossier, record: Record) -> None:
    """Ask, before anybody takes the pen, all that does not depend on the signatures; writes nothing.

    Raises Mistake for points left open and for characters that no font can draw, Refused with every reason of law.
    """
    _require_complete(record)
    require_drawable(record_document(dossier, record, with_pictures=False), field="entries")
    visit = dossier.inspection.visit
    assert visit is not None
    on = local_date(visit.entered_at)
    ask(Moment.RECORD, facts_of_unsigned_record(dossier, record, get_numbers(on)), on=on).require()


@operation(InspectionAction.RECORD_SIGNED, target="inspection_id")
def sign_record(
    *,
    inspection_id: int,
    digest: str,
    signatures: Sequence[SignatureInput],
    refusal: str = "",
    has_recording: bool = False,
    captured_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Record:
    """Sign the record: from here on it is never edited.

    ``digest``: of what the signers had before them (``Contents.digest``). Raises SignedSomethingElse when the record
    says something else by now, Refused with every reason, Mistake for points left open, and for characters that no font
    can draw: a record that cannot be printed is not signed. ``captured_at``: when it was signed, where the phone had no
    network (R-SCAN-03c).
    """
    dossier = open_for_record(inspection_id, actor)
    inspection = dossier.inspection
    record = unsigned_record(inspection)
    record.inspection = inspection
    contents = contents_now(record)
    if contents.digest != digest:
        raise SignedSomethingElse(
            "签名以后笔录又改过，所签的不是现在的内容，签名没有采用",
            "请各方核对现在的全文，重新签名",
            "digest",
        )
    _require_complete(record)
    at = time_of(Moment.RECORD, "签名", captured_at, now=now)
    require_order(("开始检查", record.started_at), ("签名", at), "signatures")
    assert inspection.visit is not None
    there = inspection.visit.presences.filter(officer__in=dossier.officers)
    present = set(there.values_list("officer_id", flat=True))
    if strangers := [each.name for each in signatures if each.officer_id and each.officer_id not in present]:
        raise Mistake(f"{strangers[0]}没有登记到场，不能签名", "由到场的执法人员签名", "signatures")
    names = {officer.pk: officer.name for officer in dossier.officers}
    signed = [each.officer_id for each in signatures if each.officer_id]
    if twice := [each for each in signed if signed.count(each) > 1]:
        raise Mistake(f"{names[twice[0]]}签了两次", "两名执法人员各签自己的名字", "signatures")
    named = [replace(each, name=names.get(each.officer_id or 0, each.name)) for each in signatures]
    put_under(record, named, digest=digest, at=at, actor=actor, now=now, out=AT_ONCE)
    record.refusal, record.has_recording = refusal, has_recording
    numbers = get_numbers(local_date(inspection.visit.entered_at))
    sign(dossier, record, digest=digest, at=at, numbers=numbers, actor=actor, now=now, out=AT_ONCE)
    require_drawable(record_document(dossier, record, with_pictures=False), field="entries")
    return record


def _require_complete(record: Record) -> None:
    """Raise Mistake for points without a result and failures without facts, all at once."""
    entries = list(record.entries.order_by("position"))
    left_open = [entry.position for entry in entries if not entry.result]
    unexplained = [
        entry.position for entry in entries if entry.result == PointResult.FAILS and not entry.note.strip()
    ]
    told, remedies = [], []
    if left_open:
        told.append(f"还有 {len(left_open)} 项没有结果：第 {_listed(left_open)} 项")
        remedies.append("逐项选择合格、不合格或未涉及")
    if unexplained:
        told.append(f"第 {_listed(unexplained)} 项不合格，没有写明情况")
        remedies.append("写明不合格的事实")
    if told:
        raise Mistake("；".join(told), "；".join(remedies), "entries")


def _listed(positions: Sequence[int]) -> str:
    return "、".join(map(str, positions[:10])) + ("等" if len(positions) > 10 else "")
