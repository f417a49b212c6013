"""What the supervisor is told of: each finding once while it stands, and anew when it was mended and comes back.

``<area>.finding.raised`` tells, ``<area>.finding.mended`` takes back: the later of the two says how a matter stands.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from jingwei.platform import events
from jingwei.platform.models import Event
from jingwei.rulebook import Finding

RAISED, MENDED = "finding.raised", "finding.mended"
Found = tuple[str, int, Finding]  # the model of the thing, its id, what was found
Facts = Mapping[str, Any]
Key = tuple[object, ...]


def _nothing_more(facts: Facts) -> object:
    return None


def tell(
    area: str, found: Iterable[Found], *, now: datetime, about: Callable[[Facts], object] = _nothing_more
) -> list[Found]:
    """Raise the findings that do not stand as told already; return those.

    ``about``: what of a finding's facts tells it from another by the same rule about the same thing.
    """
    found = list(found)
    rules = {finding.rule.code for _, _, finding in found}
    told = _standing(area, rules, about) if found else {}
    new = [each for each in found if _key(*each[:2], each[2].as_record(), about) not in told]
    for act, act_id, finding in new:
        events.raise_finding(area, finding, now=now, act=act, act_id=act_id)
    return new


def tell_swept(
    area: str,
    found: Iterable[Found],
    *,
    rules: Collection[str],
    now: datetime,
    about: Callable[[Facts], object] = _nothing_more,
    covers: Callable[[Facts], bool] = lambda facts: True,
) -> list[Found]:
    """Raise what a sweep found and that does not stand as told; note as mended what stands and was not found any more.

    ``rules``: those that the sweep asked of everything there is. ``covers``: whether it looked at such facts at all;
    what somebody did too late, for example, stays as it was told.
    """
    found = list(found)
    seen = {_key(act, act_id, finding.as_record(), about) for act, act_id, finding in found}
    for key, payload in _standing(area, rules, about).items():
        if key not in seen and covers(payload["finding"]["facts"]):
            events.publish(f"{area}.{MENDED}", now=now, **payload)
    return tell(area, found, now=now, about=about)


def list_standing_findings(areas: Collection[str], *, since: datetime) -> QuerySet[Event]:
    """Return the findings of the areas that were raised since and not noted as mended, newest first."""
    mended = Event.objects.filter(
        name__in=[f"{area}.{MENDED}" for area in areas],
        pk__gt=OuterRef("pk"),
        payload__act=OuterRef("payload__act"),
        payload__act_id=OuterRef("payload__act_id"),
        payload__finding=OuterRef("payload__finding"),
    )
    raised = Event.objects.filter(
        ~Exists(mended), name__in=[f"{area}.{RAISED}" for area in areas], at__gte=since
    )
    return raised.order_by("-id")


def _standing(area: str, rules: Collection[str], about: Callable[[Facts], object]) -> dict[Key, Any]:
    """Return what was told by these rules and not taken back, each with what the event said."""
    standing: dict[Key, Any] = {}
    told = Event.objects.filter(
        name__in=[f"{area}.{RAISED}", f"{area}.{MENDED}"], payload__finding__rule__in=list(rules)
    )
    for name, payload in told.order_by("id").values_list("name", "payload"):
        key = _key(payload["act"], payload["act_id"], payload["finding"], about)
        if name.endswith(RAISED):
            standing[key] = payload
        else:
            standing.pop(key, None)
    return standing


def _key(act: str, act_id: int, kept: Facts, about: Callable[[Facts], object]) -> Key:
    # What grows from a warning into a clue is told again.
    return act, act_id, kept["rule"], kept["verdict"], about(kept["facts"])
