"""Fields of forms that take text: each has a bound, hands on the normal form, and refuses signs that cannot be kept."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from jingwei.platform import normal_form

QUERY = 300  # characters of what is looked for; somebody may paste a whole address


class TextField(forms.CharField):
    """What somebody fills in: prose where the page gives it several lines, else one line."""

    def __init__(self, *, max_length: int, **more: Any) -> None:
        super().__init__(max_length=max_length, **more)

    def to_python(self, value: Any) -> str:
        """Return the text in its form. Raises ValidationError for a control character or half a pair."""
        text = str(super().to_python(value))
        if self.max_length is not None and len(text) > 4 * self.max_length:
            return text  # It is refused for its length, and not worth a closer look.
        if fault := normal_form.fault_of(text):
            raise ValidationError(fault, code="no_sign")
        formed, most = self.formed(text), normal_form.most_lines(self.max_length or 0)
        if (lines := formed.count("\n") + 1) > most:
            raise ValidationError(f"有 {lines} 行，最多 {most} 行", code="too_many_lines")
        return formed

    def formed(self, text: str) -> str:
        """Return the text as the column will store it."""
        is_prose = isinstance(self.widget, forms.Textarea)
        return normal_form.prose(text) if is_prose else normal_form.line(text)


class QueryField(TextField):
    """What somebody looks for: words set apart by blanks, each of which has the form of a line."""

    def __init__(self, *, max_length: int = QUERY, **more: Any) -> None:
        super().__init__(max_length=max_length, **more)

    def formed(self, text: str) -> str:
        """Return the words, one blank between them."""
        return normal_form.query(text)


class QueryFilter(django_filters.CharFilter):  # type: ignore[misc]
    """The field of a filter bar that text is typed into."""

    field_class = QueryField
