"""Grants and ends memberships: which account may act as what, for whom, and who decides for a head by writ."""

from datetime import date, datetime

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import Account
from jingwei.registry.models import Enterprise, Membership, Officer, Subject
from jingwei.registry.models.memberships import ADMINISTRATORS
from jingwei.registry.operations.access import access_registry, locked, require_standing
from jingwei.registry.rules import legal_reviewer
from jingwei.registry.terms import OF_A_SUBJECT, MembershipAction, Role
from jingwei.rulebook import Judgement, Moment, ask


@operation(MembershipAction.GRANTED, target="account_id")
def grant_membership(
    *,
    account_id: int,
    role: Role,
    subject: Subject | None = None,
    enterprise: Enterprise | None = None,
    authorisation: str = "",
    valid_from: date,
    valid_until: date | None = None,
    actor: Actor,
    now: datetime,
) -> Membership:
    """Let an account act in a role. ``authorisation`` is the number of the writ that makes it the head's deputy.

    Raises NotAllowed for anybody but the security administrator; Mistake for a grant to oneself, when role and
    organisation do not fit or the subject is revoked, for a term without a day, when an administrator would hold anything else on any day of it,
    or when it is held already; Refused for a legal reviewer whose row on the roster shows no legal qualification
    (R-OFF-14a).
    """
    access_registry(actor, Role.SECURITY_ADMINISTRATOR)
    account = locked(Account, account_id)
    _check_organisation(role, subject, enterprise)
    if subject is not None:
        require_standing(subject, on=max(valid_from, local_date(now)), field="subject")
    if authorisation and role is not Role.HEAD:
        raise Mistake(
            "只有主体负责人可以书面授权他人代行", "去掉授权文号，或把角色改为主体负责人", "authorisation"
        )
    if account.pk == actor.account_id:
        raise Mistake("不能给自己授权", "请另一名安全管理员办理", "account_id")
    if valid_until is not None and valid_until <= valid_from:
        raise Mistake(f"自 {valid_from} 起、至 {valid_until} 前，没有一天有效", "核对起止日期", "valid_until")
    held = _held_within(account, valid_from, valid_until)
    if held and (role.is_administrator or any(Role(each.role).is_administrator for each in held)):
        raise Mistake("系统、安全、审计管理员不得兼任其他任何角色", "换一个账号", "role")
    if any(
        (each.role, each.subject_id, each.enterprise_id)
        == (role, subject and subject.pk, enterprise and enterprise.pk)
        for each in held
    ):
        raise Mistake(f"{account}已经是{role.label}", "无须重复授予", "role")
    if role.is_administrator and account.memberships.filter(role__in=ADMINISTRATORS).exists():
        raise Mistake(f"{account}的这个账号当过三员，不能再任", "另建一个账号，再授予", "account_id")
    judgement = _judge_reviewer(account, now) if role is Role.LEGAL_REVIEWER else None
    membership = Membership.objects.create(
        account=account,
        role=role,
        subject=subject,
        enterprise=enterprise,
        is_deputy=bool(authorisation),
        authorisation=authorisation,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    audit.record(
        MembershipAction.GRANTED,
        actor=actor,
        now=now,
        target=membership,
        judgement=judgement,
        account=account.name,
        role=role.label,
        organisation=_organisation(membership),
    )
    return membership


@operation(MembershipAction.DEPUTISED, target="account_id")
def authorise_deputy(
    *,
    account_id: int,
    subject_id: int,
    authorisation: str,
    valid_from: date,
    valid_until: date,
    actor: Actor,
    now: datetime,
) -> Membership:
    """Let an account decide for the head of a subject by written authorisation, for a term (R-PRO-01).

    ``authorisation`` is the number of the writ, ``valid_until`` the first day on which it no longer holds. Raises
    NotAllowed for anybody but the security administrator; Mistake without a number, for a term that ends before it
    begins or has ended, and whatever ``grant_membership`` would not grant.
    """
    access_registry(actor, Role.SECURITY_ADMINISTRATOR)
    if not authorisation.strip():
        raise Mistake("没有填写授权文号", "受权代行须有书面授权，填写授权书的文号", "authorisation")
    if valid_until <= max(valid_from, local_date(now)):
        raise Mistake(f"授权至 {valid_until} 前，没有可以代行的日子", "核对授权期限", "valid_until")
    membership = grant_membership(
        account_id=account_id,
        role=Role.HEAD,
        subject=locked(Subject, subject_id),
        authorisation=authorisation,
        valid_from=valid_from,
        valid_until=valid_until,
        actor=actor,
        now=now,
    )
    audit.record(
        MembershipAction.DEPUTISED,
        actor=actor,
        now=now,
        target=membership,
        account=membership.account.name,
        organisation=_organisation(membership),
        authorisation=authorisation,
        day=valid_from,
        until=valid_until,
    )
    return membership


@operation(MembershipAction.REVOKED, target="membership_id")
def revoke_membership(
    *, membership_id: int, ends_on: date, reason: str, actor: Actor, now: datetime
) -> Membership:
    """End a membership: ``ends_on`` is the first day on which it no longer holds; today ends it at once.

    Raises NotAllowed for anybody but the security administrator and for one's own, Conflict when it ends by then
    anyway, Mistake without a reason or for a day that is past.
    """
    access_registry(actor, Role.SECURITY_ADMINISTRATOR)
    membership = locked(Membership, membership_id)
    if membership.account_id == actor.account_id:
        raise NotAllowed("不能终止自己的任职", "请另一名安全管理员办理")
    if ends_on < (today := local_date(now)):
        raise Mistake(f"{ends_on} 已经过去，已办的事不再改变", f"最早填写 {today}", "ends_on")
    if membership.valid_until is not None and membership.valid_until <= ends_on:
        raise Conflict(f"{membership}已于 {membership.valid_until} 到期")
    if not reason.strip():
        raise Mistake("没有写明终止理由", "写明理由，例如调离、免职", "reason")
    membership.valid_until = ends_on
    membership.save(update_fields=["valid_until"])
    audit.record(
        MembershipAction.REVOKED,
        actor=actor,
        now=now,
        target=membership,
        account=membership.account.name,
        role=Role(membership.role).label,
        organisation=_organisation(membership),
        day=ends_on,
        reason=reason,
    )
    return membership


def end_memberships_of(subject: Subject, *, on: date) -> list[Membership]:
    """End what anybody still holds for a subject on the day, as part of its own end; return what was ended."""
    standing = list(Membership.objects.filter(subject=subject).exclude(valid_until__lte=on).order_by("id"))
    for each in standing:
        each.valid_until = max(on, each.valid_from)
        each.save(update_fields=["valid_until"])
    return standing


def _held_within(account: Account, since: date, until: date | None) -> list[Membership]:
    """Return what the account holds on any day of the term, the last day excluded."""
    held = Membership.objects.filter(account=account).exclude(valid_until__lte=since)
    return list(held.filter(valid_from__lt=until) if until is not None else held)


def _organisation(membership: Membership) -> str:
    organisation = membership.subject or membership.enterprise
    return organisation.name if organisation else "本区"


def _judge_reviewer(account: Account, now: datetime) -> Judgement:
    """Ask R-OFF-14a, which wants a legal qualification of whoever reviews for the first time."""
    officer = Officer.objects.filter(account=account).first()
    asked = legal_reviewer.Facts(
        person=account.name,
        has_legal_qualification=officer is not None and officer.has_legal_qualification,
        has_reviewed_before=account.memberships.filter(role=Role.LEGAL_REVIEWER).exists(),
    )
    judgement = ask(Moment.REGISTER, [asked], on=local_date(now))
    judgement.require()
    return judgement


def _check_organisation(role: Role, subject: Subject | None, enterprise: Enterprise | None) -> None:
    if role in OF_A_SUBJECT:
        if subject is None or enterprise is not None:
            raise Mistake(f"{role.label}须属于一个检查主体", "选择检查主体", "subject")
    elif role is Role.ENTERPRISE_CONTACT:
        if enterprise is None or subject is not None:
            raise Mistake(f"{role.label}须属于一家企业", "选择企业", "enterprise")
    elif subject is not None or enterprise is not None:
        raise Mistake(f"{role.label}不属于检查主体或企业", "去掉检查主体和企业", "role")
