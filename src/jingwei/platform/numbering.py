"""Gives document numbers without gaps: the series' row stays locked until the act commits."""

from django.db import connection


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
