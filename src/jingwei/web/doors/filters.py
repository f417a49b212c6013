"""What a list can be narrowed by: each filter says its controls once and narrows rows from the database or in memory."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from jingwei.rulebook import Term
from jingwei.web.addresses import is_id
from jingwei.web.doors.guards import is_for
from jingwei.web.doors.viewer import Viewer
from jingwei.web.fields import QueryField, TextField

Narrow = Callable[..., Any]
ONE = {"invalid_choice": "没有这一项"}


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A condition on the rows of a list. ``is_more`` puts its control behind 更多条件 until it is used.

    Only the ``roles`` are offered it where any are named.
    """

    name: str = field(kw_only=False)
    label: str = field(kw_only=False)
    by: str | Narrow = (
        ""  # a path in the database, or a function (rows, value, viewer) → rows; the name by itself
    )
    is_more: bool = False
    roles: Sequence[Any] = ()

    def controls(self, viewer: Viewer) -> Mapping[str, forms.Field]:
        """Return the form's fields by their names in the address."""
        raise NotImplementedError

    def parameters(self) -> dict[str, str]:
        """Return the names in the address with what they are, for programs."""
        return {self.name: self.label}

    def narrow(self, found: Any, given: Mapping[str, Any], viewer: Viewer) -> Any:
        """Return the rows that the given values let through; an empty value lets all through."""
        value = given.get(self.name)
        if value in (None, "", False):
            return found
        if callable(self.by):
            return self.by(found, value, viewer)
        return found.filter(**{self.by or self.name: value})


@dataclass(frozen=True, kw_only=True)
class Search(Filter):
    """By words: each must be found in one of the paths, or as the function says."""

    name: str = field(default="q", kw_only=False)
    label: str = field(default="查找", kw_only=False)
    hint: str = ""
    paths: tuple[str, ...] = ()

    def controls(self, viewer: Viewer) -> Mapping[str, forms.Field]:
        line = forms.TextInput(attrs={"placeholder": self.hint})
        return {"q": QueryField(label=self.label, required=False, widget=line)}

    def narrow(self, found: Any, given: Mapping[str, Any], viewer: Viewer) -> Any:
        text = given.get("q") or ""
        if callable(self.by):
            return self.by(found, text, viewer) if text else found
        for word in text.split():
            found = found.filter(_any_of(self.paths, word))
        return found


@dataclass(frozen=True, kw_only=True)
class Typed(Filter):
    """What is typed into a line of its own, no more than the ``longest``."""

    hint: str = ""
    longest: int = 80

    def controls(self, viewer: Viewer) -> Mapping[str, forms.Field]:
        line = forms.TextInput(attrs={"placeholder": self.hint})
        return {self.name: TextField(label=self.label, required=False, max_length=self.longest, widget=line)}


@dataclass(frozen=True, kw_only=True)
class Choice(Filter):
    """One of a closed list: a list of words, or pairs of code and label; a function where they are known later."""

    of: type[Term] | Sequence[tuple[Any, str]] | Callable[[], Sequence[tuple[Any, str]]] = ()
    otherwise: str | None = (
        "全部"  # what the empty choice is called; None where there is none: the first stands
    )

    def parameters(self) -> dict[str, str]:
        words = "、".join(f"{code} {label}" for code, label in self.choices())
        return {self.name: f"{self.label}：{words}"}

    def narrow(self, found: Any, given: Mapping[str, Any], viewer: Viewer) -> Any:
        if self.otherwise is None and not given.get(self.name):
            given = {**given, self.name: self.choices()[0][0]}
        return super().narrow(found, given, viewer)

    def choices(self) -> list[tuple[Any, str]]:
        """Return code and label of each."""
        of: Any = self.of
        if isinstance(of, type):
            return of.choices()  # type: ignore[attr-defined,no-any-return]
        return list(of() if callable(of) else of)

    def controls(self, viewer: Viewer) -> Mapping[str, forms.Field]:
        first = [] if self.otherwise is None else [("", self.otherwise)]
        return {
            self.name: forms.ChoiceField(
                label=self.label, required=False, choices=[*first, *self.choices()], error_messages=ONE
            )
        }


class AskedField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of many: no more than the one that was asked for is offered."""

    def get_bound_field(self, form: Any, field_name: str) -> forms.BoundField:
        """Return the control with that row."""
        asked = form.data.get(field_name, "")
        self.queryset = self.queryset.filter(pk=int(asked) if is_id(asked) else 0)  # type: ignore[union-attr]
        return super().get_bound_field(form, field_name)


@dataclass(frozen=True, kw_only=True)
class Pick(Filter):
    """One row of another list; ``of_many`` offers none but the one that a link asked for."""

    rows: Callable[[Viewer], QuerySet[Any]]
    key: str = ""  # the column by which a row is named in the address, where that is not its id
    otherwise: str = "全部"
    of_many: bool = False

    def controls(self, viewer: Viewer) -> Mapping[str, forms.Field]:
        rows = self.rows(viewer)
        control = AskedField if self.of_many else forms.ModelChoiceField
        return {
            self.name: control(
                label=self.label,
                required=False,
                queryset=rows,
                to_field_name=self.key or None,
                empty_label=self.otherwise,
                error_messages=ONE,
            )
        }


class AnyYear(forms.TypedChoiceField):
    """A year: some are offered, any other may be asked for."""

    def valid_value(self, value: Any) -> bool:
        """Whether it is a year."""
        return len(value) <= 4 and value.isdecimal() and date.min.year <= int(value) < date.max.year


@dataclass(frozen=True, kw_only=True)
class Year(Filter):
    """A year of those offered, or any with ``is_any``; with ``is_needed`` any, and the present where none is asked for."""

    name: str = field(default="year", kw_only=False)
    label: str = field(default="年度", kw_only=False)
    years: Callable[[Viewer], Iterable[int]]
    is_needed: bool = False
    is_any: bool = False

    def controls(self, viewer: Viewer) -> Mapping[str, forms.Field]:
        today = viewer.today.year
        first = ("", f"{today} 年" if self.is_needed else "全部")
        others = [year for year in self.years(viewer) if not (self.is_needed and year == today)]
        choices = [first, *((str(year), f"{year} 年") for year in others)]
        control = AnyYear if self.is_needed or self.is_any else forms.TypedChoiceField
        return {
            self.name: control(
                label=self.label, required=False, choices=choices, coerce=int, empty_value=None
            )
        }

    def parameters(self) -> dict[str, str]:
        return {self.name: f"{self.label}，不填为{'今年' if self.is_needed else '全部'}"}

    def chosen(self, given: Mapping[str, Any], viewer: Viewer) -> int | None:
        """Return the year that is asked for, or that stands anyway."""
        return given.get(self.name) or (viewer.today.year if self.is_needed else None)

    def narrow(self, found: Any, given: Mapping[str, Any], viewer: Viewer) -> Any:
        return super().narrow(found, {self.name: self.chosen(given, viewer)}, viewer)


@dataclass(frozen=True, kw_only=True)
class Days(Filter):
    """A span of days, both included; ``by`` is the path of a day, or of an instant with ``is_instant``."""

    names: tuple[str, str] = ("since", "until")
    is_instant: bool = False
    is_more: bool = True

    def parameters(self) -> dict[str, str]:
        return dict(zip(self.names, (f"{self.label}起", f"{self.label}止"), strict=True))

    def controls(self, viewer: Viewer) -> Mapping[str, forms.Field]:
        return {
            name: forms.DateField(
                label=label,
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                error_messages={"invalid": "不是日期，按 2026-03-10 的写法"},
            )
            for name, label in zip(self.names, (f"{self.label}起", "止"), strict=True)
        }

    def narrow(self, found: Any, given: Mapping[str, Any], viewer: Viewer) -> Any:
        path = f"{self.by or self.name}{'__date' * self.is_instant}"
        for name, sign in zip(self.names, ("gte", "lte"), strict=True):
            if given.get(name):
                found = found.filter(**{f"{path}__{sign}": given[name]})
        return found


def bar_of(filters: Iterable[Filter], data: Any, viewer: Viewer) -> forms.Form:
    """Return the form of a filter bar, filled in with what the address says."""
    offered = [each for each in filters if is_for(viewer.actor, each.roles)]
    controls = {name: each for chosen in offered for name, each in chosen.controls(viewer).items()}
    bar = type("Bar", (forms.Form,), controls)
    made: forms.Form = bar(data)
    return made


def _any_of(paths: Iterable[str], word: str) -> Q:
    found = Q()
    for path in paths:
        found |= Q(**{f"{path}__icontains": word})
    return found
