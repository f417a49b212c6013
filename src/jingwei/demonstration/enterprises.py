"""The fictional enterprises: a score that are named in the content, and twelve thousand that chance puts together."""

import base64
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Any

from django.conf import settings

from jingwei.demonstration import bulk
from jingwei.demonstration.chance import dice, one_of
from jingwei.demonstration.codes import credit_code
from jingwei.demonstration.content import read, rows
from jingwei.demonstration.district import BEGAN
from jingwei.registry.models import Enterprise, Region, Site, SiteCode
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import CreditClass, EnterpriseKind

ENTERPRISES, SITES = 12_000, 15_000
CLASSES = {
    CreditClass.A: 30,
    CreditClass.B: 41,
    CreditClass.C: 18,
    CreditClass.D: 4,
    CreditClass.UNKNOWN: 7,
}
REGISTERS = {EnterpriseKind.INDIVIDUAL_BUSINESS: "92", EnterpriseKind.COOPERATIVE: "93"}
ENDINGS = {
    EnterpriseKind.COMPANY: "有限公司",
    EnterpriseKind.COOPERATIVE: "专业合作社",
    EnterpriseKind.SOLE_PROPRIETORSHIP: "厂",
    EnterpriseKind.PARTNERSHIP: "中心（普通合伙）",
}
SHOPS = ("店", "馆", "吧", "厅", "城", "栈", "所", "房", "社", "超市")
AWAY = 0.025  # degrees: how far a site lies from the middle of its town, at most


@dataclass(frozen=True, slots=True)
class Town:
    """A town with its middle, roughly: good enough to show on a map that a site lies in it."""

    region: Region
    latitude: float
    longitude: float


def build_enterprises(*, today: date) -> None:
    """Write enterprises with their class of this month, their sites and a code for each site."""
    regions = {region.code: region for region in Region.objects.all()}
    towns = [
        Town(regions[row["code"]], float(row["latitude"]), float(row["longitude"])) for row in rows("towns")
    ]
    named = [_named(row, regions) for row in read("enterprises")["enterprise"]]
    made = [*named, *_made(towns, ENTERPRISES - len(named), SITES - sum(len(sites) for _, sites in named))]
    for enterprise, _ in made:
        enterprise.class_month = today.replace(day=1)
    bulk.add(enterprise for enterprise, _ in made)
    for enterprise, sites in made:
        for site in sites:
            site.enterprise = enterprise
    sites = bulk.add(site for _, of_one in made for site in of_one)
    bulk.add(
        SiteCode(site=site, token=_token(f"{site.enterprise.credit_code} {site.name}"), issued_at=BEGAN)
        for site in sites
    )


def trade_of(enterprise: Enterprise) -> dict[str, Any]:
    """Return the trade that an enterprise's name tells."""
    for words, trade in _words():
        if words.search(enterprise.name):
            return trade
    return {"items": []}


@cache
def _words() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """The words of each trade as they stand in names, after 示例."""
    trades = read("trades")["trade"]
    return [(re.compile(f"示例({'|'.join(trade['words'])})"), trade) for trade in trades]


def _named(row: dict[str, Any], regions: dict[str, Region]) -> tuple[Enterprise, list[Site]]:
    region = regions[row["region"]]
    return (
        Enterprise(
            credit_code=row["credit_code"],
            name=row["name"],
            kind=EnterpriseKind(row["kind"]),
            region=region,
            credit_class=CreditClass(row["credit_class"]),
            sort_key=sort_key(row["name"]),
        ),
        [
            Site(
                name=site["name"],
                address=site["address"],
                region=region,
                latitude=site["position"][0],
                longitude=site["position"][1],
            )
            for site in row["site"]
        ],
    )


def _made(towns: list[Town], enterprises: int, sites: int) -> Iterator[tuple[Enterprise, list[Site]]]:
    """Put enterprises together; as many as there are sites to spare have more than one."""
    trades = read("trades")["trade"]
    shares = [trade["weight"] for trade in trades]
    taken: set[str] = set()
    first = len(read("enterprises")["enterprise"]) + 1
    spare, every = sites - enterprises, enterprises // (sites - enterprises)
    for n in range(enterprises):
        thrown = dice("enterprise", n)
        trade = thrown.choices(trades, shares)[0]
        town = thrown.choice(towns)
        kind = _kind(thrown, trade)
        parts = _name(thrown, trade, kind, town, taken)
        name = "".join(parts)
        taken.add(name)
        enterprise = Enterprise(
            credit_code=credit_code(first + n, register=REGISTERS.get(kind, "91")),
            name=name,
            kind=kind,
            region=town.region,
            credit_class=one_of(thrown, CLASSES),
            industry=trade["industry"],
            sort_key=_sort_key(parts),
        )
        count = 2 if n % every == 0 and n // every < spare else 1
        yield enterprise, [_site(thrown, trade, town, k) for k in range(count)]


def _kind(thrown: Random, trade: dict[str, Any]) -> EnterpriseKind:
    lot = thrown.uniform(0, 100)
    if lot < trade.get("individual", 0):
        return EnterpriseKind.INDIVIDUAL_BUSINESS
    if lot < trade.get("cooperative", 0):
        return EnterpriseKind.COOPERATIVE
    return one_of(
        thrown,
        {
            EnterpriseKind.COMPANY: 94,
            EnterpriseKind.SOLE_PROPRIETORSHIP: 4,
            EnterpriseKind.PARTNERSHIP: 2,
        },
    )


def _name(
    thrown: Random, trade: dict[str, Any], kind: EnterpriseKind, town: Town, taken: set[str]
) -> tuple[str, str, str]:
    """Put a name together that nobody could take for a real one and that is not taken: 示例 stands in each."""
    words = read("names")
    while True:
        brand = thrown.choice(words["brands_first"]) + thrown.choice(words["brands_second"])
        place = f"铜山区{town.region.name}" if kind is EnterpriseKind.INDIVIDUAL_BUSINESS else "徐州"
        word = thrown.choice(trade["words"])
        parts = (place, brand, f"示例{word}{_ending(kind, word)}")
        if "".join(parts) not in taken:
            return parts


def _ending(kind: EnterpriseKind, word: str) -> str:
    """Return how such a name ends: a shop's own word is no company yet, and a trade is no shop."""
    is_shop = word.endswith(SHOPS)
    if kind is EnterpriseKind.INDIVIDUAL_BUSINESS:
        return "" if is_shop else "经营部"
    return ("管理" if kind is EnterpriseKind.COMPANY and is_shop else "") + ENDINGS[kind]


def _sort_key(parts: tuple[str, ...]) -> str:
    """Return the sort key of a name from those of its parts, which come again and again."""
    keys = [_sort_key_of(part).split(" ") for part in parts]
    return f"{''.join(full for full, _ in keys)} {''.join(initials for _, initials in keys)}"


@cache
def _sort_key_of(part: str) -> str:
    return sort_key(part)


def _site(thrown: Random, trade: dict[str, Any], town: Town, n: int) -> Site:
    street = thrown.choice(read("names")["streets"])
    names = trade["sites"]
    return Site(
        name=names[n % len(names)] + (str(n + 1) if n >= len(names) else ""),
        address=f"徐州市铜山区{town.region.name}{street}{thrown.randint(1, 480)}号",
        region=town.region,
        latitude=round(town.latitude + thrown.uniform(-AWAY, AWAY), 5),
        longitude=round(town.longitude + thrown.uniform(-AWAY, AWAY), 5),
    )


def _token(name: str) -> str:
    """Derive a code from the installation's key, so that a printed sheet outlives a reload and nobody can guess it."""
    digest = hmac.new(settings.SITE_CODE_KEY.encode(), f"demonstration {name}".encode(), "sm3").digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=")
