"""What a rule is, and the register of all of them."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from jingwei.rulebook.moments import Moment
from jingwei.rulebook.numbers import Series
from jingwei.rulebook.numbers import register as register_numbers
from jingwei.rulebook.sources import Cite


class Kind(StrEnum):
    """The three kinds of rule."""

    GATE = "gate"  # may this happen? → Pass, Warn, Refuse
    MEASURE = "measure"  # how much, how long, how often? → Value
    ALERT = "alert"  # should somebody look? → Pass, Raise


class Consequence(StrEnum):
    """What follows when the rule says no."""

    BLOCK = "block"  # refused
    ATTEMPT = "attempt"  # refused, and the attempt itself is a clue for the supervisor
    OVERRIDE = "override"  # refused unless the head of the subject records a reason; the override is a clue
    WARN = "warn"  # accepted with a yellow flag
    CLUE = "clue"  # an entry for the supervisor
    INFO = "info"  # shown only


KIND_LABELS = {Kind.GATE: "门禁", Kind.MEASURE: "计算", Kind.ALERT: "预警"}
CONSEQUENCE_LABELS = {
    Consequence.BLOCK: "拒绝",
    Consequence.ATTEMPT: "拒绝，尝试本身生成线索",
    Consequence.OVERRIDE: "拒绝，主体负责人写明理由可放行并生成线索",
    Consequence.WARN: "提示",
    Consequence.CLUE: "生成线索",
    Consequence.INFO: "仅显示",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One legal rule: its sentence, its citation, its numbers and the pure function that judges."""

    code: str
    title: str
    kind: Kind
    consequence: Consequence
    moments: tuple[Moment, ...]
    cites: tuple[Cite, ...]
    since: date
    until: date | None  # exclusive
    judge: Callable[[Any], Any]
    facts: type
    explanation: str  # the module's docstring: what the law asks, in our own words
    path: Path
    numbers: dict[str, Series]

    @property
    def area(self) -> str:
        """The area the rule lives in, as its folder is called."""
        return self.path.parent.parent.name

    @property
    def is_settled(self) -> bool:
        """Whether every citation and number has been held against the published text; else 依据待核."""
        return all(cite.is_settled for cite in self.cites) and all(
            entry.is_verified for series in self.numbers.values() for entry in series.entries
        )

    def in_force(self, on: date) -> bool:
        """Whether the rule binds on the day."""
        return self.since <= on and (self.until is None or on < self.until)


_BY_CODE: dict[str, Rule] = {}
_BY_FACTS: dict[type, Rule] = {}
F = TypeVar("F", bound=Callable[..., Any])


def gate(
    *moments: Moment,
    code: str,
    title: str,
    cites: Sequence[Cite],
    consequence: Consequence = Consequence.BLOCK,
    since: date | None = None,
    until: date | None = None,
) -> Callable[[F], F]:
    """Register a gate. ``since`` defaults to the day the first cited document came into force."""
    return _register(Kind.GATE, moments, code, title, cites, consequence, since, until)


def measure(
    *moments: Moment,
    code: str,
    title: str,
    cites: Sequence[Cite],
    consequence: Consequence = Consequence.INFO,
    since: date | None = None,
    until: date | None = None,
) -> Callable[[F], F]:
    """Register a measure."""
    return _register(Kind.MEASURE, moments, code, title, cites, consequence, since, until)


def alert(
    *moments: Moment,
    code: str,
    title: str,
    cites: Sequence[Cite],
    consequence: Consequence = Consequence.CLUE,
    since: date | None = None,
    until: date | None = None,
) -> Callable[[F], F]:
    """Register an alert."""
    return _register(Kind.ALERT, moments, code, title, cites, consequence, since, until)


def all_rules() -> dict[str, Rule]:
    """Return every loaded rule by code, in the order of the codes."""
    return dict(sorted(_BY_CODE.items()))


def rule_of(facts: object) -> Rule:
    """Return the rule whose facts these are."""
    return _BY_FACTS[type(facts)]


def load_folder(package: str) -> None:
    """Import every rule of a ``rules`` package, so that its rules are registered."""
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        importlib.import_module(f"{package}.{module.name}")


def _register(
    kind: Kind,
    moments: tuple[Moment, ...],
    code: str,
    title: str,
    cites: Sequence[Cite],
    consequence: Consequence,
    since: date | None,
    until: date | None,
) -> Callable[[F], F]:
    def register(judge: F) -> F:
        if code in _BY_CODE:
            raise ValueError(f"{code} is taken by {_BY_CODE[code].path.name}; a code is never used twice")
        module = inspect.getmodule(judge)
        assert module is not None
        assert module.__file__ is not None
        path = Path(module.__file__)
        rule = Rule(
            code=code,
            title=title,
            kind=kind,
            consequence=consequence,
            moments=moments,
            cites=tuple(cites),
            since=since or cites[0].source.in_force,
            until=until,
            judge=judge,
            facts=get_type_hints(judge)["facts"],
            explanation=inspect.cleandoc(module.__doc__ or ""),
            path=path,
            numbers=register_numbers(code, path.with_suffix(".toml")),
        )
        _BY_CODE[code] = rule
        _BY_FACTS[rule.facts] = rule
        return judge

    return register
