"""Migrations keep the way open from one district to many (docs/decisions/0001-district-is-a-schema.md)."""

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.tree import AREAS, Module, modules

MIGRATIONS = [module for module in modules(with_migrations=True) if module.is_migration and module.text]
FORBIDDEN = {
    "names a schema": r"\bpublic\s*\.|\bSET\s+search_path|\bCREATE\s+SCHEMA\b",
    "changes how a key is made": r"\bALTER\b[^;]*\bIDENTITY\b",
    # `WITH s AS MATERIALIZED (SELECT …) INSERT INTO … SELECT * FROM s` is the one form that may stand.
    "rolls up without a materialised CTE": r"^(?!.*\bAS MATERIALIZED \().*\bINSERT\s+INTO\b.*\bSELECT\b",
    "asks for an extension": r"\bCREATE\s+EXTENSION\b|contrib\.postgres\.operations",
}


def statements(module: Module) -> list[str]:
    """Return every text in the file in one line each: the SQL is among them."""
    texts = (node.value for node in module.nodes if isinstance(node, ast.Constant))
    return [" ".join(text.split()) for text in texts if isinstance(text, str)]


def faults(text: str) -> list[str]:
    """Return what is wrong with one statement."""
    return [fault for fault, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("module", MIGRATIONS, ids=lambda module: module.name)
def test_no_migration_closes_the_way_to_many_districts(module: Module) -> None:
    found = [(text, wrong) for text in statements(module) if (wrong := faults(text))]
    assert not found, f"{module.name}: {found}"


def test_the_linter_of_migrations_knows_a_fault_when_it_sees_one() -> None:
    assert faults("INSERT INTO public.totals VALUES (1)") == ["names a schema"]
    assert faults("ALTER TABLE a ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY")
    assert faults("INSERT INTO totals SELECT count(*) FROM visits")
    assert faults("CREATE EXTENSION pg_trgm")
    assert not faults("WITH s AS MATERIALIZED (SELECT 1) INSERT INTO totals SELECT * FROM s")


@pytest.mark.parametrize("module", MIGRATIONS, ids=lambda module: module.name)
def test_a_trigger_stands_in_a_statement_of_its_own_and_guards_the_log(module: Module) -> None:
    for text in statements(module):
        if re.search(r"\bCREATE\s+TRIGGER\b", text, re.IGNORECASE):
            assert re.match(
                r"CREATE TRIGGER \w+ BEFORE (UPDATE OR DELETE|TRUNCATE) ON platform_(audit)?event\b", text
            ), text


def test_every_table_has_a_key_that_never_changes() -> None:
    allowed = (models.BigAutoField, models.UUIDField)
    # The year and the day are what they are called by; of the installation there is one row.
    by_nature = {"CalendarYear", "CalendarDay", "Installation"}
    wrong = [
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in AREAS and not isinstance(model._meta.pk, allowed)
    ]
    assert set(wrong) <= by_nature


def test_no_code_of_ours_names_a_schema() -> None:
    named = [
        module.name
        for module in modules()
        if any(
            re.search(r"\b(FROM|INTO|UPDATE|JOIN|TABLE) public\.|search_path", text, re.IGNORECASE)
            for text in statements(module)
        )
        and not module.name.startswith("platform.database")
    ]
    assert not named
