"""The catalogue of rules, group by group: what is not asked is listed with the reason, and nothing is in both."""

import re

import pytest

from jingwei.rulebook import all_rules
from jingwei.rulebook.examples import read_examples
from jingwei.rulebook.gaps import all_gaps
from tests.architecture.tree import CHECKOUT

# How many rules the catalogue has in each group of issue 4; ids run from 01 without gaps.
GROUPS = {
    "R-SUB": 10,
    "R-OFF": 14,
    "R-PUB": 11,
    "R-FRQ": 12,
    "R-SPC": 8,
    "R-PRO": 13,
    "R-SCAN": 13,
    "R-RSK": 3,
}
CATALOGUE = [f"{group}-{n:02}" for group, size in GROUPS.items() for n in range(1, size + 1)]
# Ids of these groups that the catalogue does not have: ours, and said to be so where they are explained.
OURS = {"R-FRQ-13"}


def base(code: str) -> str:
    """Return the id without the letter of its part: R-SCAN-03a is a part of R-SCAN-03."""
    return re.sub(r"[a-z]$", "", code)


ASKED = {base(code) for code in all_rules()}
LISTED = [gap.code for gap in all_gaps()]


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_rule_of_the_catalogue_is_asked_or_listed_and_not_both(code: str) -> None:
    assert (code in ASKED) + LISTED.count(code) == 1


def test_nothing_is_listed_that_the_catalogue_does_not_have() -> None:
    assert set(LISTED) <= set(CATALOGUE)


def test_ids_beyond_the_catalogue_are_ours_and_say_so() -> None:
    beyond = {code for code in ASKED if code.rsplit("-", 1)[0] in GROUPS} - set(CATALOGUE)
    assert beyond <= OURS
    for code, rule in all_rules().items():
        if base(code) in OURS:
            assert "本平台" in rule.explanation


def test_every_gap_says_why_and_what_it_waits_for() -> None:
    assert all(gap.title and len(gap.reason) > 10 and gap.waits_for for gap in all_gaps())


@pytest.mark.parametrize("code", [code for code in all_rules() if base(code) in CATALOGUE])
def test_a_rule_of_the_catalogue_has_an_example_at_the_edge(code: str) -> None:
    rule = all_rules()[code]
    path = CHECKOUT / "tests" / "rules" / rule.area / f"{rule.path.stem}.yaml"
    assert any(example.is_edge for example in read_examples(path))
