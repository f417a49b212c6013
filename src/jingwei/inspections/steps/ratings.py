"""A rating: what is kept of it, and no trace of who gave it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from jingwei.inspections.models import Rating, Visit
from jingwei.inspections.terms import InspectionAction, RatedAspect
from jingwei.platform.actors import NOBODY
from jingwei.platform.calendar import local_date
from jingwei.platform.writing import Writer
from jingwei.registry.models import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """What an enterprise says of a visit. ``stars``: each aspect from 1 to 5."""

    stars: Mapping[RatedAspect, int]
    took_gifts: bool = False
    took_treats: bool = False
    passed_on_costs: bool = False
    forced_services: bool = False
    comment: str = ""


def rate(
    visit_id: int,
    subjects: Iterable[Subject],
    rated: Rated,
    *,
    key_of: Callable[[Subject], UUID] = lambda _: uuid4(),
    now: datetime,
    out: Writer,
) -> None:
    """Write one rating a department: no account, no visit, no time; the log says only that the visit was rated.

    ``key_of``: the key of a subject's rating, which nothing leads back from.
    """
    day = local_date(now)
    out.add(
        *(
            Rating(
                id=key_of(subject),
                subject=subject,
                quarter=f"{day.year}Q{(day.month + 2) // 3}",
                stars={aspect.value: given for aspect, given in rated.stars.items()},
                took_gifts=rated.took_gifts,
                took_treats=rated.took_treats,
                passed_on_costs=rated.passed_on_costs,
                forced_services=rated.forced_services,
                comment=rated.comment,
            )
            for subject in subjects
        )
    )
    out.log(InspectionAction.RATED, actor=NOBODY, now=now, target=Visit(pk=visit_id))
