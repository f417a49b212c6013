"""我发起: what a member has set going, of whatever area, and where it stands now."""

from dataclasses import dataclass
from datetime import datetime

from jingwei.portal.queries.places import KINDS, urls_of
from jingwei.registry.members import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """One thing somebody set going: what it is, since when, where it stands."""

    title: str
    kind: str
    detail: str
    at: datetime
    stage: str
    url: str


def list_begun(member: Member, *, at_most: int) -> list[Begun]:
    """Return what the member has set going in every area, newest first, in one statement a kind."""
    found = [
        (getattr(row, kind.at), kind, row)
        for kind in KINDS
        for row in kind.rows.filter(**{kind.by: member.account_id}).order_by(f"-{kind.at}", "-pk")[:at_most]
    ]
    found.sort(key=lambda each: each[0], reverse=True)
    urls = urls_of(kind.place(row) for _, kind, row in found[:at_most])
    return [
        Begun(
            title=kind.title(row),
            kind=row._meta.verbose_name,
            detail=kind.detail(row),
            at=at,
            stage=kind.words(getattr(row, kind.stage)).label,
            url=urls[kind.place(row)],
        )
        for at, kind, row in found[:at_most]
    ]
