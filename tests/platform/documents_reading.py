"""Measures the pages of a PDF: where text stands, where rules run."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdf
from pypdf.generic import ContentStream

MILLIMETRE = 72 / 25.4
Matrix = tuple[float, float, float, float, float, float]


def pieces(page: pypdf.PageObject) -> Iterator[tuple[str, float, float]]:
    """Each run of text with its left edge and baseline in millimetres from the lower left corner."""
    found: list[tuple[str, float, float]] = []

    def keep(run: str, matrix: list[float], position: list[float], *_: object) -> None:
        x = position[4] * matrix[0] + position[5] * matrix[2] + matrix[4]
        y = position[4] * matrix[1] + position[5] * matrix[3] + matrix[5]
        found.append((run, x / MILLIMETRE, y / MILLIMETRE))

    page.extract_text(visitor_text=keep)
    yield from found


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line in millimetres from the upper left corner of an A4 page."""

    left: float
    right: float
    top: float
    thickness: float
    is_red: bool


def rules(page: pypdf.PageObject) -> list[Rule]:
    """Return the horizontal lines that the page draws, from the top down."""
    found: list[Rule] = []
    kept: list[tuple[Matrix, float, bool]] = []
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    width, is_red, points = 1.0, False, list[tuple[float, float]]()
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        numbers: list[Any] = [float(each) for each in operands if isinstance(each, int | float)]
        match operator:
            case b"q":
                kept.append((matrix, width, is_red))
            case b"Q":
                matrix, width, is_red = kept.pop()
            case b"cm":
                matrix = _times(tuple(numbers), matrix)
            case b"w":
                width = numbers[0]
            case b"RG" | b"SCN" | b"SC" if len(numbers) == 3:
                is_red = numbers[0] > 0.6 and max(numbers[1:]) < 0.3
            case b"m":
                points = [_moved(matrix, *numbers)]
            case b"l":
                points.append(_moved(matrix, *numbers))
            case b"S" | b"s" if len(points) == 2 and abs(points[0][1] - points[1][1]) < 0.01:
                (x1, y), (x2, _) = sorted(points)
                found.append(
                    Rule(
                        x1 / MILLIMETRE,
                        x2 / MILLIMETRE,
                        297 - y / MILLIMETRE,
                        width * abs(matrix[3]) / MILLIMETRE,
                        is_red,
                    )
                )
    return sorted(found, key=lambda rule: rule.top)


def _moved(by: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = by
    return x * a + y * c + e, x * b + y * d + f


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    x, y = _moved(second, e, f)
    g, h, i, j, _, _ = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, x, y
