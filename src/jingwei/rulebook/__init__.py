"""The kernel of the legal rules and the documents they cite; plain Python, no Django.

A rule is one small file: a frozen ``Facts`` and one function of it. ``ask`` puts facts to their rules and
returns every finding, not the first.
"""

from jingwei.rulebook.asking import Finding, Judgement, Refused, ask
from jingwei.rulebook.moments import Moment
from jingwei.rulebook.numbers import Number, Numbers
from jingwei.rulebook.rules import (
    Consequence,
    Kind,
    Rule,
    alert,
    all_rules,
    gate,
    load_folder,
    measure,
    rule_of,
)
from jingwei.rulebook.sources import Cite, Source, all_sources, source
from jingwei.rulebook.terms import Term
from jingwei.rulebook.verdicts import Pass, Raise, Refuse, Value, Verdict, Warn

__all__ = [
    "Cite",
    "Consequence",
    "Finding",
    "Judgement",
    "Kind",
    "Moment",
    "Number",
    "Numbers",
    "Pass",
    "Raise",
    "Refuse",
    "Refused",
    "Rule",
    "Source",
    "Term",
    "Value",
    "Verdict",
    "Warn",
    "alert",
    "all_rules",
    "all_sources",
    "ask",
    "gate",
    "load_folder",
    "measure",
    "rule_of",
    "source",
]
