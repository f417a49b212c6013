"""No text without a bound: every column, every field of a form, every field that the JSON interface takes."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

import jingwei.config.urls
from jingwei.platform.columns import LineField, LongProseField, ProseField
from jingwei.platform.normal_form import most_lines
from jingwei.web.api import api
from jingwei.web.fields import TextField
from tests.architecture.tree import AREAS, modules

# Made by us and never typed: keys, digests, codes of our own, what the log says.
OURS = {
    "action", "actor_name", "actor_office", "content", "digest", "error", "id_digest", "id_sealed", "key", "kind",
    "password", "sealed_preview", "listing", "query",
    "media_type", "name", "number", "office", "path", "period", "quarter", "request_hash", "rule", "sentence", "series",
    "sm3", "sort_key", "subscriber", "target_kind", "token",
}  # fmt: skip
COLUMNS = [
    column
    for model in apps.get_models()
    if model._meta.app_label in AREAS
    for column in model._meta.local_fields
    if isinstance(column, models.CharField | models.TextField)
]
SCHEMA: dict[str, Any] = api.get_openapi_schema()


def all_forms() -> Iterator[type[forms.Form]]:
    """Every form of ours, wherever it stands."""
    for module in modules():
        if not module.name.startswith(
            ("cli", "__main__", "config.asgi", "config.wsgi")
        ):  # they start something
            loaded = import_module(f"jingwei.{module.name}" if module.name else "jingwei")
            for _, each in inspect.getmembers(loaded, inspect.isclass):
                if issubclass(each, forms.Form) and each.__module__ == loaded.__name__:
                    yield each


FIELDS = [
    pytest.param(form, name, field, id=f"{form.__module__}.{form.__name__}.{name}")
    for form in sorted(all_forms(), key=lambda form: (form.__module__, form.__name__))
    for name, field in form.base_fields.items()
    if isinstance(field, forms.CharField)
]


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_a_column_of_text_has_a_bound_and_keeps_the_normal_form(column: Any) -> None:
    is_closed = bool(column.choices) or isinstance(column, models.URLField)
    is_formed = isinstance(column, LineField | ProseField | LongProseField)
    assert is_formed or is_closed or column.name in OURS
    # Both are made of parts that have a bound.
    assert column.max_length or column.name in {"sentence", "sealed_preview"}


def bound_of_columns(form: type[forms.Form], name: str) -> int | None:
    """The longest column of that name in the form's area; None where there is none."""
    area = form.__module__.split(".")[1]
    found = [
        each.max_length or 0 for each in COLUMNS if each.name == name and each.model._meta.app_label == area
    ]
    return max(found, default=None)


@pytest.mark.parametrize(("form", "name", "field"), FIELDS)
def test_a_field_of_a_form_has_a_bound_that_its_column_can_keep(
    form: type[forms.Form], name: str, field: forms.CharField
) -> None:
    is_password = isinstance(field.widget, forms.PasswordInput)
    assert isinstance(field, TextField | forms.URLField | forms.RegexField) or is_password
    assert field.max_length
    column = bound_of_columns(form, KEPT_AS.get((form.__name__, name), name))
    if column is not None and (form.__name__, name) not in SPLIT:
        assert field.max_length <= column


KEPT_AS = {("ReturnForm", "reason"): "opinion", ("EndBasisForm", "document"): "ended_by"}
# Read on before they are stored: a title that bears its article, a list that is cut at its commas.
SPLIT = {(form, "title") for form in ("BasisForm", "AmendBasisForm", "NewItemForm", "ItemForm")} | {
    ("SpecialForm", "industries"),
    ("SpecialForm", "enterprises"),
}


@pytest.mark.parametrize(("form", "name", "field"), FIELDS)
def test_a_field_of_a_form_refuses_in_words_what_cannot_be_kept(
    form: type[forms.Form], name: str, field: forms.CharField
) -> None:
    if not isinstance(field, TextField):
        pytest.skip("Django's own fields for addresses and passwords refuse what is none")
    assert field.max_length is not None
    bad = ["长" * (field.max_length + 1), "铜\x01山", "铜\0山", "铜\ud800山"]
    if isinstance(field.widget, forms.Textarea):
        bad.append("行\n" * (most_lines(field.max_length) + 1))
    for text in bad:
        with translation.override("zh-hans"), pytest.raises(ValidationError) as caught:
            field.clean(text)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in "".join(caught.value.messages))


def unbounded(node: dict[str, Any], path: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """What of a JSON schema may be of any length."""
    if "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[1]
        if name not in seen:
            yield from unbounded(SCHEMA["components"]["schemas"][name], name, seen | {name})
        return
    choices = node.get("anyOf", [])
    for each in choices if not any(each.get("type") == "number" for each in choices) else []:
        yield from unbounded(each, path, seen)
    is_bare = not {"enum", "const", "maxLength", "contentMediaType"} & set(node)
    match node.get("type"):
        case "string" if is_bare and node.get("format") not in {"date", "time", "date-time", "binary"}:
            yield path
        case "array":
            if "maxItems" not in node:
                yield f"{path}[]"
            yield from unbounded(node["items"], f"{path}[]", seen)
        case "object":
            for name, each in node.get("properties", {}).items():
                yield from unbounded(each, f"{path}.{name}", seen)
            if "properties" not in node and "maxProperties" not in node:
                yield f"{path}{{}}"


ASKED = [
    pytest.param(node, id=f"{method} {address} {where}")
    for address, acts in SCHEMA["paths"].items()
    for method, act in acts.items()
    for where, node in [
        *((each["name"], each["schema"]) for each in act.get("parameters", ())),
        *((kind, each["schema"]) for kind, each in act.get("requestBody", {}).get("content", {}).items()),
    ]
]


@pytest.mark.parametrize("node", ASKED)
def test_what_the_interface_takes_has_a_bound(node: dict[str, Any]) -> None:
    assert list(unbounded(node, "")) == []


def test_the_walks_find_something_to_look_at() -> None:
    assert jingwei.config.urls
    assert (len(COLUMNS) > 200, len(FIELDS) > 150, len(ASKED) > 100) == (True, True, True)
    assert list(unbounded({"type": "string"}, "a")) == ["a"]
