"""Reads of accounts: who may act as what, and who decides for a head by writ."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from jingwei.platform.models import Account, AuditEvent
from jingwei.registry.models import Membership
from jingwei.registry.terms import Role


def list_accounts(*, on: date) -> QuerySet[Account]:
    """Return accounts by user name, each with what it may act as on the day (``held``)."""
    held = Membership.objects.in_force(on).select_related("subject", "enterprise").order_by("id")
    return Account.objects.order_by("username").prefetch_related(
        Prefetch("memberships", held, to_attr="held")
    )


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
