"""The resident id of an officer at rest: sealed to be kept, digested to be found again, masked to be shown (R-FMT-02)."""

from jingwei.platform import sealing

PLACE = "registry.officer.id"


def digest_of(number: str) -> str:
    """Return the digest by which the same number is found again; empty for none."""
    return sealing.digest(number, place=PLACE) if number else ""


def seal_of(number: str) -> str:
    """Return the number sealed for this place; empty for none."""
    return sealing.seal(number, place=PLACE) if number else ""


def shown(sealed: str) -> str:
    """Return the number as pages show it, all but the first and last four hidden; empty for none."""
    return sealing.masked(sealing.open_sealed(sealed, place=PLACE)) if sealed else ""
