"""Gives document numbers without gaps: the series' row stays locked until the act commits."""

import re
from collections.abc import Iterable

from django.db import connection

_NUMBER = re.compile(r"(.{1,40})〔(\d{4})〕(\d{1,6})号")

BRACKETS = str.maketrans("[(（【［﹝{", "〔" * 7) | str.maketrans("])）】］﹞}", "〕" * 7)


def next_number(series: str, year: int) -> int:
    """Return the next number of the series in the year. Rolls back with the act, so no number is lost."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO platform_numbering (series, year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (series, year) DO UPDATE SET last = platform_numbering.last + 1 RETURNING last",
            [series, year],
        )
        return int(cursor.fetchone()[0])


def document_number(series: str, year: int) -> str:
    """Return the next number in its written form, such as 铜应急检〔2025〕318号: full year, six-corner brackets."""
    return f"{series}〔{year}〕{next_number(series, year)}号"


def number_parts(number: str) -> tuple[str, int, int] | None:
    """Return series, year and number of a document number, or None when it is not written like ours."""
    found = _NUMBER.fullmatch(number)
    return (found[1], int(found[2]), int(found[3])) if found else None


def number_as_typed(text: str) -> str:
    """Return a number, or part of one, in the brackets that papers bear, whichever were typed."""
    return text.translate(BRACKETS)


def pass_over(numbers: Iterable[str]) -> None:
    """Keep numbers that were given elsewhere from being given again: each series goes on after the highest of them.

    Locks the series' rows until the act commits. Numbers written in another way cannot collide and are left alone.
    """
    highest: dict[tuple[str, int], int] = {}
    for parts in filter(None, map(number_parts, numbers)):
        series, year, number = parts
        highest[series, year] = max(number, highest.get((series, year), 0))
    with connection.cursor() as cursor:
        for (series, year), number in sorted(highest.items()):
            cursor.execute(
                "INSERT INTO platform_numbering (series, year, last) VALUES (%s, %s, %s) "
                "ON CONFLICT (series, year) DO UPDATE SET last = GREATEST(platform_numbering.last, excluded.last)",
                [series, year, number],
            )
