"""Does again, through the operations, what the demonstration wrote in bulk."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from jingwei.demonstration import records, steps
from jingwei.demonstration.acting import acting_for, contact_of
from jingwei.demonstration.chains import ACCEPTED, PREFERRED, VOID_REASON, Chain
from jingwei.demonstration.records import PHOTO
from jingwei.demonstration.scanned import steps_of
from jingwei.inspections import operations
from jingwei.inspections.contents import contents_now
from jingwei.inspections.models import Inspection, Record
from jingwei.inspections.queries import rating_token
from jingwei.platform.actors import NOBODY, SYSTEM
from jingwei.platform.models import Numbering
from jingwei.platform.numbering import number_parts
from jingwei.registry import codes
from jingwei.registry.members import Member
from jingwei.registry.models import Membership, SiteCode
from jingwei.registry.queries import member_of
from jingwei.registry.terms import Role

Step = Callable[["Replay", datetime], None]


@dataclass
class Replay:
    """One inspection done again. ``numbers``: those it was given the first time, in the order of its papers."""

    chain: Chain
    numbers: dict[str, str]  # invitation, request, notice, result
    lead: "Replay | None" = None
    pk: int = 0
    invitation: int | None = None
    officer: Member = field(init=False)

    def __post_init__(self) -> None:
        """Find the officer who acts."""
        officer = self.chain.act.officers[0]
        membership = Membership.objects.select_related("account__officer", "subject", "enterprise").get(
            account__officer=officer, role=Role.OFFICER
        )
        self.officer = member_of(membership)

    @property
    def subject(self) -> str:
        """Whose inspection it is."""
        return self.chain.act.subject.short_name

    @property
    def acting(self) -> dict[str, Any]:
        """Which inspection, and the officer who acts on it."""
        return {"inspection_id": self.pk, "actor": self.officer}

    def give(self, paper: str) -> None:
        """Let the next number of a series be the one that the paper had."""
        parts = number_parts(self.numbers[paper])
        assert parts is not None
        series, year, number = parts
        Numbering.objects.update_or_create(series=series, year=year, defaults={"last": number - 1})


def replay(replays: list[Replay], *, until: datetime) -> None:
    """Take all steps of all inspections in the order of time, as they were taken the first time."""
    plan = [
        (at, n, step, each)
        for each in replays
        for n, (at, step) in enumerate(steps_of(each.chain))
        if at < until
    ]
    for at, _, step, each in sorted(plan, key=lambda row: (row[0], replays.index(row[3]), row[1])):
        OPERATIONS[step](each, at)


def _invite(each: Replay, now: datetime) -> None:
    each.give("invitation")
    act = each.chain.act
    membership = Membership.objects.select_related("account__officer", "subject", "enterprise").get(
        enterprise=act.site.enterprise, role=Role.ENTERPRISE_CONTACT
    )
    each.invitation = operations.invite(
        site_id=act.site.pk,
        subject_id=act.subject.pk,
        matter=each.chain.matter,
        item_ids=[item.pk for item in act.items],
        preferred=PREFERRED,
        actor=member_of(membership),
        now=now,
    ).pk


def _accept(each: Replay, now: datetime) -> None:
    assert each.invitation is not None
    operations.accept_invitation(
        invitation_id=each.invitation,
        answer=ACCEPTED,
        actor=acting_for(each.subject, Role.CLERK),
        now=now,
    )


def _request(each: Replay, now: datetime) -> None:
    each.give("request")
    request = replace(
        each.chain.request,
        joint_with_id=each.lead.pk if each.lead else None,
        invitation_id=each.invitation,
    )
    each.pk = operations.request_inspection(
        request=request, actor=acting_for(each.subject, Role.CLERK), now=now
    ).pk


def _approve(each: Replay, now: datetime) -> None:
    each.give("notice")
    head = acting_for(each.subject, Role.HEAD)
    operations.approve_inspection(inspection_id=each.pk, opinion="同意。", actor=head, now=now)


def _enter(each: Replay, now: datetime) -> None:
    code = codes.write(SiteCode.objects.get(site=each.chain.act.site, ended_at=None).token)
    operations.enter_visit(**each.acting, code=code, position=each.chain.position, now=now)


def _void(each: Replay, now: datetime) -> None:
    head = acting_for(each.subject, Role.HEAD)
    operations.void_visit(inspection_id=each.pk, reason=VOID_REASON, actor=head, now=now)


def _serve(each: Replay, now: datetime) -> None:
    operations.serve_notice(**each.acting, received_by=each.chain.person[0], now=now)


def _start(each: Replay, now: datetime) -> None:
    operations.start_record(**each.acting, certificate_shown_at=each.chain.after(2), now=now)


def _save(each: Replay, now: datetime) -> None:
    chain = each.chain
    operations.save_record(
        **each.acting,
        version=_record(each).version,
        entries=chain.entries,
        person_name=chain.person[0],
        person_post=chain.person[1],
        is_recusal_asked=True,
        statement=chain.statement,
        findings=chain.findings,
        now=now,
    )


def _photo(each: Replay, now: datetime) -> None:
    chain = each.chain
    operations.add_photo(**each.acting, content=chain.photo, name=PHOTO, position=chain.failed, now=now)


def _sign(each: Replay, now: datetime) -> None:
    digest = contents_now(_record(each)).digest
    operations.sign_record(**each.acting, digest=digest, signatures=each.chain.signatures, now=now)


def _record(each: Replay) -> Record:
    return Record.objects.select_related("inspection__visit").get(inspection=each.pk, voided_at=None)


def _leave(each: Replay, now: datetime) -> None:
    operations.leave_visit(**each.acting, now=now)


def _tell(each: Replay, now: datetime) -> None:
    chain, act = each.chain, each.chain.act
    each.give("result")
    operations.tell_result(
        **each.acting,
        outcome=act.outcome,
        problems=chain.problem,
        demand=chain.demand,
        correct_by=chain.correct_by,
        guidance=chain.guidance,
        is_told_on_the_spot=not act.ended_in_case,
        ended_in_case=act.ended_in_case,
        case_number=chain.case_number,
        now=now,
    )


def _publish(each: Replay, now: datetime) -> None:
    operations.publish_results(actor=SYSTEM, now=now)


def _rate(each: Replay, now: datetime) -> None:
    visit = Inspection.objects.select_related("visit").get(pk=each.pk).visit
    assert visit is not None
    operations.rate_visit(
        rater=contact_of(visit.enterprise_id),
        token=rating_token(visit),
        stars=each.chain.stars,
        actor=NOBODY,
        now=now,
    )


OPERATIONS: dict[Any, Step] = {
    steps.invite: _invite,
    steps.accept_invitation: _accept,
    steps.request_inspection: _request,
    steps.approve_inspection: _approve,
    steps.enter_visit: _enter,
    steps.void_visit: _void,
    steps.serve_notice: _serve,
    records.start_record: _start,
    records.save_record: _save,
    records.add_photo: _photo,
    records.sign_record: _sign,
    steps.leave_visit: _leave,
    records.tell_result: _tell,
    records.publish_result: _publish,
    records.rate_visit: _rate,
}
