"""A form as the body of a request: programs send what people fill in, and the same form reads both."""

import inspect
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any

from annotated_types import MaxLen
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from ninja import Field as Described
from ninja import Schema
from ninja.params.functions import Query
from pydantic import ConfigDict, create_model

from jingwei.platform.errors import Mistake
from jingwei.web.bodies import Code, Codes, FileIn, Id, Ids, Text
from jingwei.web.doors.forms import IdsField
from jingwei.web.fields import QUERY
from jingwei.web.requests import ActorRequest

FILES = 20  # in one body
# By the kind of field; the first that fits.
TYPES: tuple[tuple[type[forms.Field], Any], ...] = (
    (IdsField, Ids),
    (forms.FileField, FileIn),
    (forms.BooleanField, bool),
    (forms.DecimalField, Decimal),
    (forms.IntegerField, int),
    (forms.DateTimeField, datetime),
    (forms.DateField, date),
    (forms.TimeField, time),
    (forms.TypedMultipleChoiceField, Codes),
    (forms.MultipleChoiceField, Codes),
    (forms.ModelMultipleChoiceField, Ids),
    (forms.ModelChoiceField, Id),
    (forms.ChoiceField, Code),
)


class Closed(Schema):
    """A body that takes no field it does not know."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Schema):
    """An act that asks for nothing."""


def body_of(form: type[forms.Form] | None) -> type[Schema]:
    """Return the type of the body that says what the form asks for: a field it does not know is a mistake."""
    if form is None:
        return Nothing
    fields: dict[str, Any] = {}
    for name, each in form.base_fields.items():
        kind = next((kind for of, kind in TYPES if isinstance(each, of)), Text)
        if kind is FileIn and getattr(each.widget, "allow_multiple_selected", False):
            kind = Annotated[list[FileIn], MaxLen(FILES)]
        said = "；".join(filter(None, (str(each.label or name), str(each.help_text), _choices(each))))
        if getattr(each, "coerce", None) is int:
            kind = int
        longest = getattr(each, "max_length", None) if kind is Text else None
        if longest:
            kind = Annotated[Text, MaxLen(longest)]
        fields[name] = (
            (kind, Described(description=said))
            if each.required
            else (kind | None, Described(None, description=said))
        )
    made: type[Schema] = create_model(
        f"{form.__name__.removesuffix('Form')}In",
        __base__=Closed,
        __doc__=form.__doc__,
        **fields,
    )
    return made


def answer_form(body: Any, make_form: Callable[..., Any], prefix: str | None) -> Mapping[str, Any]:
    """Return what the form reads of a body. Raises Mistake with every field that is wrong, named."""
    data, files = MultiValueDict[str, Any](), MultiValueDict[str, Any]()
    for name, value in body:
        key = f"{prefix}-{name}" if prefix else name
        values = value if isinstance(value, list) else [value]
        if any(isinstance(each, FileIn) for each in values):
            files.setlist(key, [SimpleUploadedFile(each.name, each.read()) for each in values])
        elif value is not None and value is not False:
            data.setlist(key, values)
    form: forms.Form = make_form(data, files)
    if not form.is_valid():
        said = [_named(form, name, words) for name, words in form.errors.get_json_data().items()]
        raise Mistake("；".join(said), "按接口说明改正后再试", next(iter(form.errors)))
    return arguments_of(form)


def endpoint(
    run: Callable[[ActorRequest, Any, Mapping[str, Any]], Any],
    address: str,
    body: type[Schema] | None,
    asked: Mapping[str, str] | None = None,
    *,
    has_pages: bool = True,
) -> Callable[..., Any]:
    """Return a function as the interface takes it: it hands on the request, the body, and the rest by name.

    The rest are the ids of the address; for a list the number of the page and what it can be ``asked`` for, as text:
    the list's own form reads that.
    """
    named = re.findall(r"\{(?:(\w+):)?(\w+)\}", address)

    def answer(request: ActorRequest, **given: Any) -> Any:
        return run(request, given.pop("data", None), given)

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [inspect.Parameter("request", kind)]
    parameters += [
        inspect.Parameter(name, kind, annotation=Code if converter == "str" else Id)
        for converter, name in named
    ]
    if body is not None and body is not Nothing:
        parameters.append(inspect.Parameter("data", kind, annotation=body))
    if asked is not None and has_pages:
        page = Query(1, description="第几页，每页一百条")
        parameters.append(inspect.Parameter("page", kind, annotation=int, default=page))
    for name, said in (asked or {}).items():
        default = Query(None, description=said)
        parameters.append(
            inspect.Parameter(name, kind, annotation=Annotated[str, MaxLen(QUERY)] | None, default=default)
        )
    answer.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return answer


def arguments_of(form: forms.Form | None) -> Mapping[str, Any]:
    """Return what a valid form says, as the operation takes it."""
    if form is None:
        return {}
    arguments: Callable[[], Mapping[str, Any]] | None = getattr(form, "arguments", None)
    return arguments() if arguments else form.cleaned_data


def _named(form: forms.Form, name: str, errors: Any) -> str:
    words = "；".join(each["message"] for each in errors)
    return f"{form.fields[name].label}：{words}" if name in form.fields else words


def _choices(each: forms.Field) -> str:
    """Return the codes and labels of a closed list; rows of the database are no closed list."""
    if isinstance(each, forms.ModelChoiceField) or not isinstance(each, forms.ChoiceField):
        return ""
    return "、".join(f"{code} {label}" for code, label in each.choices if code)  # type: ignore[union-attr,misc]
