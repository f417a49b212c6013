"""The headings under which what waits for somebody stands."""

from collections.abc import Iterable

from jingwei.registry.desk import Todo


def in_groups(rows: Iterable[Todo]) -> list[tuple[str, list[Todo]]]:
    """Return the rows under the headings of their lamps, empty ones left out."""
    headings = {"red": "已逾期", "amber": "两个工作日内", "green": "期限内", "grey": "没有法定期限"}
    rows = list(rows)
    groups = [
        (heading, [row for row in rows if row.colour == colour]) for colour, heading in headings.items()
    ]
    return [(heading, found) for heading, found in groups if found]
