"""Where a phone says it is, and distances on the ground."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from jingwei.registry.models import Site

EARTH = 6_371_000  # metres


@dataclass(frozen=True, slots=True)
class Position:
    """Where the phone says it is: WGS-84 degrees, accuracy in metres."""

    latitude: float
    longitude: float
    accuracy: int | None = None


def metres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> int:
    """Return the great-circle distance in metres between two WGS-84 positions in degrees."""
    north, other_north = radians(latitude), radians(other_latitude)
    half = (
        sin((other_north - north) / 2) ** 2
        + cos(north) * cos(other_north) * sin(radians(other_longitude - longitude) / 2) ** 2
    )
    return round(2 * EARTH * asin(sqrt(half)))


def metres_to(site: Site, latitude: float | None, longitude: float | None) -> int | None:
    """Return the distance from a phone to a site, or None where one of the two is not known."""
    if latitude is None or longitude is None or site.latitude is None or site.longitude is None:
        return None
    return metres(latitude, longitude, site.latitude, site.longitude)


def metres_between(site: Site, other: Site) -> int | None:
    """Return the distance between two sites, or None where one of the two is not known."""
    return metres_to(site, other.latitude, other.longitude)
