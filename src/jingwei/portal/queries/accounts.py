"""Reads of accounts: who may act as what, and who decides for a head by writ."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from jingwei.platform.models import Account, AuditEvent
from jingwei.registry.models import Membership
from jingwei.registry.terms import Role


def list_accounts(*, text: str, role: str, state: str, on: date) -> QuerySet[Account]:
    """Return accounts by user name, narrowed by text, by a role held on the day, and by state (open, shut, idle)."""
    found = Account.objects.order_by("username")
    standing = Membership.objects.in_force(on).filter(account=OuterRef("pk"))
    if text:
        found = found.filter(Q(username__icontains=text) | Q(name__contains=text))
    if role:
        found = found.filter(Exists(standing.filter(role=role)))
    match state:
        case "open":
            return found.filter(is_active=True)
        case "shut":
            return found.filter(is_active=False)
        case "idle":
            return found.filter(~Exists(standing))
    return found


def list_held(accounts: Iterable[Account], *, on: date) -> dict[int, list[Membership]]:
    """Return what each account may act as on the day, in one statement."""
    held: dict[int, list[Membership]] = defaultdict(list)
    found = Membership.objects.in_force(on).filter(account__in=[account.pk for account in accounts])
    for membership in found.select_related("subject", "enterprise").order_by("id"):
        held[membership.account_id].append(membership)
    return held


def list_deputies(*, on: date) -> QuerySet[Membership]:
    """Return who decides for a head by writ, on the day or later, by subject."""
    return (
        Membership.objects.filter(is_deputy=True)
        .filter(Q(valid_until=None) | Q(valid_until__gt=on))
        .select_related("account", "subject")
        .order_by("subject__sort_key", "valid_from")
    )


def list_account_events(account: Account) -> QuerySet[AuditEvent]:
    """Return what was done with the account and with what it acts as, newest first."""
    held = list(account.memberships.values_list("pk", flat=True))
    return AuditEvent.objects.filter(
        Q(target_kind="account", target_id=account.pk) | Q(target_kind="membership", target_id__in=held)
    ).order_by("-id")


def in_words(held: Membership) -> str:
    """Return a membership as people say it: for whom, as what, and by which writ."""
    words = f"{held.subject or held.enterprise or ''}　{Role(held.role).label}".strip("　")
    return words + (f"（受权代行 {held.authorisation}）" if held.is_deputy else "")
