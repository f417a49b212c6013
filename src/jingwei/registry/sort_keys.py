"""The stored key that names are sorted and searched by."""

from pypinyin import lazy_pinyin


def sort_key(name: str) -> str:
    """Return a name's pinyin in full, then its initials: 铜山 gives ``tongshan ts``.

    PostgreSQL without contrib has no Chinese collation and no trigrams, so order and search stand on this column.
    """
    syllables = [syllable.lower() for syllable in lazy_pinyin(name)]
    return f"{''.join(syllables)} {''.join(syllable[:1] for syllable in syllables)}"
