"""The stored key that names are sorted and searched by."""

from jingwei.platform.normal_form import line


def sort_key(name: str) -> str:
    """Return a name's pinyin in full, then its initials: 铜山 gives ``tongshan ts``.

    PostgreSQL without contrib has no Chinese collation and no trigrams, so order and search stand on this column.
    """
    # Its tables take 55 MB: only a process that gives something a name shall hold them.
    from pypinyin import lazy_pinyin

    syllables = [syllable.lower() for syllable in lazy_pinyin(line(name))]
    return f"{''.join(syllables)} {''.join(syllable[:1] for syllable in syllables)}"
