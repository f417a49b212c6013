"""What an item rests on, as three columns of a sheet: ranks, texts and articles that belong together."""

import re
from collections.abc import Sequence
from datetime import date

from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Cell, CellError, Column, Problem, Row
from jingwei.registry.citations import LONGEST_ARTICLE, Citation, CitationError, read_citations
from jingwei.registry.operations.bases import BasisEntry
from jingwei.registry.terms import BasisLevel

# 立法法: laws alone are named so, 办法 of a ministry or a government are not.
_LAW = re.compile(r"中华人民共和国.+(?<!办)法")
_LEVEL = cells.choice(
    BasisLevel,
    {
        "国务院决定": BasisLevel.STATE_COUNCIL_DECISION,
        "国务院命令": BasisLevel.STATE_COUNCIL_DECISION,
        "部委规章": BasisLevel.DEPARTMENT_RULE,
        "规章": BasisLevel.DEPARTMENT_RULE,
        "政府规章": BasisLevel.LOCAL_GOVERNMENT_RULE,
        "规范性文件": BasisLevel.NORMATIVE_DOCUMENT,
    },
)


def _parts(cell: Cell) -> list[str]:
    """Return what stands between semicolons or line breaks, empty parts kept: the second may have no article yet."""
    return [part.strip() for part in re.split(r"[；;\n]", cells.clean(cells.shown(cell)))]


def _levels(cell: Cell, today: date, /) -> list[BasisLevel]:
    """Read the rank of each basis."""
    return [_LEVEL(part, today) for part in _parts(cell) if part]


def _citations(cell: Cell, today: date, /) -> list[Citation]:
    """Read what the item rests on: title by title, each with its article where it stands beside it."""
    try:
        return read_citations(cells.clean(cells.shown(cell)))
    except CitationError as error:
        raise CellError(error.message, error.remedy) from error


def _articles(cell: Cell, today: date, /) -> list[str]:
    """Read the article of each basis."""
    articles = _parts(cell)
    if any(len(article) > LONGEST_ARTICLE for article in articles):
        raise CellError(f"中有一处条款超过 {LONGEST_ARTICLE} 个字", "只写条款号；几个依据的条款用分号隔开")
    return articles


BASIS_COLUMNS = (
    Column(
        "依据层级",
        "basis_levels",
        _levels,
        aliases=("层级（依据）", "法律效力级别", "效力级别"),
        note="与依据名称一一对应，用分号隔开；都相同的写一个",
        choices=cells.labels(BasisLevel),
        example=BasisLevel.LAW.label,
    ),
    Column(
        "依据名称",
        "basis_titles",
        _citations,
        aliases=("检查依据", "依据", "法律依据", "法律法规依据", "设定依据", "实施依据"),
        note="全称，几个的用分号隔开；可以连同条款写，如《某法》第五条",
        example="中华人民共和国安全生产法",
        widens="事项都待补依据",
    ),
    Column(
        "条款",
        "basis_articles",
        _articles,
        aliases=("依据条款", "条文", "具体条款"),
        note="与依据名称一一对应，用分号隔开",
        example="第六十五条",
    ),
)


def bases_of(row: Row) -> tuple[list[BasisEntry], list[Problem]]:
    """Return what the row's item rests on, and what does not fit together; an article not known yet is empty."""
    citations: Sequence[Citation] = row.values["basis_titles"] or []
    levels: list[BasisLevel] = row.values["basis_levels"] or []
    articles = _one_for_each(row.values["basis_articles"] or [], len(citations))
    problems = []
    if not citations:
        if levels or any(articles):
            problems.append(_wrong("依据名称", "没有填写", "写明依据的全称，或删去层级和条款"))
        return [], problems
    if not levels and all(_LAW.fullmatch(citation.title) for citation in citations):
        levels = [BasisLevel.LAW]
    if len(levels) not in {1, len(citations)}:
        problems.append(
            _wrong("依据层级", f"有 {len(levels)} 个层级，依据有 {len(citations)} 个", "一一对应，用分号隔开")
        )
    if articles and len(articles) != len(citations):
        problems.append(
            _wrong(
                "条款",
                f"有 {len(articles)} 处条款，依据有 {len(citations)} 个",
                "与依据名称一一对应，用分号隔开",
            )
        )
    if problems:
        return [], problems
    levels = levels * len(citations) if len(levels) == 1 else levels
    found = []
    for level, citation, beside in zip(levels, citations, articles or [""] * len(citations), strict=True):
        if citation.article and beside and citation.article != re.sub(r"\s+", "", beside):
            problems.append(
                _wrong("条款", f"写“{beside}”，依据名称中写“{citation.article}”", "核对后只写一处")
            )
        found.append(BasisEntry(level, citation.title, citation.article or beside))
    return found, problems


def _one_for_each(articles: list[str], count: int) -> list[str]:
    """Return the articles as they belong to so many texts; one cell of as many set apart by 、 is one for each."""
    while articles and not articles[-1] and len(articles) > count:
        articles = articles[:-1]
    if not any(articles):
        return []
    if len(articles) == 1 and count > 1:
        parts = [part.strip() for part in articles[0].split("、")]
        return parts if len(parts) == count else articles
    return articles


def _wrong(column: str, message: str, remedy: str) -> Problem:
    return Problem(column, "", message, remedy)
