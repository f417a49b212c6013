"""Masks resident ids by what they look like: wherever text is shown or kept outside their own sealed column.

A column that is known to hold resident ids is masked whole. What stands here is for the rest: a shifted row brings a
resident id into the column of a name, and from there into a preview, a reason, a log.
"""

import logging
import re
from collections.abc import Mapping
from typing import Any

from jingwei.platform.sealing import masked

# One character for one, so that places in the text stay what they are.
_PLAIN = {full: full - 0xFEE0 for full in (*range(ord("０"), ord("９") + 1), ord("Ｘ"), ord("ｘ"))}
# What people and programs put between groups of digits, most of it without showing.
_GAP = r"[\s\-‐‑–—－·\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]{0,3}"
# Provinces by their first two digits; those of foreigners begin with 9. Other long numbers begin otherwise: 2026…
_PROVINCE = rf"(?:1{_GAP}[1-5]|2{_GAP}[1-3]|3{_GAP}[1-7]|4{_GAP}[1-6]|5{_GAP}[0-4]|6{_GAP}[1-5]|7{_GAP}1|8{_GAP}[1-3]|9{_GAP}\d)"
_MONTH = rf"(?:0{_GAP}[1-9]|1{_GAP}[0-2])"
_DAY = rf"(?:0{_GAP}[1-9]|[12]{_GAP}\d|3{_GAP}[01])"
_REGION = rf"{_PROVINCE}(?:{_GAP}\d){{4}}"
_LONG = rf"{_REGION}{_GAP}(?:1{_GAP}[89]|2{_GAP}0)(?:{_GAP}\d){{2}}{_GAP}{_MONTH}{_GAP}{_DAY}(?:{_GAP}\d){{3}}{_GAP}[\dXx]"
_SHORT = rf"{_REGION}(?:{_GAP}\d){{2}}{_GAP}{_MONTH}{_GAP}{_DAY}(?:{_GAP}\d){{3}}"
_NUMBER = re.compile(rf"(?<!\d)(?:{_LONG}|{_SHORT})(?!\d)")
# A cell of numbers that has lost its last digits, as it is printed: 3.20399198805177e+17.
_ROUNDED = re.compile(r"(?<![\d.])([1-9])\.(\d{10,16})[eE]\+?(14|17)(?!\d)")
_FEWEST = 12  # characters: no shorter text holds one


def looks_like_resident_id(text: str) -> bool:
    """Whether something in the text looks like a resident id of 18 or 15 digits with a plausible date."""
    return hide_resident_ids(text) != text


def hide_resident_ids(text: str) -> str:
    """Return the text with whatever looks like a resident id masked to its first and last four (3203**********1234).

    Blanks and signs between its digits go; full-width digits count as digits. The check digit is not looked at: a
    number mistyped in one place still tells who is meant.
    """
    if len(text) < _FEWEST:
        return text
    plain = text if text.isascii() else text.translate(_PLAIN)
    pieces, at = [], 0
    for found in _NUMBER.finditer(plain):
        pieces += [text[at : found.start()], masked(re.sub(r"[^\dXx]", "", found[0]))]
        at = found.end()
    if pieces:
        text = "".join([*pieces, text[at:]])
    return _ROUNDED.sub(_rounded, text) if "+" in text or "e" in text or "E" in text else text


def hide_in(value: Any) -> Any:
    """Return lists and mappings of plain values, as they are kept as JSON, with every text in them masked."""
    match value:
        case str():
            return hide_resident_ids(value)
        case Mapping():
            return {key: hide_in(each) for key, each in value.items()}
        case list() | tuple():
            return [hide_in(each) for each in value]
    return value


def _rounded(found: re.Match[str]) -> str:
    places = int(found[3]) + 1
    digits = (found[1] + found[2]).ljust(places, "0")
    return masked(digits) if _NUMBER.fullmatch(digits) else found[0]


class MaskingFormatter(logging.Formatter):
    """Writes log lines, tracebacks included, without resident ids: exceptions repeat what they were given."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it is written."""
        return hide_resident_ids(super().format(record))
