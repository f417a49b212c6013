"""Putting facts to their rules: all findings are reported, not the first."""

import dataclasses
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from jingwei.rulebook.moments import Moment
from jingwei.rulebook.numbers import Number
from jingwei.rulebook.rules import Consequence, Kind, Rule, rule_of
from jingwei.rulebook.verdicts import Pass, Raise, Refuse, Value, Verdict, Warn


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer to one set of facts."""

    rule: Rule
    facts: Any
    verdict: Verdict

    def as_record(self) -> dict[str, Any]:
        """Return the finding as it is kept for good: rule, article, number versions, facts and verdict."""
        return {
            "rule": self.rule.code,
            "title": self.rule.title,
            "cites": [str(cite) for cite in self.rule.cites],
            "verdict": type(self.verdict).__name__.lower(),
            "fact": self.verdict.fact,
            "remedy": getattr(self.verdict, "remedy", ""),
            "facts": _plain(self.facts),
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """All findings of one question."""

    moment: Moment
    on: date
    findings: tuple[Finding, ...]

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """What speaks against it."""
        return tuple(finding for finding in self.findings if isinstance(finding.verdict, Refuse))

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What does not stop it and stays on it."""
        return tuple(finding for finding in self.findings if isinstance(finding.verdict, Warn | Raise))

    @property
    def passed(self) -> tuple[Finding, ...]:
        """What was asked and let pass."""
        return tuple(finding for finding in self.findings if isinstance(finding.verdict, Pass))

    def overridable(self) -> tuple[Finding, ...]:
        """Return the refusals that the head of the subject may set aside with a reason."""
        return tuple(f for f in self.refusals if f.rule.consequence is Consequence.OVERRIDE)

    def require(self, *, overridden: Collection[str] = ()) -> None:
        """Raise Refused unless every refusal is one of the overridden rule codes and may be overridden."""
        may = {finding.rule.code for finding in self.overridable()} & set(overridden)
        if any(finding.rule.code not in may for finding in self.refusals):
            raise Refused(self)


class Refused(Exception):
    """The law says no. Carries the whole judgement: every reason at once, each with its article."""

    def __init__(self, judgement: Judgement) -> None:
        self.judgement = judgement
        super().__init__("；".join(finding.verdict.fact for finding in judgement.refusals))


def ask(moment: Moment, facts: Iterable[object], *, on: date) -> Judgement:
    """Judge the facts, each by its own rule, as of a day; a rule not in force on that day is left out."""
    findings = []
    for each in facts:
        rule = rule_of(each)
        if rule.kind is Kind.MEASURE:
            raise TypeError(f"{rule.code} is a measure: call it, do not ask it")
        if moment not in rule.moments:
            raise ValueError(f"{rule.code} is not asked at {moment}; add the moment to the rule")
        if rule.in_force(on):
            findings.append(Finding(rule=rule, facts=each, verdict=rule.judge(each)))
    order = {Refuse: 0, Raise: 1, Warn: 1, Pass: 2}
    findings.sort(key=lambda finding: (order[type(finding.verdict)], finding.rule.code))
    return Judgement(moment=moment, on=on, findings=tuple(findings))


def _kept(facts: Any, field: dataclasses.Field[Any]) -> Any:
    """Return one fact as it is kept; what is marked personal is judged and forgotten."""
    return "不留存" if field.metadata.get("is_personal") else _plain(getattr(facts, field.name))


def _plain(value: Any) -> Any:
    """Turn facts into JSON: dates as ISO text, numbers with the date of their version."""
    match value:
        case Number():
            return {
                "value": value.value,
                "from": None if value.valid_from == date.min else value.valid_from.isoformat(),
                "source": value.source,
            }
        case Value():
            return _plain(value.value)
        case Enum():
            return value.value
        case date() | datetime():
            return value.isoformat()
        case tuple() | list() | set() | frozenset():
            return [_plain(item) for item in value]
        case None | bool() | int() | float() | str():
            return value
        case _ if dataclasses.is_dataclass(value):
            return {field.name: _kept(value, field) for field in dataclasses.fields(value)}
        case _:
            return str(value)
