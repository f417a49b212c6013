"""One department goes over into another in mid-year: people, cards, items and memberships move, history stays."""

from datetime import date, datetime

from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Mistake
from jingwei.registry.members import require
from jingwei.registry.models import Entrustment, Membership, Merger, Subject
from jingwei.registry.operations.access import BUREAU, locked
from jingwei.registry.operations.memberships import end_memberships_of
from jingwei.registry.operations.subjects.steps import day_of, note_step, require_status, require_text
from jingwei.registry.queries.subjects import preview_merger
from jingwei.registry.terms import PartyKind, Role, SubjectAction, SubjectStatus, SubjectStepKind


@operation(SubjectAction.MERGED, target="subject_id")
def merge_subjects(
    *,
    subject_id: int,
    successor_id: int,
    merged_on: date,
    document: str,
    actor: Actor,
    now: datetime,
) -> Merger:
    """Merge a subject into its successor as of a day: what ``preview_merger`` names goes over, the rest stays with it.

    Memberships of heads end: the successor has its own, and nobody comes to approve by a merger. Letters of entrustment
    end, because they bear the name of an organ that is no more. Caps are planning's, which hears the event
    ``registry.subject.merged``. A page or program calls ``inspections.operations.merge_departments``, which first looks
    for open tasks: the registry knows none. Raises NotAllowed for anybody but the bureau, Conflict when one of the two
    is not announced, Mistake for a merger with itself or into a body that may not entrust in its stead, without a paper,
    or on a day that is still to come.
    """
    require(actor, *BUREAU)
    document = require_text(document, "合并文号", "document")
    merged_on = day_of(merged_on, now, "合并")
    if subject_id == successor_id:
        raise Mistake("不能并入自己", "选择另一个承继主体", "successor_id")
    # Locked in the order of their ids: two mergers at once wait for each other and never in a ring.
    both = {pk: locked(Subject, pk) for pk in sorted({subject_id, successor_id})}
    absorbed, successor = both[subject_id], both[successor_id]
    for each in (absorbed, successor):
        require_status(each, SubjectStatus.ANNOUNCED, what="合并", remedy="合并的两个主体都须是已公告的")
        if each.announced_on is None or each.announced_on > merged_on:
            raise Mistake(f"{each}到 {each.announced_on} 才公告", "核对合并日期", "merged_on")
    if successor.principal_id == absorbed.pk:
        raise Mistake(f"{successor}受{absorbed}委托，不能承继委托机关", "选择另一个承继主体", "successor_id")
    if successor.kind == PartyKind.ENTRUSTED and absorbed.entrusted.exists():
        raise Mistake(
            f"{successor}是受委托组织，不得再委托，不能承继委托机关", "选择另一个承继主体", "successor_id"
        )
    moved = preview_merger(absorbed, successor, on=merged_on).as_record()
    absorbed.officers.update(subject=successor)
    absorbed.items.update(subject=successor)
    absorbed.entrusted.update(principal=successor)
    _move_memberships(absorbed, successor, merged_on)
    _end_letters(absorbed, merged_on, f"{absorbed.short_name}并入{successor.short_name}")
    absorbed.status, absorbed.revoked_on = SubjectStatus.REVOKED, merged_on
    absorbed.merged_into = successor
    absorbed.save(update_fields=["status", "revoked_on", "merged_into"])
    merger = Merger.objects.create(
        absorbed=absorbed,
        successor=successor,
        merged_on=merged_on,
        document=document,
        moved=moved,
        done_by_id=actor.account_id,
        done_at=now,
    )
    for subject, said in ((absorbed, f"并入{successor}"), (successor, f"承继{absorbed}")):
        note_step(
            subject,
            SubjectStepKind.MERGED,
            on=merged_on,
            document=document,
            opinion=said,
            actor=actor,
            now=now,
        )
    audit.record(
        SubjectAction.MERGED,
        actor=actor,
        now=now,
        target=absorbed,
        data={"moved": moved},
        subject=absorbed.name,
        successor=successor.name,
        day=merged_on,
        document=document,
    )
    events.publish(
        "registry.subject.merged",
        now=now,
        absorbed_id=absorbed.pk,
        successor_id=successor.pk,
        merged_on=merged_on.isoformat(),
    )
    return merger


def _move_memberships(absorbed: Subject, successor: Subject, on: date) -> None:
    """End what people hold for the absorbed on the day and let them hold it for the successor, heads excepted."""
    standing = Membership.objects.filter(subject=absorbed).exclude(valid_until__lte=on)
    held = set(Membership.objects.in_force(on).filter(subject=successor).values_list("account_id", "role"))
    moving = [
        each for each in standing if each.role != Role.HEAD and (each.account_id, each.role) not in held
    ]
    Membership.objects.bulk_create(
        Membership(
            account_id=each.account_id,
            role=each.role,
            subject=successor,
            valid_from=max(on, each.valid_from),
            valid_until=each.valid_until,
        )
        for each in moving
    )
    end_memberships_of(absorbed, on=on)


def _end_letters(absorbed: Subject, on: date, reason: str) -> None:
    given = Entrustment.objects.filter(principal=absorbed)
    held = Entrustment.objects.filter(agent=absorbed)
    (given | held).filter(ended_on=None, valid_to__gte=on).update(ended_on=on, end_reason=reason)
