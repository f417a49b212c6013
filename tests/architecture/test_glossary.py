"""The glossary names every table and every list of words, by the name in the code and the name on the page."""

import enum
import re

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.tree import AREAS, CHECKOUT, modules, words

# The rows of its tables: 中文 | `Code` | meaning | source.
ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in (CHECKOUT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\|.*`", line)
]
MODELS = [model for model in apps.get_models() if model._meta.app_label in AREAS]


def terms_of(name: str) -> list[str]:
    """Return the 中文 cells of the rows that name a class of ours."""
    return [chinese for chinese, code, *_ in ROWS if re.search(rf"`{name}`", code)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_table_is_in_the_glossary_under_the_name_that_pages_use(model: type[models.Model]) -> None:
    terms = terms_of(model.__name__)
    assert terms, f"docs/glossary.md does not explain the model {model.__name__}"
    shown = str(model._meta.verbose_name)
    assert any(shown in term for term in terms), f"{model.__name__} is “{shown}” on the pages, {terms} here"


@pytest.mark.parametrize("word", words(), ids=lambda word: word.__name__)
def test_a_list_of_words_is_in_the_glossary(word: type[enum.Enum]) -> None:
    assert terms_of(word.__name__), f"docs/glossary.md does not explain {word.__module__}.{word.__name__}"


def test_the_glossary_names_no_class_that_does_not_exist() -> None:
    defined = {
        found
        for module in modules()
        for found in re.findall(r"^(?:class )?([A-Z]\w+)(?=[:( ])", module.text, re.MULTILINE)
    }
    named = {name for _, code, *_ in ROWS for name in re.findall(r"`([A-Z][A-Za-z]*)`", code)}
    assert named <= defined


def test_every_row_has_a_term_a_code_a_meaning_and_a_source() -> None:
    assert not [row for row in ROWS if len(row) != 4 or not all(row)]
