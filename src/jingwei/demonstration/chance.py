"""Chance that is always the same: what is thrown depends on nothing but the words it is thrown for."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def dice(*words: object) -> Random:
    """Return a source of chance for a matter; equal words give equal throws on every machine."""
    return Random(" ".join(map(str, words)))


def one_of(thrown: Random, shares: Mapping[T, float]) -> T:
    """Return one of the keys, each as often as its share says."""
    return thrown.choices(list(shares), list(shares.values()))[0]


def spread(total: int, shares: Sequence[float]) -> list[int]:
    """Return whole numbers in the given shares that add up to the total: the largest remainders are rounded up."""
    whole = sum(shares)
    exact = [total * share / whole for share in shares]
    counts = [int(each) for each in exact]
    by_remainder = sorted(range(len(shares)), key=lambda n: (counts[n] - exact[n], n))
    for n in by_remainder[: total - sum(counts)]:
        counts[n] += 1
    return counts
