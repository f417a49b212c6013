"""The one form in which text is stored, matched and searched, whichever keyboard, sheet or program it came from.

Two kinds of text have two forms. A *line* is what things are called by: a name, a title, a number. Two lines that a
reader takes for the same are the same. *Prose* is what somebody wrote: it keeps its lines, its blanks and its brackets.
Both forms are stable: the form of a form is itself. Why it stands where it stands: decision 8.
"""

import re
import unicodedata
from typing import Any

# CJK Radicals Supplement, each with the unified ideograph that it looks like (property Equivalent_Unified_Ideograph of
# the Unicode Character Database). Fonts and scanners write them for the ideographs; the Kangxi radicals, which come
# before an ideograph of the same form by compatibility, are reckoned below.
_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺"
    "⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
# Where systems of before GB 18030-2022 kept, in the private use area, characters that Unicode has since.
_PRIVATE = {
    0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7,
    0xE831: 0x215D7, 0xE832: 0x9FB8, 0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE855: 0x241FE, 0xE864: 0x9FBB,
}  # fmt: skip


def _same_signs() -> dict[int, str]:
    """Return the signs that are written for others: radicals, private ones, full-width digits and letters."""
    same = dict(zip(map(ord, _RADICALS), _IDEOGRAPHS, strict=True))
    same |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    trail = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
    same |= {0xE815 + place: bytes([0xFE, byte]).decode("gb18030") for place, byte in enumerate(trail)}
    same |= {code: chr(now) for code, now in _PRIVATE.items()}
    same |= {code: same.get(ord(now), now) for code, now in same.items()}
    for first, last in ("０９", "ＡＺ", "ａｚ"):
        same |= {code: chr(code - 0xFEE0) for code in range(ord(first), ord(last) + 1)}
    return same


_SAME = _same_signs()
# Official names have full-width brackets, and so has every line: part of a name that is searched for does not tell
# whether the whole is Chinese.
_BRACKETS = str.maketrans("()﹙﹚︵︶⁽⁾", "（）（）（）（）")
_WIDE = "〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff\ue000-\uf8ff（）《》〈〉“”、，。；：·〔〕【】"
_BLANKS = re.compile(r"\s+")
_BLANK_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])\s+(?=[{_WIDE}])")
_HAN = "〇㐀-䶿一-鿿\U00020000-\U0003ffff"
# The dot within names of Uygurs, Tibetans and others, as keyboards have it; GB/T has it as U+00B7.
_DOT_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s*[•‧・･∙⋅ᐧꞏ⸱་]\s*(?=[{_HAN}])")
# A full stop is such a dot only where the whole is a name.
_NAME_WITH_STOP = re.compile(rf"[{_HAN}]{{2,}}(?:\s*[.．·]\s*[{_HAN}]{{2,}})+")
_STOPS = re.compile(r" ?[.．·] ?")
_LINE_ENDS = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n{3,}")
_BLANKS_BEFORE_END = re.compile(r"(?<![^\S\n])[^\S\n]+(?=\n)")
# Most text is of this kind, and is looked at once.
_PLAIN = re.compile(r"[一-鿿0-9A-Za-z（）《》、，。；：·〔〕\-/%]*")
# Not a sign: controls, halves of a pair, and what Unicode keeps out of interchange.
_NO_SIGN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)


def line(text: str) -> str:
    """Return a name, title or number as it is stored, matched and searched.

    Format characters are dropped, radicals and full-width letters and digits are what they look like, brackets are
    full-width, no blank or line break stands between Chinese signs and elsewhere one blank, the dot of a name is ·.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _shared(text).translate(_BRACKETS)
    text = _BLANKS.sub(" ", text).strip()
    text = _DOT_BETWEEN_HAN.sub("·", text)
    if _NAME_WITH_STOP.fullmatch(text):
        text = _STOPS.sub("·", text)
    return _BLANK_BETWEEN_WIDE.sub("", text)


def query(text: str) -> str:
    """Return what somebody looks for: lines set apart by one blank, since each may be found in another place."""
    return " ".join(line(word) for word in _shared(text).split())


def prose(text: str) -> str:
    r"""Return what somebody wrote as it is stored: lines end with ``\n``, nothing invisible is in it.

    No blank ends a line, and one empty line at most parts two others: a paper has no room for more.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _LINE_ENDS.sub("\n", _shared(text))
    return _EMPTY_LINES.sub("\n\n", _BLANKS_BEFORE_END.sub("", text)).strip()


def most_lines(length: int) -> int:
    """Return how many lines a text of at most so many characters may have: what a page holds, not what a key repeats."""
    return max(10, length // 40)


def fault_of(text: str) -> str:
    """Return in 中文 which sign of a text is none and cannot be kept, such as NUL or half a pair; empty when all can."""
    found = _NO_SIGN.search(text)
    if found is None:
        return ""
    code = ord(found.group())
    kind = "不成字的半个编码" if 0xD800 <= code <= 0xDFFF else "看不见的控制字符"
    return f"第 {found.start() + 1} 个字是{kind}（U+{code:04X}），删去后再提交"


def legible(value: Any) -> Any:
    """Return a text with � for each sign that is none, and so every text in a list or dict: for the log, which refuses nothing."""
    match value:
        case str():
            return _NO_SIGN.sub("\ufffd", value)
        case list() | tuple():
            return [legible(each) for each in value]
        case dict():
            return {legible(key): legible(each) for key, each in value.items()}
        case _:
            return value


def _shared(text: str) -> str:
    """Return a text without format characters and variation selectors, each sign in its one composed form."""
    kept = [char for char in text if not _is_dropped(char)]
    return unicodedata.normalize("NFC", "".join(kept).translate(_SAME))


def _is_dropped(char: str) -> bool:
    if char.isascii():
        return False
    code = ord(char)
    is_selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return is_selector or unicodedata.category(char) == "Cf"
