"""Examples that a lawyer can read: YAML in, facts and expected verdict out. The tests and the printed book use them."""

import dataclasses
import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from jingwei.rulebook.numbers import Number, Numbers
from jingwei.rulebook.rules import Kind, Rule
from jingwei.rulebook.verdicts import Value

DISTRICT = "320312"


@dataclass(frozen=True, slots=True)
class Example:
    """One example: the facts, the day, the expected verdict and, where given, words the answer must hold."""

    name: str
    on: date
    facts: dict[str, Any]
    verdict: str  # pass, warn, refuse, raise; for a measure the value itself stands in ``value``
    value: Any
    because: str
    is_edge: bool


class _Reader(yaml.CSafeLoader):
    """YAML in which only true and false are booleans; ``on`` is a word, the day of an example."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":bool")]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


_Reader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), ["t", "f"])


class WrongExample(AssertionError):
    """The rule does not answer as its example says."""


def read_examples(path: Path) -> list[Example]:
    """Read one YAML file of examples."""
    return [
        Example(
            name=row["name"],
            on=row.get("on", date(2025, 7, 16)),
            facts=row["facts"],
            verdict=row.get("verdict", "value"),
            value=row.get("value"),
            because=row.get("because", ""),
            is_edge=row.get("edge", False),
        )
        for row in yaml.load(path.read_text(encoding="utf-8"), _Reader)
    ]


def check(rule: Rule, example: Example) -> None:
    """Judge the example and raise WrongExample where the answer differs."""
    answer = rule.judge(build_facts(rule, example))
    if rule.kind is Kind.MEASURE:
        assert isinstance(answer, Value)
        expected = _build(type(answer.value), example.value)
        if answer.value != expected:
            raise WrongExample(f"{rule.code}“{example.name}”：应为 {expected}，得 {answer.value}")
        said = answer.basis
    else:
        if type(answer).__name__.lower() != example.verdict:
            raise WrongExample(f"{rule.code}“{example.name}”：应为 {example.verdict}，得 {answer}")
        said = answer.fact
    if example.because not in said:
        raise WrongExample(f"{rule.code}“{example.name}”：答复“{said}”里没有“{example.because}”")


def build_facts(rule: Rule, example: Example) -> Any:
    """Build the rule's facts; a number that the example leaves out is the one that binds on its day."""
    given = dict(example.facts)
    numbers = Numbers(on=example.on, district=DISTRICT)
    for field in _missing_numbers(rule, given):
        given[field] = numbers.get(rule.code, field)
    return _build(rule.facts, given)


def _missing_numbers(rule: Rule, given: dict[str, Any]) -> Iterator[str]:
    for name, kind in typing.get_type_hints(rule.facts).items():
        if kind is Number and name not in given:
            yield name


def _build(kind: Any, value: Any) -> Any:
    """Turn plain YAML into the declared type: dataclasses, enums, tuples, numbers, optional values."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _build(next(each for each in arguments if each is not type(None)), value)
    if origin in (tuple, frozenset):
        return origin(_build(arguments[0], item) for item in value)
    if kind is Number:
        return value if isinstance(value, Number) else Number(value)
    if kind is datetime:
        return value if isinstance(value, datetime) else datetime.fromisoformat(value)
    if dataclasses.is_dataclass(kind) and isinstance(value, dict):
        hints = typing.get_type_hints(kind)
        unknown = set(value) - set(hints)
        if unknown:
            raise WrongExample(f"{kind.__module__} 没有这些事实：{'、'.join(sorted(unknown))}")
        return typing.cast(Any, kind)(**{name: _build(hints[name], item) for name, item in value.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value
