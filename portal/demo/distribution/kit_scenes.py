"""Pictures of vehicles that are not there: a van and a tractor in front of a landscape, drawn flat. Words stand in
none, so that they serve both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1000
Colour = tuple[int, int, int]
_GLASS, _TYRE, _RIM = (38, 62, 72), (28, 30, 33), (196, 204, 208)

_PARCELS = ((500, 560, 190, 160), (700, 590, 150, 130), (520, 440, 150, 120), (870, 540, 220, 180))


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: what stands in it, in which paint, under which sky, before which ground."""

    draw: Callable[[ImageDraw.ImageDraw, Colour], None]
    paint: Colour
    sky: tuple[Colour, Colour]
    ground: Colour


def _wheel(pen: ImageDraw.ImageDraw, x: int, y: int, radius: int) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_TYRE)
    inner = radius * 3 // 5
    pen.ellipse((x - inner, y - inner, x + inner, y + inner), fill=_RIM)
    hub = radius // 6
    pen.ellipse((x - hub, y - hub, x + hub, y + hub), fill=_TYRE)


def _van(pen: ImageDraw.ImageDraw, paint: Colour) -> None:
    dark = tuple(part * 3 // 4 for part in paint)
    pen.polygon([(240, 780), (240, 420), (290, 370), (980, 370), (1150, 520), (1340, 580), (1370, 780)], fill=paint)
    pen.rectangle((240, 720, 1370, 790), fill=dark)
    pen.polygon([(1000, 400), (1110, 520), (940, 520), (940, 400)], fill=_GLASS)
    pen.line((640, 380, 640, 720), fill=dark, width=5)
    pen.line((925, 380, 925, 720), fill=dark, width=5)
    pen.rounded_rectangle((1290, 610, 1365, 650), 12, fill=(255, 246, 210))
    pen.rectangle((240, 560, 262, 640), fill=(190, 40, 36))
    for x in (440, 1160):
        _wheel(pen, x, 790, 92)


def _charging(pen: ImageDraw.ImageDraw, paint: Colour) -> None:
    _van(pen, paint)
    pen.rounded_rectangle((90, 430, 190, 860), 18, fill=(236, 240, 242))
    pen.rounded_rectangle((108, 460, 172, 560), 8, fill=(18, 121, 143))
    pen.polygon([(146, 475), (120, 520), (138, 520), (130, 550), (162, 505), (143, 505)], fill=(255, 184, 28))
    pen.arc((150, 520, 330, 760), 60, 180, fill=(226, 104, 16), width=10)


def _cargo(pen: ImageDraw.ImageDraw, paint: Colour) -> None:
    pen.rectangle((250, 180, 1350, 880), fill=paint)
    pen.polygon([(330, 250), (1270, 250), (1130, 350), (470, 350)], fill=(222, 226, 228))
    pen.polygon([(330, 830), (1270, 830), (1130, 720), (470, 720)], fill=(126, 104, 82))
    pen.polygon([(330, 250), (470, 350), (470, 720), (330, 830)], fill=(196, 202, 205))
    pen.polygon([(1270, 250), (1130, 350), (1130, 720), (1270, 830)], fill=(186, 193, 197))
    pen.rectangle((470, 350, 1130, 720), fill=(206, 211, 214))
    for left, top, width, height in _PARCELS:
        pen.rectangle((left, top, left + width, top + height), fill=(200, 150, 92), outline=(140, 100, 58), width=4)


def _cockpit(pen: ImageDraw.ImageDraw, paint: Colour) -> None:
    pen.rectangle((0, 0, WIDTH, 460), fill=(150, 190, 205))
    pen.polygon([(0, 330), (500, 280), (1000, 320), (1600, 270), (1600, 480), (0, 480)], fill=(104, 140, 96))
    pen.polygon([(0, 440), (1600, 440), (1600, 1000), (0, 1000)], fill=(44, 50, 55))
    pen.rounded_rectangle((640, 500, 1180, 800), 22, fill=(12, 20, 24))
    for n, height in enumerate((60, 120, 90, 170, 140, 200)):
        pen.rectangle((680 + n * 78, 770 - height, 730 + n * 78, 770), fill=paint)
    pen.ellipse((130, 480, 590, 940), outline=(20, 22, 25), width=44)
    pen.ellipse((310, 660, 410, 760), fill=(20, 22, 25))
    for end in ((150, 700), (570, 700), (360, 930)):
        pen.line((360, 710, *end), fill=(20, 22, 25), width=36)


def _tractor(pen: ImageDraw.ImageDraw, paint: Colour) -> None:
    dark = tuple(part * 3 // 4 for part in paint)
    pen.polygon([(520, 330), (830, 330), (880, 620), (480, 620)], fill=dark)
    pen.polygon([(550, 360), (805, 360), (845, 590), (515, 590)], fill=_GLASS)
    pen.rectangle((500, 300, 850, 340), fill=paint)
    pen.polygon([(860, 520), (1240, 560), (1270, 760), (840, 780)], fill=paint)
    pen.rectangle((1010, 400, 1040, 550), fill=(60, 64, 68))
    pen.rectangle((1240, 600, 1275, 720), fill=(40, 44, 48))
    _wheel(pen, 560, 690, 200)
    _wheel(pen, 1160, 790, 108)


def _field(pen: ImageDraw.ImageDraw, paint: Colour) -> None:
    for n in range(-4, 22):
        pen.polygon([(800, 560), (n * 100, 1000), (n * 100 + 46, 1000)], fill=paint)
    pen.ellipse((1180, 120, 1340, 280), fill=(255, 214, 120))


SCENES: dict[str, Scene] = {
    "van-front": Scene(_van, (18, 121, 143), ((196, 222, 232), (240, 246, 248)), (120, 128, 132)),
    "van-white": Scene(_van, (240, 243, 245), ((246, 205, 150), (252, 236, 214)), (92, 98, 104)),
    "van-charging": Scene(_charging, (58, 132, 88), ((170, 200, 226), (228, 238, 246)), (136, 140, 138)),
    "van-cargo": Scene(_cargo, (238, 240, 242), ((186, 208, 216), (224, 232, 236)), (128, 132, 134)),
    "van-cockpit": Scene(_cockpit, (111, 198, 216), ((150, 190, 205), (150, 190, 205)), (44, 50, 55)),
    "tractor": Scene(_tractor, (196, 66, 38), ((160, 205, 236), (226, 240, 248)), (124, 142, 70)),
    "tractor-evening": Scene(_tractor, (48, 110, 62), ((238, 150, 96), (252, 214, 160)), (110, 92, 54)),
    "field": Scene(_field, (96, 122, 58), ((150, 196, 230), (230, 240, 246)), (134, 108, 70)),
}


def scene(name: str) -> bytes:
    """The picture as JPEG. Raises KeyError for no such picture."""
    drawn = SCENES[name]
    top, bottom = drawn.sky
    sky = Image.new("RGB", (1, 2))
    sky.putdata([top, bottom])
    picture = sky.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 800 if drawn.draw is not _field else 560, WIDTH, HEIGHT), fill=drawn.ground)
    drawn.draw(pen, drawn.paint)
    data = BytesIO()
    picture.save(data, "JPEG", quality=86)
    return data.getvalue()
