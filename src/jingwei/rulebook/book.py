"""Prints the rulebook as Markdown: ``docs/rulebook/``, grouped by the document cited. Stale pages fail ``make check``."""

from collections import defaultdict
from datetime import date
from pathlib import Path

from jingwei.rulebook.examples import build_facts, read_examples
from jingwei.rulebook.gaps import all_gaps
from jingwei.rulebook.rules import CONSEQUENCE_LABELS, KIND_LABELS, Rule, all_rules
from jingwei.rulebook.sources import Source, all_sources

NOTICE = "<!-- 由 `make docs` 生成，不要手改 -->\n"
VERDICTS = {"pass": "通过", "warn": "提示", "refuse": "拒绝", "raise": "预警"}


def pages(examples: Path) -> dict[str, str]:
    """Return every page of the book by file name. ``examples`` is the folder ``tests/rules``."""
    by_source: dict[str, list[Rule]] = defaultdict(list)
    for rule in all_rules().values():
        by_source[rule.cites[0].source_key].append(rule)
    cited = [source for key, source in all_sources().items() if key in by_source]
    book = {"README.md": _contents(cited, by_source), "not-implemented.md": _gaps()}
    for each in cited:
        book[f"{each.key}.md"] = _chapter(each, by_source[each.key], examples)
    return book


def write(folder: Path, examples: Path) -> None:
    """Write the book into the folder and remove pages that no longer belong to it."""
    folder.mkdir(parents=True, exist_ok=True)
    book = pages(examples)
    for stale in set(path.name for path in folder.glob("*.md")) - set(book):
        (folder / stale).unlink()
    for name, text in book.items():
        (folder / name).write_text(text, encoding="utf-8")


def stale_pages(folder: Path, examples: Path) -> list[str]:
    """Return the names of pages that differ from what the rules say now, missing and surplus ones included."""
    book = pages(examples)
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in book.keys() | found.keys() if book.get(name) != found.get(name))


def _contents(cited: list[Source], by_source: dict[str, list[Rule]]) -> str:
    lines = [NOTICE, "# 规则书\n", "按所引文件分章。标“依据待核”的，数值或条文位置尚未与公布文本核对。\n"]
    for each in cited:
        lines.append(f"## [{each.name}]({each.key}.md)\n")
        for rule in by_source[each.key]:
            mark = "" if rule.is_settled else "　依据待核"
            lines.append(
                f"- `{rule.code}` [{rule.title}]({each.key}.md#{rule.code.lower()})　{KIND_LABELS[rule.kind]}{mark}"
            )
        lines.append("")
    lines.append("[尚未实现的规则](not-implemented.md)\n")
    return "\n".join(lines)


def _gaps() -> str:
    lines = [NOTICE, "# 尚未实现的规则\n", "这些规则目前没有任何操作会问到。\n"]
    lines += ["| 规则 | 名称 | 为什么 | 等待 |", "|---|---|---|---|"]
    lines += [f"| {gap.code} | {gap.title} | {gap.reason} | {gap.waits_for} |" for gap in all_gaps()]
    return "\n".join(lines) + "\n"


def _chapter(each: Source, rules: list[Rule], examples: Path) -> str:
    checked = each.verified_on.isoformat() if each.verified_on else "依据待核"
    lines = [
        NOTICE,
        f"# {each.name}\n",
        f"{each.level}　{each.issuer}　自 {each.in_force.isoformat()} 起施行　核对：{checked}\n",
    ]
    for rule in rules:
        lines += _entry(rule, examples)
    return "\n".join(lines)


def _entry(rule: Rule, examples: Path) -> list[str]:
    span = f"自 {rule.since.isoformat()}" + (f" 至 {rule.until.isoformat()}" if rule.until else "")
    lines = [
        f'<a id="{rule.code.lower()}"></a>\n',
        f"## {rule.code}　{rule.title}\n",
        f"{KIND_LABELS[rule.kind]}　{'、'.join(moment.label for moment in rule.moments)}　"
        f"{CONSEQUENCE_LABELS[rule.consequence]}　{span}\n",
        rule.explanation + "\n",
        "依据：" + "；".join(str(cite) for cite in rule.cites) + "\n",
    ]
    for series in rule.numbers.values():
        lines += [
            f"{series.label}（{series.unit}）\n",
            "| 自 | 至 | 数值 | 地区 | 来源 |",
            "|---|---|---|---|---|",
        ]
        for entry in series.entries:
            start = "" if entry.valid_from == date.min else entry.valid_from.isoformat()
            end = entry.valid_until.isoformat() if entry.valid_until else ""
            mark = "" if entry.is_verified else "（依据待核）"
            lines.append(
                f"| {start} | {end} | {entry.value} | {entry.region or '全国'} | {entry.source}{mark} |"
            )
        lines.append("")
    path = examples / rule.area / f"{rule.path.stem}.yaml"
    lines += ["| 例 | 结论 |", "|---|---|"]
    for example in read_examples(path):
        verdict = VERDICTS.get(example.verdict) or rule.judge(build_facts(rule, example)).basis
        lines.append(f"| {example.name} | {verdict}{'（边界）' if example.is_edge else ''} |")
    shown = f"src/jingwei/{rule.area}/rules/{rule.path.name}"
    lines += ["", f"[规则文件](../../{shown})　[例](../../tests/rules/{rule.area}/{rule.path.stem}.yaml)\n"]
    return lines
