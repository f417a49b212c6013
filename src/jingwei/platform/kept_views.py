"""Keeps how an account likes to see its lists. Taste, not an act: the log has no row of it."""

from collections.abc import Sequence

from django.db.models import QuerySet

from jingwei.platform.errors import Mistake
from jingwei.platform.models import KeptView

MOST_FILTERS = 20  # of one account on one list


def list_kept_views(account_id: int, listing: str) -> QuerySet[KeptView]:
    """Return what the account keeps of a list: the columns first, then its filters by name."""
    return KeptView.objects.filter(account=account_id, listing=listing).order_by("name")


def keep_columns(account_id: int, listing: str, columns: Sequence[str]) -> None:
    """Remember which columns the account wants to see; none forgets the choice."""
    if not columns:
        list_kept_views(account_id, listing).filter(name="").delete()
        return
    KeptView.objects.update_or_create(
        account_id=account_id, listing=listing, name="", defaults={"columns": list(columns)}
    )


def keep_filter(account_id: int, listing: str, *, name: str, query: str) -> None:
    """Keep a filter under a name; one that is there takes its place. Raises Mistake for an empty name or too many."""
    name = name.strip()
    if not name:
        raise Mistake("没有写名称", "给这组条件起一个名称", "name")
    others = list_kept_views(account_id, listing).exclude(name__in=["", name])
    if others.count() >= MOST_FILTERS:
        raise Mistake(f"每份清单最多存 {MOST_FILTERS} 组条件", "先删去不用的", "name")
    KeptView.objects.update_or_create(
        account_id=account_id, listing=listing, name=name, defaults={"query": query}
    )


def forget_filter(account_id: int, listing: str, name: str) -> None:
    """Forget a filter."""
    list_kept_views(account_id, listing).filter(name=name).exclude(name="").delete()
