"""The documents that rules cite: one TOML file each in ``sources/``."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("sources")


@dataclass(frozen=True, slots=True)
class Source:
    """A law, regulation, opinion or standard as published."""

    key: str
    title: str
    number: str  # 文号; empty where a law has none
    issuer: str
    level: str  # 法律、行政法规、国务院文件……
    in_force: date
    url: str
    verified_on: date | None  # when somebody last held our words against the published text

    @property
    def name(self) -> str:
        """The title in book marks, with its number where it has one."""
        return f"《{self.title}》" + (f"（{self.number}）" if self.number else "")


@dataclass(frozen=True, slots=True)
class Cite:
    """A place in a source. ``is_verified`` false means that the place is quoted from memory: 依据待核."""

    source_key: str
    place: str = ""
    is_verified: bool = True

    @property
    def source(self) -> Source:
        """The document that the place is in."""
        return source(self.source_key)

    @property
    def is_settled(self) -> bool:
        """Whether both the document and the place in it have been checked."""
        return self.is_verified and self.source.verified_on is not None

    def __str__(self) -> str:
        return f"{self.source.name}{self.place}" + ("" if self.is_settled else "（依据待核）")


@cache
def all_sources() -> dict[str, Source]:
    """Return every source by key, in the order of their keys."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def source(key: str) -> Source:
    """Return one source; raises KeyError naming the file that is missing."""
    try:
        return all_sources()[key]
    except KeyError:
        raise KeyError(f"rulebook/sources/{key}.toml does not exist") from None


def _read(path: Path) -> Source:
    row = tomllib.loads(path.read_text(encoding="utf-8"))
    return Source(
        key=path.stem,
        title=row["title"],
        number=row.get("number", ""),
        issuer=row["issuer"],
        level=row["level"],
        in_force=row["in_force"],
        url=row.get("url", ""),
        verified_on=row.get("verified_on"),
    )
