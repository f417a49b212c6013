"""Reads citations as departments write them: 《中华人民共和国消防法》第五十三条 → title and article, one after the other."""

import re
from dataclasses import dataclass

LONGEST_TITLE, LONGEST_ARTICLE = 120, 60  # characters, as they are stored
_LONGEST = 5000  # characters of a cell: more is a whole chapter, and would be slow to take apart
_LONGEST_BARE = 300  # characters of one citation without marks
MARKS = "《》"

_DIGITS = "零〇一二三四五六七八九十百千两\\d"
_UNIT = rf"第\s*+[（(]?+\s*+[{_DIGITS}]++\s*+[)）]?+\s*+(?:条|款|项|目|章|节|编|部分)(?:\s*+之[{_DIGITS}]++)?"
# Units follow each other (第五条第二款), are counted up (第五条、第六条) or span (第五条至第八条).
_ARTICLE = re.compile(rf"\s*+{_UNIT}(?:\s*+(?:[、，,和及与至到—～~-]|以及)?+\s*+{_UNIT})*")
# （2021年4月29日施行）, （主席令第81号）: which edition it is, no part of the title.
_EDITION = re.compile(r"\s*[（(][^（）()《》]*[）)]\s*")
# What may stand before a title: a number of the list, or the words that lead to a citation.
_BEFORE = re.compile(
    r"[\s、，,；;。和及与]*+(?:[（(]?[\d一二三四五六七八九十]{1,3}[)）.．、]|[①-⑳])?+\s*+(?:以及|根据|依据|依照|按照)?+\s*+"
)
# A wording goes on to the end of its sentence or line; what it cites itself is no basis of the item.
_WORDING = re.compile(r"\s*+(?:之?规定|明确|载明)?+\s*+[：:]")
_PARTS = re.compile(r"[；;\n]")
# How the name of a text ends, before （试行） and the like.
_NAMES = re.compile(
    r"(?:法|条例|规定|办法|规则|决定|命令?|细则|解释|标准|意见|通知|规程|制度|公告|规范|目录)(?:[（(][^（）()]*[)）])*$"
)
_ENDS = re.compile(
    r"(?:[。；;]\s*+|(?<!\s)(?=[^\S\n]*+\n)\s++)(?=(?:[（(]?[\d一二三四五六七八九十]{1,3}[)）.．、]|[①-⑳])?\s*+《)"
)
_INNER = str.maketrans("《》", "〈〉")


@dataclass(frozen=True, slots=True)
class Citation:
    """A text and the article of it that is cited; the article is empty where none is named."""

    title: str
    article: str = ""

    def __str__(self) -> str:
        return f"《{self.title}》{self.article}"


class CitationError(ValueError):
    """A citation cannot be split. ``message`` goes on after what it is about, ``remedy`` says what to write."""

    def __init__(self, message: str, remedy: str = "写成《文件名称》第几条，几个依据用分号隔开") -> None:
        self.message = message
        self.remedy = remedy
        super().__init__(message)


def read_citations(text: str) -> list[Citation]:
    """Return the citations of a text in their order. Raises CitationError where it cannot be told what is what.

    Titles stand in 《》; editions in brackets behind them and the wording behind a colon are left out. A text without
    any 《》 is a list of bare titles set apart by semicolons or line breaks, each with its article where it has one.
    """
    if len(text) > _LONGEST:
        raise CitationError(f"有 {len(text)} 个字，最多 {_LONGEST} 个", "只写文件名称和条款号，不抄条文")
    if is_bare(text):
        return [_bare(part) for part in _PARTS.split(text) if part.strip()]
    found: list[Citation] = []
    at = 0
    while True:
        last, at = at, _begin(text, at)
        if at >= len(text):
            return found
        if text[at] == "《":
            citation, at = _marked(text, at)
        else:
            citation, at = _bare_among_marked(text, at, last)
        found.append(citation)


def is_bare(title: str) -> bool:
    """Whether a title can be stored: no title marks are left in it."""
    return not any(mark in title for mark in MARKS)


def _begin(text: str, at: int) -> int:
    """Return where the next citation begins: behind signs, numbers of the list and words that lead to it."""
    found = _BEFORE.match(text, at)
    return found.end() if found else at


def _marked(text: str, at: int) -> tuple[Citation, int]:
    """Return the citation whose title opens at the place, and where it ends."""
    title, at = _title(text, at)
    at = _behind_edition(text, at)
    article = ""
    if cited := _ARTICLE.match(text, at):
        article = re.sub(r"\s+", "", cited[0])
        at = _behind_edition(text, cited.end())
    if wording := _WORDING.match(text, at):
        at = _behind_wording(text, wording.end())
    elif not _is_end(text, at):
        raise CitationError(f"中《{title}》后面的“{text[at : at + 20].strip()}”看不出是哪一条")
    return _sound(Citation(title, article)), at


def _title(text: str, at: int) -> tuple[str, int]:
    """Return the title in the marks that open at the place, and where it ends; titles within it get 〈〉."""
    depth = 0
    for place in range(at, len(text)):
        depth += {"《": 1, "》": -1}.get(text[place], 0)
        if depth == 0:
            return text[at + 1 : place].translate(_INNER), place + 1
    raise CitationError("中的书名号没有成对")


def _bare_among_marked(text: str, at: int, last: int) -> tuple[Citation, int]:
    """Return a citation without marks and where it ends; it stands alone between semicolons or on its line."""
    found = _PARTS.search(text, at)
    end = found.start() if found else len(text)
    citation = _bare(text[at:end])
    is_alone = last == 0 or _PARTS.search(text, last, at)
    if not is_alone or not _NAMES.search(citation.title):
        raise CitationError(f"中的“{text[at : min(end, at + 20)].strip()}”看不出是不是文件名称")
    return citation, end


def _bare(text: str) -> Citation:
    if not is_bare(text):
        raise CitationError(f"中的“{text[:20]}”有一部分在书名号以外", "把文件的全称放在一对书名号里")
    if len(text) > _LONGEST_BARE:
        raise CitationError(
            f"中有一个依据 {len(text)} 个字，最多 {_LONGEST_BARE} 个",
            "只写文件名称和条款号；几个依据用分号隔开",
        )
    found = re.fullmatch(rf"(.+?)({_ARTICLE.pattern})\s*", text)
    title, article = (found[1], found[2]) if found else (text, "")
    return _sound(Citation(title, re.sub(r"\s+", "", article)))


def _behind_edition(text: str, at: int) -> int:
    found = _EDITION.match(text, at)
    return found.end() if found else at


def _behind_wording(text: str, at: int) -> int:
    """Return where the wording ends. Raises CitationError when a title stands within it."""
    ends = _ENDS.search(text, at)
    end = ends.start() + 1 if ends else len(text)
    if "《" in text[at:end]:
        raise CitationError("中的条文里还有书名号，分不清是不是另一个依据", "只写文件名称和条款号，不抄条文")
    return end


def _is_end(text: str, at: int) -> bool:
    """Whether a citation may end here: nothing follows but signs, or what leads to the next title does."""
    behind = _begin(text, at)
    return behind >= len(text) or text[behind] == "《" or bool(_PARTS.search(text, at, behind))


def _sound(citation: Citation) -> Citation:
    citation = Citation(re.sub(r"\s+", " ", citation.title).strip(), citation.article)
    if not citation.title:
        raise CitationError("中有一对空的书名号")
    if len(citation.title) > LONGEST_TITLE:
        raise CitationError(
            f"中有一个名称 {len(citation.title)} 个字，最多 {LONGEST_TITLE} 个", "几个依据用分号隔开"
        )
    if len(citation.article) > LONGEST_ARTICLE:
        raise CitationError(f"中有一处条款超过 {LONGEST_ARTICLE} 个字", "只写条款号")
    return citation
