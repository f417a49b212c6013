"""Which typeface plays which part on paper, and where its file is."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

SHIPPED_FOLDER = Path(__file__).parent / "fonts"
SERIF = "Noto Serif SC"
SANS = "Noto Sans SC"


class TypefaceAbsent(Exception):
    """A typeface that the papers are set in is not on this machine."""


@dataclass(frozen=True)
class Typefaces:
    """The family of each part of a paper. The free defaults stand in for the typefaces GB/T 9704-2012 names."""

    body: str = SERIF  # 仿宋
    title: str = SERIF  # 小标宋, set bold
    heading: str = SANS  # 黑体
    subheading: str = SERIF  # 楷体
    folio: str = SERIF  # 宋体, the page number
    folder: str | Path | None = (
        None  # where a site keeps its licensed fonts; those shipped are always there too
    )

    def families(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each part with its families in order: the chosen one, then those shipped."""
        for part in fields(self):
            if part.name != "folder":
                yield part.name, list(dict.fromkeys([getattr(self, part.name), SERIF, SANS]))


def configured_typefaces() -> Typefaces:
    """Read the site's choice from the setting TYPEFACES: a dict of part → family, and the `folder` of its files."""
    return Typefaces(**getattr(settings, "TYPEFACES", {}))


@cache
def load_fonts(typefaces: Typefaces) -> typst.Fonts:
    """Open the font files, once a process. Raises TypefaceAbsent with the remedy when a family is not found."""
    folders = [str(folder) for folder in (typefaces.folder, SHIPPED_FOLDER) if folder]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    present = set(fonts.families())
    wanted = {family for _, families in typefaces.families() for family in families}
    if absent := sorted(wanted - present):
        raise TypefaceAbsent(
            f"缺少字体：{'、'.join(absent)}。随附字体请运行 make setup 取得；"
            "自备字体请核对设置 TYPEFACES 的 folder 与字体名。"
        )
    return fonts
