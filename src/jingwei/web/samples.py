"""Reads the examples of components: YAML, with tags for what YAML cannot say (a page of rows, a form, messages)."""

from typing import Any

import yaml
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page, Paginator

from jingwei.platform.lengths import PARAGRAPH
from jingwei.web.fields import TextField


class SampleLoader(yaml.SafeLoader):
    """Understands `!page`, `!form`, `!field` and `!messages` besides plain YAML."""


def _page(loader: SampleLoader, node: yaml.Node) -> Page[Any]:
    spec = _mapping(loader, node)
    return Paginator(range(spec["count"]), 20).page(spec["number"])


def _form(loader: SampleLoader, node: yaml.Node) -> forms.Form:
    return _form_of({name: _field_of(spec) for name, spec in _mapping(loader, node).items()})()


def _bound_field(loader: SampleLoader, node: yaml.Node) -> forms.BoundField:
    spec = _mapping(loader, node)
    form = _form_of({"sample": _field_of(spec)})(data={"sample": spec["value"]} if "value" in spec else None)
    if error := spec.get("error"):
        form.add_error("sample", error)
    return form["sample"]


def _messages(loader: SampleLoader, node: yaml.Node) -> list[Message]:
    assert isinstance(node, yaml.SequenceNode)
    pairs = loader.construct_sequence(node, deep=True)
    return [Message(getattr(constants, level.upper()), text) for level, text in pairs]


def _mapping(loader: SampleLoader, node: yaml.Node) -> dict[str, Any]:
    assert isinstance(node, yaml.MappingNode)
    return {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}


def _field_of(spec: dict[str, Any]) -> forms.Field:
    shared = {
        "label": spec["label"],
        "help_text": spec.get("help", ""),
        "required": spec.get("required", False),
    }
    if "choices" in spec:
        return forms.ChoiceField(choices=[(each, each) for each in spec["choices"]], **shared)
    return TextField(max_length=PARAGRAPH, **shared)


def _form_of(fields: dict[str, forms.Field]) -> type[forms.Form]:
    return type("Sample", (forms.Form,), fields)


SampleLoader.add_constructor("!page", _page)
SampleLoader.add_constructor("!form", _form)
SampleLoader.add_constructor("!field", _bound_field)
SampleLoader.add_constructor("!messages", _messages)
