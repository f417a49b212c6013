"""What the frame of a page shows: filled by `config.menu.frame`, drawn by the base templates.

The templates read these context variables: `menu` and `phone_menu` (sequences of MenuGroup), `public_menu` (of
MenuItem, for visitors who are not signed in), `is_large` (whether the visitor asked for large letters), `site` (Site),
`viewer` (Viewer, or None before sign-in), `search_url` (empty for whoever has nothing to look for) and
`demonstration` (bool).
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """One line under a group of the left menu."""

    label: str
    url: str
    current: bool = False
    count: int | None = None  # how many wait there; None and 0 show nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuGroup:
    """One entry of the left menu: a link of its own when it has no items, else a fold that opens on the current one.

    In `phone_menu` the same shape makes the bar at the bottom; the primary entry is the big round one.
    """

    label: str
    icon: str  # a bootstrap-icons name, written as icon="…" so that the sprite gets it
    url: str = ""
    items: Sequence[MenuItem] = ()
    current: bool = False
    count: int | None = None
    is_after_rule: bool = False  # a thin line stands above it
    is_primary: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the fold shows its items: one of them is the page we are on."""
        return self.current or any(item.current for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who is signed in, as the top bar says it."""

    name: str
    unit: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The names of one installation."""

    name: str  # 铜山区涉企行政执法监督平台
    organiser: str  # 主办单位
    support: str  # 技术支持 telephone; empty leaves it out
    rulebook: str  # 规则库版本, such as 2025-07-01
