"""Writes of accounts: a person's way in, opened, shut, and its password. What an account may do is no matter of theirs."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import Account
from jingwei.platform.terms import PlatformAction

# Read aloud and copied by hand: without letters and digits that look alike.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4


@dataclass(frozen=True, slots=True)
class OpenedAccount:
    """An account with the one-time password that is shown once and kept nowhere."""

    account: Account
    password: str = field(repr=False)


@operation(PlatformAction.ACCOUNT_CREATED)
def create_account(*, username: str, name: str, actor: Actor, now: datetime) -> OpenedAccount:
    """Open an account with a one-time password. It can do nothing before somebody grants it a membership.

    Raises Mistake for a name that is taken or left out.
    """
    username, name = username.strip(), name.strip()
    if not (username and name):
        raise Mistake("登录名和姓名都要填写", "一个账号只给一个人", "username")
    if Account.objects.filter(username__iexact=username).exists():
        raise Mistake(f"登录名“{username}”已被使用", "换一个登录名", "username")
    password = _one_time_password()
    account = Account.objects.create_account(username, name, password)
    account.must_change_password = True
    account.save(update_fields=["must_change_password"])
    audit.record(
        PlatformAction.ACCOUNT_CREATED, actor=actor, now=now, target=account, username=username, name=name
    )
    return OpenedAccount(account, password)


@operation(PlatformAction.PASSWORD_RESET, target="account_id")
def reset_password(*, account_id: int, actor: Actor, now: datetime) -> OpenedAccount:
    """Give an account a new one-time password; whoever was signed in with the old one is signed out.

    Raises Conflict for an account that is shut, NotAllowed for one's own: that is changed, not reset.
    """
    account = _locked(account_id)
    if account.pk == actor.account_id:
        raise NotAllowed("不能重设自己的密码", "在“修改密码”中修改")
    if not account.is_active:
        raise Conflict(f"账号“{account.username}”已停用", "先恢复账号")
    password = _one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    audit.record(
        PlatformAction.PASSWORD_RESET, actor=actor, now=now, target=account, username=account.username
    )
    return OpenedAccount(account, password)


@operation(PlatformAction.PASSWORD_CHANGED, unlogged={"old", "new"})
def change_password(*, old: str, new: str, actor: Actor, now: datetime) -> Account:
    """Change one's own password. Raises Mistake when the old one is wrong, or the new one too weak or the same."""
    account = _locked(actor.account_id or 0)
    if not account.check_password(old):
        raise Mistake("原密码不正确", "重新输入；忘记的，请系统管理员重设", "old")
    if new == old:
        raise Mistake("新密码与原密码相同", "换一个新密码", "new")
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise Mistake("；".join(error.messages), "换一个更长、更不易猜的密码", "new") from error
    account.set_password(new)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    audit.record(PlatformAction.PASSWORD_CHANGED, actor=actor, now=now, target=account)
    return account


@operation(PlatformAction.ACCOUNT_DISABLED, target="account_id")
def disable_account(*, account_id: int, reason: str, actor: Actor, now: datetime) -> Account:
    """Shut an account: it is signed out at once and cannot sign in. What was done with it stays on the log.

    Raises Conflict when it is shut already, NotAllowed for one's own, Mistake without a reason.
    """
    account = _locked(account_id)
    if account.pk == actor.account_id:
        raise NotAllowed("不能停用自己的账号", "请另一名系统管理员办理")
    if not account.is_active:
        raise Conflict(f"账号“{account.username}”已停用")
    if not reason.strip():
        raise Mistake("没有写明停用理由", "写明理由，例如调离、离职", "reason")
    account.is_active = False
    account.save(update_fields=["is_active"])
    audit.record(
        PlatformAction.ACCOUNT_DISABLED,
        actor=actor,
        now=now,
        target=account,
        username=account.username,
        reason=reason,
    )
    return account


@operation(PlatformAction.ACCOUNT_ENABLED, target="account_id")
def enable_account(*, account_id: int, actor: Actor, now: datetime) -> Account:
    """Open an account again that was shut. Raises Conflict when it is open."""
    account = _locked(account_id)
    if account.is_active:
        raise Conflict(f"账号“{account.username}”没有停用")
    account.is_active = True
    account.save(update_fields=["is_active"])
    audit.record(
        PlatformAction.ACCOUNT_ENABLED, actor=actor, now=now, target=account, username=account.username
    )
    return account


def _locked(account_id: int) -> Account:
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise Mistake("没有这个账号", "从账号列表打开", "account_id")
    return account


def _one_time_password() -> str:
    """Return sixteen characters in groups of four: 79 random bits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)
