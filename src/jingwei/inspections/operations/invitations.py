"""Invited and offered check-ups (邀约式检查, R-JNT-04): asking, offering, and the other side's answer."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.inspections.models import Inspection, Invitation
from jingwei.inspections.steps import invitations as steps
from jingwei.inspections.terms import InvitationAction, InvitationState, InvitedBy
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.writing import AT_ONCE
from jingwei.registry.members import Member, require
from jingwei.registry.models import Item, Site, Subject
from jingwei.registry.terms import ItemStatus, Role

MOST_OPEN = 20  # of one side with one other: more is no invitation any more


@operation(InvitationAction.INVITED)
def invite(
    *,
    site_id: int,
    subject_id: int,
    matter: str,
    item_ids: Sequence[int] = (),
    preferred: str = "",
    actor: Actor,
    now: datetime,
) -> Invitation:
    """Ask a subject, as an enterprise's contact, to come and look at something.

    Raises NotAllowed for another enterprise's site, Mistake for a subject that may not inspect, items that are not
    its own or not published, or when nothing is said.
    """
    member = require(actor, Role.ENTERPRISE_CONTACT)
    site = _site(site_id)
    if site.enterprise_id != member.enterprise_id:
        raise NotAllowed("这不是本企业的场所", "从企业端选择本企业的场所")
    subject = Subject.objects.in_force(local_date(now)).filter(pk=subject_id).first()
    if subject is None:
        raise Mistake("没有选择可以检查的单位", "从已公告的检查主体中选择", "subject_id")
    return _make(InvitedBy.ENTERPRISE, subject, site, matter, item_ids, preferred, member, now)


@operation(InvitationAction.OFFERED)
def offer_check_up(
    *,
    site_id: int,
    matter: str,
    item_ids: Sequence[int] = (),
    preferred: str = "",
    actor: Actor,
    now: datetime,
) -> Invitation:
    """Offer an enterprise, as a subject's clerk, to look at something; it may accept or not.

    Raises Mistake for items that are not the subject's or not published, or when nothing is said.
    """
    member = require(actor, Role.CLERK)
    subject = Subject.objects.in_force(local_date(now)).filter(pk=member.subject_id or 0).first()
    if subject is None:
        raise NotAllowed("只有已公告的检查主体可以提供检查", "由本单位经办人办理")
    site = _site(site_id)
    return _make(InvitedBy.SUBJECT, subject, site, matter, item_ids, preferred, member, now)


@operation(InvitationAction.ACCEPTED, target="invitation_id")
def accept_invitation(*, invitation_id: int, answer: str = "", actor: Actor, now: datetime) -> Invitation:
    """Accept what the other side invites to or offers."""
    return _answer(invitation_id, InvitationState.ACCEPTED, answer, actor, now)


@operation(InvitationAction.DECLINED, target="invitation_id")
def decline_invitation(*, invitation_id: int, reason: str, actor: Actor, now: datetime) -> Invitation:
    """Decline, with a reason: an invitation is a wish and an offer no duty."""
    if not reason.strip():
        raise Mistake("没有写明理由", "写明谢绝的理由，对方会看到", "reason")
    return _answer(invitation_id, InvitationState.DECLINED, reason, actor, now)


@operation(InvitationAction.TAKEN_BACK, target="invitation_id")
def take_back_invitation(*, invitation_id: int, actor: Actor, now: datetime) -> Invitation:
    """Take back what was asked or offered, as long as no inspection came of it."""
    found = _locked(invitation_id)
    _require_side(found, actor, is_maker=True)
    if found.state not in {InvitationState.OPEN, InvitationState.ACCEPTED}:
        raise Conflict(f"{found.number} {InvitationState(found.state).label}，不能撤回")
    if task := Inspection.objects.current().filter(invitation=found).first():
        raise Conflict(f"{found.number} 已申请检查 {task.number}", "先由检查单位撤回检查申请")
    found.state = InvitationState.TAKEN_BACK
    found.save(update_fields=["state"])
    audit.record(InvitationAction.TAKEN_BACK, actor=actor, now=now, target=found, number=found.number)
    return found


def mark_invitation(inspection: Inspection, *, is_used: bool) -> None:
    """Note that an inspection was approved that came of an invitation, or that it was withdrawn again.

    Called inside the transaction of the act.
    """
    if inspection.invitation_id is None:
        return
    before, after = InvitationState.ACCEPTED, InvitationState.USED
    if not is_used:
        before, after = after, before
    Invitation.objects.filter(pk=inspection.invitation_id, state=before).update(state=after)


def _site(site_id: int) -> Site:
    site = Site.objects.select_related("enterprise").filter(pk=site_id).first()
    if site is None:
        raise Mistake("没有选择企业的场所", "查找企业后选择场所", "site_id")
    return site


def _make(
    by: InvitedBy,
    subject: Subject,
    site: Site,
    matter: str,
    item_ids: Sequence[int],
    preferred: str,
    member: Member,
    now: datetime,
) -> Invitation:
    if not matter.strip():
        raise Mistake("没有写明想查什么", "写明希望检查或者指导的事项", "matter")
    items = _items(subject, item_ids, local_date(now))
    waiting = Invitation.objects.filter(by=by, subject=subject, site=site, state=InvitationState.OPEN)
    if waiting.count() >= MOST_OPEN:
        raise Conflict(f"已有 {MOST_OPEN} 份邀约没有答复", "等对方答复，或撤回不再需要的")
    made = Invitation(by=by, subject=subject, site=site, matter=matter.strip(), preferred=preferred.strip())
    return steps.make(made, items, member=member, now=now, out=AT_ONCE)


def _items(subject: Subject, item_ids: Sequence[int], on: date) -> list[Item]:
    """Return the subject's items of these ids. Raises Mistake for one that is another's or not published."""
    wanted = set(item_ids)
    found = list(Item.objects.prefetch_related("bases", "versions").filter(pk__in=wanted, subject=subject))
    if len(found) < len(wanted):
        raise Mistake(f"选择的事项不是{subject.name}的", "从该单位公布的事项中选择，或不选", "item_ids")
    if unusable := [item for item in found if item.status_on(on) is not ItemStatus.PUBLISHED]:
        raise Mistake(f"事项“{unusable[0].name}”没有公布", "从该单位公布的事项中选择，或不选", "item_ids")
    return found


def _answer(
    invitation_id: int, state: InvitationState, words: str, actor: Actor, now: datetime
) -> Invitation:
    found = _locked(invitation_id)
    member = _require_side(found, actor, is_maker=False)
    if found.state != InvitationState.OPEN:
        raise Conflict(f"{found.number} {InvitationState(found.state).label}，不能再答复")
    steps.answer(found, state, words, member=member, now=now, out=AT_ONCE)
    return found


def _locked(invitation_id: int) -> Invitation:
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("subject", "site__enterprise")
        .filter(pk=invitation_id)
        .first()
    )
    if found is None:
        raise Mistake("没有这份邀约", "从邀约列表重新打开")
    return found


def _require_side(found: Invitation, actor: Actor, *, is_maker: bool) -> Member:
    """Return the actor as a member of the side that made the invitation, or of the other."""
    if (found.by == InvitedBy.ENTERPRISE) is is_maker:
        return require(actor, Role.ENTERPRISE_CONTACT, enterprise_id=found.site.enterprise_id)
    return require(actor, Role.CLERK, Role.HEAD, subject_id=found.subject_id)
