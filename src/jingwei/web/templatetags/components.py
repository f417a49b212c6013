"""Template tags: a component, an icon, a form control and the parts of a judgement."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.http import QueryDict
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.rulebook.asking import Judgement
from jingwei.web.gallery import Component, Example, draw
from jingwei.web.idempotency import FORM_KEY

register = template.Library()


@register.simple_tag(takes_context=True)
def component(context: Context, component_name: str, **values: Any) -> SafeString:
    """Draw a component with the given values: `{% component "lamp" colour="green" text="已批准" %}`."""
    assert context.template is not None
    return draw(component_name, values, engine=context.template.engine)


@register.simple_tag(takes_context=True)
def act(context: Context, offered: Any) -> SafeString:
    """Draw an act that is offered: `{% act acts.issue %}`; nothing where it is not."""
    if not offered:
        return SafeString("")
    assert context.template is not None
    values = {"offered": offered, "csrf_token": context.get("csrf_token", "")}
    return draw("act", values, engine=context.template.engine)


@register.simple_tag(takes_context=True)
def acts(context: Context, place: str) -> SafeString:
    """Draw the acts that are offered at a place of the page: `{% acts "head" %}`, in the order of their declaration."""
    declared: Mapping[str, Any] = context.get("acts") or {}
    offered = [each for each in declared.values() if each.act.place == place]
    return SafeString("".join(act(context, each) for each in offered))


@register.simple_tag(takes_context=True)
def acts_on(context: Context, part: Any) -> SafeString:
    """Draw the acts that are offered on one of many parts: `{% acts_on membership %}`."""
    declared: Mapping[str, Any] = context.get("acts") or {}
    offered = [each for each in declared.values() if each.act.place == "row" and each.row == part]
    return SafeString("".join(act(context, each) for each in offered))


@register.simple_tag
def form_key() -> SafeString:
    """Name this form, so that the same form sent twice is one act: for forms whose view is ``idempotent``."""
    return format_html('<input type="hidden" name="{}" value="{}">', FORM_KEY, uuid4())


@register.simple_tag(takes_context=True)
def example(context: Context, component: Component, example: Example) -> SafeString:
    """Draw a component with one of its own examples."""
    assert context.template is not None
    return draw(component.name, example.context, engine=context.template.engine)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; a label makes it speak, without one it is decoration."""
    href = f"{static('vendor/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="bi" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="bi" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag
def slot(name: str, *args: object) -> SafeString:
    """Leave room for what a higher area shows here, fetched once the page stands; nothing where nobody fills it."""
    if name not in settings.SLOTS:
        return SafeString("")
    return format_html(
        '<div hx-get="{}" hx-trigger="load" hx-swap="outerHTML"></div>',
        reverse(settings.SLOTS[name], args=args),
    )


@register.filter
def control(field: Any) -> Any:
    """Draw a bound field's control in the house style; anything that is no bound field is shown as it is."""
    if not isinstance(field, BoundField):
        return field
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return field.as_widget(attrs={"class": "jw-choices"})
    if isinstance(widget, CheckboxInput):
        return field.as_widget(attrs={"class": "form-check-input"})
    house = "form-select" if isinstance(widget, Select) else "form-control"
    own = widget.attrs.get("class", "")
    if isinstance(widget, FileInput):
        house += " jw-file"
    return field.as_widget(attrs={"class": f"{house} {own}".strip()})


@register.filter
def records(judgement: Judgement) -> list[dict[str, Any]]:
    """Return the findings of a judgement as they are kept, which is what the `refusal` component shows."""
    return [finding.as_record() for finding in judgement.findings]


@register.filter
def of_verdict(found: Iterable[dict[str, Any]], verdicts: str) -> list[dict[str, Any]]:
    """Return the findings whose verdict is one of those named: `records|of_verdict:"warn raise"`."""
    return [finding for finding in found if finding["verdict"] in verdicts.split()]


@register.filter
def of_key(values: object, key: str) -> Any:
    """Return the value under a key that is itself a variable; empty where there is none."""
    return values.get(key, "") if isinstance(values, Mapping) else ""


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Return the page numbers to offer, None where some are left out."""
    offered = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else None for number in offered]


@register.filter
def query_without(query: object, key: str) -> list[tuple[str, str]]:
    """Return the pairs of a query string except those of one key."""
    if isinstance(query, QueryDict):
        return [(name, str(value)) for name, values in query.lists() if name != key for value in values]
    if isinstance(query, Mapping):
        return [(name, str(value)) for name, value in query.items() if name != key]
    return []


@register.simple_tag
def page_query(query: object, key: str, number: int | str) -> str:
    """Return the query string that leads to another page and keeps the filter; an empty number leaves the page open."""
    return urlencode([*query_without(query, key), (key, str(number))])
