"""A word of the field: a code for the program and a 中文 label for people."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """Base of all closed word lists. Members are written ``NAME = "code", "中文"``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member from its code and label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return code and label of every word, in the order written, as forms and tables want them."""
        return [(word.value, word.label) for word in cls]
