"""Posters and photos of showrooms for the demo's campaigns, drawn flat. Words stand in none, so that they serve both
languages."""

from __future__ import annotations

import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

POSTER, PHOTO = (1200, 800), (1280, 960)
Colour = tuple[int, int, int]
PETROL, AMBER, NIGHT, SNOW, GREEN = (11, 97, 118), (255, 184, 28), (12, 32, 48), (240, 246, 250), (24, 92, 60)


def _sky(size: tuple[int, int], above: Colour, below: Colour) -> Image.Image:
    column = Image.new("RGB", (1, size[1]))
    for y in range(size[1]):
        share = y / size[1]
        column.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(above, below, strict=True)))
    return column.resize(size)


def _van(pen: ImageDraw.ImageDraw, x: int, y: int, scale: float, paint: Colour) -> None:
    def at(*points: tuple[int, int]) -> list[tuple[float, float]]:
        return [(x + px * scale, y + py * scale) for px, py in points]

    pen.polygon(at((0, 0), (0, -230), (30, -270), (420, -270), (520, -150), (640, -110), (660, 0)), fill=paint)
    pen.polygon(at((430, -250), (500, -155), (390, -155), (390, -250)), fill=(38, 62, 72))
    for wheel in (120, 520):
        pen.ellipse([*at((wheel - 58, -58))[0], *at((wheel + 58, 58))[0]], fill=(28, 30, 33))
        pen.ellipse([*at((wheel - 30, -30))[0], *at((wheel + 30, 30))[0]], fill=(196, 204, 208))


def _winter(pen: ImageDraw.ImageDraw, rng: random.Random) -> None:
    pen.polygon([(0, 560), (300, 380), (560, 540), (860, 330), (1200, 560), (1200, 800), (0, 800)], fill=SNOW)
    _van(pen, 300, 660, 1.0, PETROL)
    for _ in range(160):
        x, y = rng.randrange(1200), rng.randrange(800)
        pen.ellipse((x, y, x + 6, y + 6), fill=(255, 255, 255))


def _evening(pen: ImageDraw.ImageDraw, rng: random.Random) -> None:
    pen.rectangle((0, 620, 1200, 800), fill=(30, 40, 48))
    for x in range(60, 1200, 120):
        pen.line((x, 0, x, 70 + rng.randrange(60)), fill=AMBER, width=3)
        pen.ellipse((x - 14, 90, x + 14, 118), fill=AMBER)
    _van(pen, 280, 690, 1.0, (214, 222, 226))


def _harvest(pen: ImageDraw.ImageDraw, rng: random.Random) -> None:
    for row in range(9):
        pen.line((0, 500 + row * 40, 1200, 470 + row * 48), fill=(214, 170, 60), width=16)
    pen.rounded_rectangle((420, 380, 760, 560), 24, fill=GREEN)
    pen.rounded_rectangle((600, 250, 780, 420), 16, fill=(38, 62, 72))
    for x, radius in ((480, 80), (740, 130)):
        pen.ellipse((x - radius, 620 - radius, x + radius, 620 + radius), fill=(28, 30, 33))
        pen.ellipse((x - radius // 2, 620 - radius // 2, x + radius // 2, 620 + radius // 2), fill=AMBER)


_POSTERS: dict[str, tuple[Callable[[ImageDraw.ImageDraw, random.Random], None], Colour, Colour]] = {
    "winter": (_winter, (96, 150, 190), (226, 236, 244)),
    "evening": (_evening, NIGHT, (64, 74, 110)),
    "harvest": (_harvest, (250, 214, 140), (244, 236, 210)),
}


def poster(name: str) -> bytes:
    """One of the posters, as JPEG."""
    draw, above, below = _POSTERS[name]
    image = _sky(POSTER, above, below)
    draw(ImageDraw.Draw(image), random.Random(name))
    return _jpeg(image)


def window(seed: str) -> bytes:
    """A shop window with a poster in it, as a phone would take it: no two are alike."""
    rng = random.Random(seed)
    wall = _paint(rng, 120, 220)
    image = Image.new("RGB", PHOTO, wall)
    pen = ImageDraw.Draw(image)
    left, top = rng.randrange(80, 220), rng.randrange(120, 240)
    pen.rectangle((left, top, left + 860, top + 560), fill=(60, 66, 72))
    pen.rectangle((left + 14, top + 14, left + 846, top + 546), fill=(186, 208, 220))
    hung = Image.open(BytesIO(poster("winter"))).resize((360, 240))
    image.paste(hung, (left + 60 + rng.randrange(120), top + 70 + rng.randrange(80)))
    _van(pen, left + 380, top + 500, 0.55 + rng.random() * 0.15, _paint(rng, 60, 200))
    pen.rectangle((0, 860, 1280, 960), fill=(92, 90, 88))
    return _jpeg(image.rotate(rng.uniform(-2, 2), fillcolor=wall))


def _paint(rng: random.Random, darkest: int, lightest: int) -> Colour:
    return rng.randrange(darkest, lightest), rng.randrange(darkest, lightest), rng.randrange(darkest, lightest)


def _jpeg(image: Image.Image) -> bytes:
    data = BytesIO()
    image.save(data, "JPEG", quality=86)
    return data.getvalue()
