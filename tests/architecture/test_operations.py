"""Every write is an operation, and every operation has the same shape: keyword-only, told who and when, logged."""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from string import Formatter
from types import FunctionType
from typing import Any

import pytest
from django.apps import apps

from jingwei.platform import acts
from jingwei.platform.actors import Actor
from jingwei.platform.terms import Action
from tests.architecture.tree import AREAS, SOURCE, modules, words

# What is no act by itself, and why.
PARTS_OF_AN_ACT = {
    "planning.lock_ledger": "taken inside the act of whoever visits",
    "planning.take_visit": "taken inside the act of whoever visits",
    "planning.return_visit": "part of voiding a visit",
    "planning.change_pending": "part of approving, entering and withdrawing",
    "planning.grant_beyond_cap": "part of an approval that sets the cap aside",
    "planning.take_back_grant": "part of withdrawing such an approval",
    "inspections.approve_many": "each of the many is an act of its own",
    "disclosure.receive_many": "each of the many is an act of its own",
    "demonstration.load_demonstration": "runs before there is anybody to act, and calls operations",
    "registry.decide_rows": "each of the many is an act of its own",
    "registry.note_failed_sign_in": "nobody is known yet who could act",
    "registry.note_sign_out": "nothing can refuse it",
    "registry.set_credit_classes": "part of importing the month's file of classes",
}
MODELS = {model._meta.model_name for model in apps.get_models()}
RECORD = {"actor", "now", "target", "judgement", "data"}


def _operations() -> Iterator[tuple[str, FunctionType]]:
    for area in AREAS:
        if not (SOURCE / area / "operations").exists() and not (SOURCE / area / "operations.py").exists():
            continue
        module = importlib.import_module(f"jingwei.{area}.operations")
        for name in getattr(module, "__all__", None) or vars(module):
            found = getattr(module, name)
            if (
                inspect.isfunction(found)
                and not name.startswith("_")
                and _home(found).startswith(module.__name__)
            ):
                yield f"{area}.{name}", found


def _home(function: Callable[..., Any]) -> str:
    return str(inspect.unwrap(function).__module__)


OPERATIONS = dict(_operations())
ACTS = pytest.mark.parametrize("name", [name for name in OPERATIONS if name not in PARTS_OF_AN_ACT])
ACTIONS = [word for kind in words() if issubclass(kind, Action) for word in kind]


@ACTS
def test_an_operation_takes_everything_by_keyword_and_is_told_who_acts_and_when(name: str) -> None:
    parameters = inspect.signature(OPERATIONS[name]).parameters
    assert {each.kind for each in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert parameters["actor"].annotation is Actor
    assert parameters["now"].annotation is datetime


@ACTS
def test_an_operation_is_one_transaction_whose_refusal_is_logged(name: str) -> None:
    operation = OPERATIONS[name]
    assert operation.__code__.co_filename == acts.__file__, (
        "put @operation on it, or name it in PARTS_OF_AN_ACT"
    )
    kept = inspect.getclosurevars(operation).nonlocals
    assert not kept["target"] or kept["target"] in inspect.signature(operation).parameters
    # An attempt is found on the page of the thing it was made on only under its model's name.
    assert not kept["target"] or (kept["kind"] or kept["target"].removesuffix("_id")) in MODELS


@ACTS
def test_an_operation_says_what_it_does(name: str) -> None:
    assert (OPERATIONS[name].__doc__ or "").partition("\n")[0].strip()


def test_what_is_excused_exists_and_still_needs_the_excuse() -> None:
    for name in PARTS_OF_AN_ACT:
        assert OPERATIONS[name].__code__.co_filename != acts.__file__, f"{name} is an operation now"


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_an_action_has_a_name_and_a_sentence(action: Action) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+\.[a-z_]+", action.value)
    assert action.value.startswith(type(action).__module__.split(".")[1] + ".")
    assert action.label
    assert action.sentence


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_an_action_is_written_to_the_log_with_every_word_of_its_sentence(action: Action) -> None:
    wanted = {name for _, name, _, _ in Formatter().parse(action.sentence) if name} - {"actor"}
    places = [call for call in _calls_of_record() if f"{type(action).__name__}.{action.name}" in call[1]]
    assert places, f"nothing ever writes {action.value} to the log"
    for place, _, given in places:
        assert wanted <= given, f"{place} leaves out {wanted - given}"


def test_no_call_gives_the_log_a_word_that_no_sentence_uses() -> None:
    by_name = {f"{type(action).__name__}.{action.name}": action for action in ACTIONS}
    for place, actions, given in _calls_of_record():
        used = {name for each in actions for _, name, _, _ in Formatter().parse(by_name[each].sentence)}
        assert given <= used, f"{place} gives {given - used} for nothing"


@cache
def _calls_of_record() -> tuple[tuple[str, set[str], set[str]], ...]:
    """Return each call that words a row of the log: where, the actions it may write, the words it gives."""
    return tuple(
        (
            f"{module.name} line {node.lineno}",
            {
                ast.unparse(part)
                for part in ast.walk(node.args[0])
                if isinstance(part, ast.Attribute) and ast.unparse(part.value).endswith("Action")
            },
            {keyword.arg for keyword in node.keywords if keyword.arg} - RECORD,
        )
        for module in modules()
        if "audit." in module.text or "Writer" in module.text
        for node in module.nodes
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"audit.record", "audit.entry", "out.log"}
    )
