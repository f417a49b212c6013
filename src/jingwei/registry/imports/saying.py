"""What an importer says of a row: a problem of one of its columns, and what the rules refuse."""

from collections.abc import Iterable, Mapping
from datetime import date

from jingwei.platform.spreadsheets.cells import shown
from jingwei.platform.spreadsheets.layout import Layout, Problem, Row
from jingwei.rulebook import Finding, Moment, ask


def problem(layout: Layout, row: Row, name: str, message: str, remedy: str) -> Problem:
    """Return a problem of a column with what stands in it; of the whole row where the layout has no such column."""
    column = next((each for each in layout.columns if each.name == name), None)
    if column is None:
        return Problem("", "", message, remedy)
    value = row.values.get(name)
    if isinstance(value, list):
        value = "、".join(str(getattr(each, "label", each)) for each in value)
    return Problem(column.title, getattr(value, "label", None) or shown(value), message, remedy)


def refusal(layout: Layout, row: Row, name: str, finding: Finding) -> Problem:
    """Return what a rule says against the row, with the rule's code so that it can be looked up."""
    remedy = getattr(finding.verdict, "remedy", "")
    return problem(layout, row, name, f"不合规定（{finding.rule.code}）：{finding.verdict.fact}", remedy)


def refusals(layout: Layout, row: Row, facts: Mapping[str, object], *, on: date) -> Iterable[Problem]:
    """Put facts to their rules as when a row is registered; ``facts``: by the column that each is about."""
    for name, each in facts.items():
        for finding in ask(Moment.REGISTER, [each], on=on).refusals:
            yield refusal(layout, row, name, finding)
