"""Every kind of spreadsheet: titles that cannot be mixed up, examples that its own readers take, what a template says."""

from collections import Counter

import pytest
from django.utils.module_loading import import_string

from jingwei.config.imports import IMPORTERS
from jingwei.platform.spreadsheets.layout import Layout
from tests.people import TODAY

LAYOUTS = [pytest.param(import_string(path).layout, id=kind) for kind, path in IMPORTERS.items()]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_title_stands_for_two_columns(layout: Layout) -> None:
    titles = Counter(title for column in layout.columns for title in {column.title, *column.aliases})
    assert not [title for title, count in titles.items() if count > 1]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_example_is_what_its_column_takes(layout: Layout) -> None:
    for column in layout.columns:
        if column.example:
            assert column.read(column.example, TODAY) not in (None, "", [])
        assert column.example or not column.is_required, column.title


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_template_offers_is_what_its_column_takes(layout: Layout) -> None:
    for column in layout.columns:
        for choice in column.choices:
            column.read(choice, TODAY)


@pytest.mark.parametrize("kind", IMPORTERS)
def test_a_layout_bears_the_name_of_its_kind(kind: str) -> None:
    assert import_string(IMPORTERS[kind]).layout.kind == kind
