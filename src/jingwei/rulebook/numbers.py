"""Dated numbers: a rule's numbers stand in a TOML file beside it; the bureau may add later entries, never edit."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Number:
    """One value of a number for a span of days in a jurisdiction (a prefix of the region code; "" = nation)."""

    value: int
    valid_from: date = date.min
    valid_until: date | None = None  # exclusive
    region: str = ""
    source: str = ""
    is_verified: bool = False

    def applies(self, *, on: date, district: str) -> bool:
        """Whether the number binds in the district on the day."""
        in_time = self.valid_from <= on and (self.valid_until is None or on < self.valid_until)
        return in_time and district.startswith(self.region)

    def __int__(self) -> int:
        return self.value

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Series:
    """All entries of one number, with its 中文 label and unit."""

    name: str
    label: str
    unit: str
    entries: tuple[Number, ...]


class Numbers:
    """The numbers that bind in one district on one day.

    Precedence: the narrower jurisdiction wins over the wider, then the later date over the earlier, then the entry
    that stands later. ``added`` are the entries that the supervision lead made, in the order of their approval:
    (rule code, name) → numbers.
    """

    def __init__(
        self, *, on: date, district: str, added: Mapping[tuple[str, str], Iterable[Number]] | None = None
    ) -> None:
        self.on = on
        self.district = district
        self._added = added or {}

    def get(self, code: str, name: str) -> Number:
        """Return the number of that rule; raises LookupError where none binds on the day."""
        entries = [*_OF_RULE[code][name].entries, *self._added.get((code, name), ())]
        binding = [entry for entry in entries if entry.applies(on=self.on, district=self.district)]
        if not binding:
            raise LookupError(f"规则 {code} 的数值“{name}”在 {self.on} 没有可用的一条")
        # ``max`` keeps the first of equals; read backwards, that is the one that stands last.
        return max(reversed(binding), key=lambda entry: (len(entry.region), entry.valid_from))


_OF_RULE: dict[str, dict[str, Series]] = {}  # by the rule's code, then the number's name


def register(code: str, path: Path) -> dict[str, Series]:
    """Read the numbers of a rule from its TOML file and keep them under its code; none where there is no file."""
    _OF_RULE[code] = _read(path) if path.exists() else {}
    return _OF_RULE[code]


def _read(path: Path) -> dict[str, Series]:
    """Read a TOML file: one table a number, its dated entries under ``values``."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Series(
            name=name,
            label=table["label"],
            unit=table.get("unit", ""),
            entries=tuple(
                Number(
                    value=row["value"],
                    valid_from=row["from"],
                    valid_until=row.get("until"),
                    region=row.get("region", ""),
                    source=row["source"],
                    is_verified=row["verified"],
                )
                for row in table["values"]
            ),
        )
        for name, table in tables.items()
    }
