"""Every rule answers as the examples beside it say."""

from pathlib import Path

import pytest

from jingwei.rulebook import Kind, Rule, all_rules
from jingwei.rulebook.examples import Example, check, read_examples
from jingwei.rulebook.loading import load_every_rule

load_every_rule()
FOLDER = Path(__file__).parent
CASES = [
    pytest.param(rule, example, id=f"{rule.code} {example.name}")
    for rule in all_rules().values()
    if (path := FOLDER / rule.area / f"{rule.path.stem}.yaml").exists()
    for example in read_examples(path)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_rule_answers_as_its_example_says(rule: Rule, example: Example) -> None:
    check(rule, example)


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_rule_has_examples_on_both_sides_and_at_the_edge(rule: Rule) -> None:
    path = FOLDER / rule.area / f"{rule.path.stem}.yaml"
    assert path.exists(), f"{path} is missing"
    examples = read_examples(path)
    assert any(example.is_edge for example in examples)
    if rule.kind is not Kind.MEASURE:
        verdicts = {example.verdict for example in examples}
        assert "pass" in verdicts
        assert verdicts & {"refuse", "warn", "raise"}
