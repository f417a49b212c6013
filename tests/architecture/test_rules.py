"""Every legal rule stands in its own file, with its numbers, its examples and its printed page."""

import re
from pathlib import Path

import pytest

from jingwei.rulebook import Consequence, Moment, Rule, all_rules, all_sources, book
from jingwei.rulebook.loading import load_every_rule
from tests.architecture.tree import AREAS, CHECKOUT, SOURCE, Module, modules

load_every_rule()
EXAMPLES = CHECKOUT / "tests" / "rules"
RULE_FILES = [module for module in modules() if ".rules." in module.name]
EVERY_RULE = pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)


@pytest.mark.parametrize("module", RULE_FILES, ids=lambda module: module.name)
def test_a_file_in_rules_is_one_rule(module: Module) -> None:
    assert sum(rule.path == module.path for rule in all_rules().values()) == 1


@EVERY_RULE
def test_a_code_has_the_form_of_the_catalogue(rule: Rule) -> None:
    assert re.fullmatch(r"R-[A-Z]{2,4}-\d{2}[a-z]?", rule.code)


@EVERY_RULE
def test_what_a_head_may_set_aside_is_asked_where_a_head_decides(rule: Rule) -> None:
    decides = {Moment.PLAN, Moment.APPROVE}
    assert rule.consequence is not Consequence.OVERRIDE or decides & set(rule.moments)


@EVERY_RULE
def test_a_rule_has_its_examples_beside_the_tests(rule: Rule) -> None:
    assert (EXAMPLES / rule.area / f"{rule.path.stem}.yaml").is_file()


def test_no_numbers_and_no_examples_are_left_without_their_rule() -> None:
    stems = {(rule.area, rule.path.stem) for rule in all_rules().values()}
    numbers = {(path.parents[1].name, path.stem) for path in SOURCE.glob("*/rules/*.toml")}
    examples = {(path.parent.name, path.stem) for path in EXAMPLES.glob("*/*.yaml")}
    assert not (numbers | examples) - stems


@EVERY_RULE
def test_numbers_that_a_rule_takes_are_dated_and_sourced(rule: Rule) -> None:
    for series in rule.numbers.values():
        assert series.entries, f"{rule.code} {series.name} has no value"
        assert all(entry.source for entry in series.entries)
        starts = [(entry.region, entry.valid_from) for entry in series.entries]
        assert len(starts) == len(set(starts)), f"{rule.code} {series.name} has two values from one day"


def test_every_source_that_is_described_is_cited_or_kept_for_an_area_to_come() -> None:
    cited = {cite.source_key for rule in all_rules().values() for cite in rule.cites}
    assert cited <= set(all_sources())


def test_a_rule_lies_in_an_area_that_exists() -> None:
    assert {rule.area for rule in all_rules().values()} <= set(AREAS)


def test_the_printed_rulebook_is_not_stale() -> None:
    assert not book.stale_pages(CHECKOUT / "docs" / "rulebook", EXAMPLES), "run `make docs`"


def test_the_printed_rulebook_points_to_files_that_exist() -> None:
    for page in (CHECKOUT / "docs" / "rulebook").glob("*.md"):
        for target in re.findall(r"\]\((\.\./[^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / Path(target)).resolve().exists(), f"{page.name} → {target}"
