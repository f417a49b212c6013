"""What enterprises thought of a department in a quarter: groups alone, never who, never a few (R-SCAN-06)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, FloatField, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from jingwei.inspections.models import Rating
from jingwei.inspections.rules import ratings_in_groups
from jingwei.inspections.terms import RatedAspect
from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed
from jingwei.platform.queries import get_numbers
from jingwei.registry.members import Member
from jingwei.registry.terms import Role
from jingwei.rulebook import Moment, ask

CONDUCT = {
    "took_gifts": "接受馈赠、报酬",
    "took_treats": "接受宴请、旅游",
    "passed_on_costs": "转嫁费用",
    "forced_services": "指定中介服务",
}


@dataclass(frozen=True, slots=True)
class RatingGroup:
    """The ratings of one department in one quarter; where they may not be shown, ``why_hidden`` says so and the rest is empty."""

    subject_id: int
    subject: str
    quarter: str
    why_hidden: str
    ratings: int = 0
    mean: float = 0
    stars: Mapping[RatedAspect, float] | None = None
    conduct: Mapping[str, int] | None = None  # how many said yes, by what is asked


def list_rating_groups(actor: Actor, *, on: date) -> list[RatingGroup]:
    """Return the groups the actor may know of, the latest quarter first: the bureau all, a subject's people their own.

    No total over groups is given: what is hidden could be reckoned from it.
    """
    if not isinstance(actor, Member) or not (actor.is_bureau or actor.subject_id):
        raise NotAllowed("企业评价只供司法局和被评的单位查看", "用单位的账号登录")
    if actor.role.is_administrator or actor.role is Role.ENTERPRISE_CONTACT:
        raise NotAllowed("企业评价只供司法局和被评的单位查看", "用单位的账号登录")
    found = Rating.objects.all() if actor.is_bureau else Rating.objects.filter(subject=actor.subject_id)
    rows: Iterable[Mapping[str, Any]] = (
        found.values("subject_id", "subject__short_name", "quarter")
        .annotate(
            ratings=Count("id"),
            **{
                aspect.value: Avg(Cast(KeyTextTransform(aspect.value, "stars"), FloatField()))
                for aspect in RatedAspect
            },
            **{f"n_{name}": Count("id", filter=Q(**{name: True})) for name in CONDUCT},
        )
        .order_by("-quarter", "subject__sort_key")
    )
    smallest = get_numbers(on).get("R-SCAN-06", "smallest_group")
    groups = []
    for row in rows:
        facts = ratings_in_groups.Facts(
            subject=row["subject__short_name"],
            quarter=row["quarter"],
            ratings=row["ratings"],
            is_over=_is_over(row["quarter"], on),
            is_bureau=actor.is_bureau,
            smallest_group=smallest,
        )
        refusals = ask(Moment.SHOW, [facts], on=on).refusals
        if refusals:
            hidden = RatingGroup(row["subject_id"], facts.subject, facts.quarter, refusals[0].verdict.fact)
            groups.append(hidden)
            continue
        stars = {aspect: round(row[aspect.value], 1) for aspect in RatedAspect}
        groups.append(
            RatingGroup(
                subject_id=row["subject_id"],
                subject=facts.subject,
                quarter=facts.quarter,
                why_hidden="",
                ratings=facts.ratings,
                mean=round(sum(row[aspect.value] for aspect in RatedAspect) / len(RatedAspect), 1),
                stars=stars,
                conduct={name: row[f"n_{name}"] for name in CONDUCT},
            )
        )
    return groups


def list_comments(actor: Actor, *, subject_id: int, quarter: str, on: date) -> list[str]:
    """Return, for the bureau, the words of a group that is shown, in no order of time; nobody else reads them.

    Words may give their writer away, so a department never sees them.
    """
    if not isinstance(actor, Member) or not actor.is_bureau:
        raise NotAllowed("评价意见只供司法局查看", "用监督人员的账号登录")
    groups = list_rating_groups(actor, on=on)
    shown = {(group.subject_id, group.quarter) for group in groups if not group.why_hidden}
    if (subject_id, quarter) not in shown:
        return []
    found = Rating.objects.filter(subject=subject_id, quarter=quarter).exclude(comment="")
    return sorted(found.values_list("comment", flat=True))


def _is_over(quarter: str, on: date) -> bool:
    year, number = int(quarter[:4]), int(quarter[5:])
    return on >= (date(year + 1, 1, 1) if number == 4 else date(year, number * 3 + 1, 1))
