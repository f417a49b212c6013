"""Deciding on a special inspection: submitted, approved or returned, ordered from above, reported on."""

from datetime import date, datetime

from jingwei.planning.documents.special import special_document
from jingwei.planning.facts import special as facts
from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations.special_drafts import WRITERS, locked_special
from jingwei.planning.queries.special import find_late_report, list_late_reports
from jingwei.planning.terms import ApproverLevel, SpecialAction, SpecialOrigin, SpecialStage
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.glyphs import require_drawable
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.queries import get_numbers
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.terms import Role
from jingwei.rulebook import Judgement, Moment, ask

QUOTA = "R-SPC-03"


@operation(SpecialAction.SUBMITTED, target="special_id", kind="specialplan")
def submit_special(*, special_id: int, actor: Actor, now: datetime) -> SpecialPlan:
    """Submit a special inspection to the government or the superior, as head of the subject that leads it.

    Raises Refused when it is not bounded or assessed (R-SPC-04a), lacks a partner (R-SPC-05) or orders a general
    shutdown (R-SPC-06), Conflict for one that was ordered from above: the head registers that with ``register_order``.
    """
    special = locked_special(special_id, SpecialStage.DRAFT, SpecialStage.RETURNED, what="报批")
    access_registry(actor, Role.HEAD, subject_id=special.subject_id)
    if special.origin == SpecialOrigin.SUPERIOR:
        raise Conflict("上级部署的专项检查不另报批", "由主体负责人登记部署文号后实施")
    judgement = judge_submission(special, on=local_date(now))
    judgement.require()
    special.stage, special.submitted_at = SpecialStage.SUBMITTED, now
    special.save(update_fields=["stage", "submitted_at"])
    require_drawable(special_document(special, on=local_date(now), is_demonstration=False))
    audit.record(
        SpecialAction.SUBMITTED,
        actor=actor,
        now=now,
        target=special,
        judgement=judgement,
        special=special.name,
    )
    return special


@operation(SpecialAction.APPROVED, target="special_id", kind="specialplan")
def approve_special(
    *,
    special_id: int,
    approver: ApproverLevel,
    number: str,
    approved_on: date | None = None,
    opinion: str = "",
    override_reason: str = "",
    actor: Actor,
    now: datetime,
) -> SpecialPlan:
    """Enter the approval of a special inspection, for the district's government or from the superior's paper.

    ``override_reason`` sets the yearly quota aside, which becomes a clue. Raises NotAllowed for anybody but the
    government's confirmer, Refused for an approval that is not enough or too late (R-SPC-01), a shutdown without it
    (R-SPC-06), and beyond the quota without a reason (R-SPC-03); Mistake for a day to come or before the assessment.
    """
    access_registry(actor, Role.GOVERNMENT_CONFIRMER)
    _queue_up(special_id)
    special = locked_special(special_id, SpecialStage.SUBMITTED, what="批准")
    on = _day_of(approved_on, now, "批准", "approved_on")
    if special.assessed_on and on < special.assessed_on:
        raise Mistake(
            f"批准日期 {on} 早于必要性评估的 {special.assessed_on}", "核对批准文件的日期", "approved_on"
        )
    judgement = judge_approval(special, approver=approver, number=number, approved_on=on, now=now)
    judgement.require(overridden=[QUOTA] if override_reason.strip() else ())
    _decide(special, actor, now)
    special.approver, special.approval_number, special.approved_on = approver, number.strip(), on
    special.opinion = opinion.strip()
    special.override_reason = override_reason.strip() if judgement.refusals else ""
    special.save()
    set_aside = [finding.rule.code for finding in judgement.refusals]
    audit.record(
        SpecialAction.APPROVED,
        actor=actor,
        now=now,
        target=special,
        judgement=judgement,
        data={"overridden": set_aside, "override_reason": special.override_reason},
        special=special.name,
        document=special.approval_number,
    )
    _tell(special, judgement, now=now)
    return special


@operation(SpecialAction.RETURNED, target="special_id", kind="specialplan")
def return_special(*, special_id: int, reason: str, actor: Actor, now: datetime) -> SpecialPlan:
    """Return a special inspection to its subject with a reason, for the district's government.

    Raises NotAllowed for anybody but its confirmer, Conflict unless it waits for the approval, Mistake without a reason.
    """
    access_registry(actor, Role.GOVERNMENT_CONFIRMER)
    special = locked_special(special_id, SpecialStage.SUBMITTED, what="退回")
    if not reason.strip():
        raise Mistake("退回须写明理由", "填写退回理由", "reason")
    special.stage, special.opinion = SpecialStage.RETURNED, reason.strip()
    special.decided_by_id, special.decided_at = actor.account_id, now
    special.save(update_fields=["stage", "opinion", "decided_by", "decided_at"])
    audit.record(
        SpecialAction.RETURNED,
        actor=actor,
        now=now,
        target=special,
        special=special.name,
        reason=reason.strip(),
    )
    return special


@operation(SpecialAction.ORDERED, target="special_id", kind="specialplan")
def register_order(*, special_id: int, actor: Actor, now: datetime) -> SpecialPlan:
    """Register a special inspection that was ordered from above: no approval of the own level is needed.

    Raises NotAllowed for anybody but the head of its subject, Conflict for one decided here, Refused without the number
    of the order (R-SPC-08a) or without its bounds (R-SPC-04a).
    """
    special = locked_special(special_id, SpecialStage.DRAFT, SpecialStage.RETURNED, what="登记")
    access_registry(actor, Role.HEAD, subject_id=special.subject_id)
    if special.origin != SpecialOrigin.SUPERIOR:
        raise Conflict("本级决定的专项检查须经批准，不能直接登记", "报区政府或垂直管理的上一级机关批准")
    judgement = judge_submission(special, on=local_date(now))
    judgement.require()
    _decide(special, actor, now)
    special.submitted_at = now
    special.save()
    audit.record(
        SpecialAction.ORDERED,
        actor=actor,
        now=now,
        target=special,
        judgement=judgement,
        special=special.name,
        document=special.order_number,
    )
    _tell(special, judgement, now=now)
    return special


@operation(SpecialAction.REPORTED, target="special_id", kind="specialplan")
def report_special(
    *, special_id: int, report: str, reported_on: date | None = None, actor: Actor, now: datetime
) -> SpecialPlan:
    """Report to the bureau how a special inspection went, once its term has ended; it is then closed.

    Raises NotAllowed for anybody but its subject's clerk or head, Mistake without words or for a day before the end,
    Conflict when it was reported already. A late report is taken and flagged (R-SPC-08b).
    """
    special = locked_special(special_id, SpecialStage.APPROVED, SpecialStage.ENDED, what="报告")
    access_registry(actor, *WRITERS, subject_id=special.subject_id)
    if special.reported_on is not None:
        raise Conflict(f"“{special}”已于 {special.reported_on} 报告", "打开详情查看")
    if not report.strip():
        raise Mistake("没有填写实施情况", "写明检查户数、发现的问题和处理结果", "report")
    on = _day_of(reported_on, now, "报告", "reported_on")
    if special.last_on is not None and on < special.last_on:
        raise Mistake(
            f"“{special}”到 {special.last_on} 才结束，不能在 {on} 报告", "期满后报告", "reported_on"
        )
    special.report, special.reported_on, special.stage = report.strip(), on, SpecialStage.ENDED
    special.save(update_fields=["report", "reported_on", "stage"])
    late = find_late_report(special, as_of=on)
    audit.record(
        SpecialAction.REPORTED,
        actor=actor,
        now=now,
        target=special,
        data={"late": late.verdict.fact} if late else {},
        special=special.name,
    )
    return special


@operation(SpecialAction.SWEPT)
def sweep_specials(*, actor: Actor, now: datetime) -> int:
    """Close what has run its term, and look which of those ordered from above is late with its report (R-SPC-08b).

    Returns how many are late; the flag itself stands on the list and on the page. Twice a day does nothing more.
    Raises NotAllowed for anybody but the system and the bureau.
    """
    access_registry(actor, *BUREAU)
    today = local_date(now)
    over = SpecialPlan.objects.filter(stage=SpecialStage.APPROVED, last_on__lt=today)
    closed = over.update(stage=SpecialStage.ENDED)
    late = [each.pk for each in list_late_reports(today=today)]
    audit.record(SpecialAction.SWEPT, actor=actor, now=now, data={"late": late}, count=closed, late=len(late))
    return len(late)


def judge_submission(special: SpecialPlan, *, on: date) -> Judgement:
    """Return what the rules say to submitting or registering the plan on the day; writes nothing."""
    return ask(Moment.PLAN, [*facts.facts_of_plan(special, on=on), facts.shutdown_facts(special)], on=on)


def judge_approval(
    special: SpecialPlan, *, approver: ApproverLevel | None, number: str, approved_on: date, now: datetime
) -> Judgement:
    """Return what the rules say to approving the plan; writes nothing."""
    numbers = get_numbers(max(special.first_on or local_date(now), facts.NUMBERED_SINCE))
    asked = [
        facts.approval_facts(special, approver=approver, number=number, approved_on=approved_on),
        facts.quota_facts(special, numbers=numbers),
        facts.shutdown_facts(special, is_decided=True, approver=approver),
    ]
    return ask(Moment.PLAN, asked, on=local_date(now))


def _queue_up(special_id: int) -> None:
    """Lock all of the same subject's, in one order: two approvals cannot both be the last that the quota allows."""
    mine = SpecialPlan.objects.filter(pk=special_id).values("subject")
    list(SpecialPlan.objects.select_for_update().filter(subject__in=mine).order_by("id"))


def _decide(special: SpecialPlan, actor: Actor, now: datetime) -> None:
    special.stage = SpecialStage.APPROVED
    special.decided_by_id, special.decided_at = actor.account_id, now


def _tell(special: SpecialPlan, judgement: Judgement, *, now: datetime) -> None:
    """Tell the supervisor of what was found and of what was set aside."""
    events.raise_findings("planning", judgement, now=now, act="specialplan", act_id=special.pk)
    for finding in judgement.refusals:
        events.raise_finding("planning", finding, now=now, act="specialplan", act_id=special.pk)


def _day_of(on: date | None, now: datetime, what: str, field: str) -> date:
    today = local_date(now)
    if on is not None and on > today:
        raise Mistake(f"{what}日期 {on} 还没有到", f"填写 {today} 或以前的日期", field)
    return on or today
