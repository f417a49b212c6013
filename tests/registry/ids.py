"""Invented resident ids whose check digit is right."""

from jingwei.registry.rules.resident_id import WEIGHTS


def resident_id(born: str, order: str, region: str = "320312") -> str:
    """Make the number of somebody born on a day (YYYYMMDD), the order of three digits."""
    body = f"{region}{born}{order}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]
