"""Draws the pictures that the demonstration's records need; nobody's hand and no real place is in them."""

import io
import random
from functools import cache

from PIL import Image, ImageDraw


@cache
def signature(name: str) -> bytes:
    """Return a scrawl as PNG, always the same for a name."""
    strokes = random.Random(name)
    picture = Image.new("RGB", (240, 96), "white")
    pen = ImageDraw.Draw(picture)
    for column in range(len(name)):
        left = 12 + column * 212 // len(name)
        for _ in range(3):
            points = [(left + strokes.randint(0, 54), strokes.randint(14, 82)) for _ in range(4)]
            pen.line(points, fill="#1a1a1a", width=3, joint="curve")
    return _png(picture)


@cache
def scene(name: str) -> bytes:
    """Return a plain drawing of a yard with a gate as PNG, its colours by name."""
    colours = random.Random(name)
    picture = Image.new("RGB", (960, 720), "#dfe6ec")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 480, 960, 720), fill="#b9b3a6")
    for left in range(80, 880, 200):
        shade = colours.randint(120, 200)
        pen.rectangle((left, 200, left + 160, 480), fill=(shade, shade, shade + 20))
        pen.rectangle((left + 50, 360, left + 110, 480), fill="#5b6470")
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()
