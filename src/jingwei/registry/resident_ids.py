"""The resident id of an officer at rest: sealed to be kept, digested to be found again, masked to be shown (R-FMT-02)."""

from jingwei.platform import sealing

PLACE = "registry.officer.id"


def digest_of(number: str) -> str:
    """Return the digest by which the same number is found again; empty for none."""
    return sealing.digest(number, place=PLACE) if number else ""


def seal_of(number: str) -> str:
    """Return the number sealed for this place; empty for none."""
    return sealing.seal(number, place=PLACE) if number else ""


def opened(sealed: str) -> str:
    """Return the number that was sealed; empty for none."""
    return sealing.open_sealed(sealed, place=PLACE) if sealed else ""


def masked(number: str) -> str:
    """Return a number as pages show it, all but the first and last four hidden."""
    return sealing.masked(number)


def shown(sealed: str) -> str:
    """Return a sealed number as pages show it; empty for none."""
    return masked(opened(sealed)) if sealed else ""
