"""Columns of text: whatever door a text came by, it is stored and looked up in its normal form, and nothing else is.

``LineField`` holds what things are called by, ``ProseField`` and ``LongProseField`` what somebody wrote. They are
columns like any other to the database and to migrations.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import lookups

from jingwei.platform import normal_form
from jingwei.platform.errors import Mistake

if TYPE_CHECKING:
    _Char = models.CharField[str, str]
    _Text = models.TextField[str, str]
else:
    _Char, _Text = models.CharField, models.TextField


class _Normal:
    """What the columns share. Raises Mistake for a sign that cannot be kept, in a value or in what is looked for."""

    normal: ClassVar[Any]

    def pre_save(self, row: models.Model, add: bool) -> Any:
        """Put the row's own text in its form too, so that whoever goes on with the row has what is stored."""
        value = super().pre_save(row, add)  # type: ignore[misc]
        if isinstance(value, str):
            value = self._kept(value)
            self._require_room(row, value, is_new=add)
            setattr(row, self.attname, value)  # type: ignore[attr-defined]
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Return a value to be stored or compared with, in its form."""
        value = super().get_prep_value(value)  # type: ignore[misc]
        return self._kept(value) if isinstance(value, str) else value

    def deconstruct(self) -> Any:
        """Return what a migration keeps: a plain column, since the form is no matter of the database."""
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]
        kind = "CharField" if isinstance(self, models.CharField) else "TextField"
        if kind == "TextField":
            kwargs.pop(
                "max_length", None
            )  # The database does not know it, so that longer rows of before can stay.
        return name, f"django.db.models.{kind}", args, kwargs

    def _require_room(self, row: models.Model, value: str, *, is_new: bool) -> None:
        """Raise Mistake for a text that is too long, unless it stands in the table as it is, from before the bound."""
        longest = self.max_length  # type: ignore[attr-defined]
        lines, most = value.count("\n") + 1, normal_form.most_lines(longest)
        if len(value) <= longest and lines <= most:
            return
        table = type(row)._base_manager
        if is_new or not table.filter(**{"pk": row.pk, self.attname: value}).exists():  # type: ignore[attr-defined]
            label = str(self.verbose_name)  # type: ignore[attr-defined]
            much = (
                f"{len(value)} 个字，最多 {longest} 个"
                if len(value) > longest
                else f"{lines} 行，最多 {most} 行"
            )
            raise Mistake(f"“{label}”有 {much}", "缩短后再提交", self.name)  # type: ignore[attr-defined]

    def _kept(self, value: str) -> str:
        if fault := normal_form.fault_of(value):
            label = str(self.verbose_name)  # type: ignore[attr-defined]
            raise Mistake(f"“{label}”里{fault}", "重新输入这一项", self.name)  # type: ignore[attr-defined]
        return str(type(self).normal(value))


class LineField(_Normal, _Char):
    """A name, a title, a place or a number, in one line."""

    normal = staticmethod(normal_form.line)


class ProseField(_Normal, _Char):
    """A reason or a remark of some lines."""

    normal = staticmethod(normal_form.prose)


class LongProseField(_Normal, _Text):
    """A text of many lines, of at most ``max_length`` characters."""

    normal = staticmethod(normal_form.prose)


# Django compares a pattern as it was typed; a part of a name has the name's form.
for _column in (LineField, ProseField, LongProseField):
    for _lookup in (
        lookups.IExact,
        lookups.Contains,
        lookups.IContains,
        lookups.StartsWith,
        lookups.IStartsWith,
        lookups.EndsWith,
        lookups.IEndsWith,
    ):
        _column.register_lookup(type(_lookup.__name__, (_lookup,), {"prepare_rhs": True}))
