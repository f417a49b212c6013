"""What a rule may answer."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pass:
    """Nothing stands in the way; ``fact`` may say why."""

    fact: str = ""


@dataclass(frozen=True, slots=True)
class Warn:
    """It may happen, and a yellow flag stays on it. ``fact`` 事实, ``remedy`` 出路."""

    fact: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Refuse:
    """It may not happen. ``fact`` 事实, ``remedy`` 出路: what to do next."""

    fact: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Raise:
    """An alert found something that a person should look at."""

    fact: str


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """A measure's answer, with the reason in words."""

    value: T
    basis: str


Verdict = Pass | Warn | Refuse | Raise
