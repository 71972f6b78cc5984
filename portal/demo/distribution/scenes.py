"""Pictures and films of the demo's marketing: vans and tractors in landscapes, drawn here, so that nothing is
anybody's."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1440, 960
Colour = tuple[int, int, int]
LIGHTS: dict[str, tuple[Colour, Colour, Colour]] = {
    "dawn": ((250, 176, 120), (255, 226, 190), (92, 88, 96)),
    "noon": ((92, 158, 220), (206, 230, 246), (120, 122, 124)),
    "dusk": ((52, 40, 92), (236, 120, 96), (60, 58, 72)),
    "night": ((8, 12, 32), (28, 40, 80), (34, 36, 46)),
    "studio": ((214, 218, 222), (248, 248, 248), (190, 192, 196)),
}
"""Sky above, sky at the horizon, and the ground."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A vehicle ("van" or "tractor") of a colour in a light, `place` shifts it and the hills."""

    vehicle: str
    paint: Colour
    light: str
    place: int = 0


def drawn(scene: Scene, *, shift: int = 0) -> Image.Image:
    """The scene. `shift` moves the vehicle to the right, in pixels."""
    above, horizon, ground = LIGHTS[scene.light]
    sky = Image.new("RGB", (1, 2))
    sky.putdata([above, horizon])
    picture = sky.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    pen = ImageDraw.Draw(picture)
    line = int(HEIGHT * 0.66)
    if scene.light != "studio":
        _hills(pen, scene, line, above, ground)
    pen.rectangle((0, line, WIDTH, HEIGHT), fill=ground)
    if scene.light == "night":
        for star in range(60):
            at = (star * 197 + scene.place * 31) % WIDTH, (star * 89) % (line // 2)
            pen.ellipse((*at, at[0] + 3, at[1] + 3), fill=(235, 235, 210))
    shadow = Image.new("L", picture.size, 0)
    left, top = 240 + 40 * (scene.place % 5) + shift, int(HEIGHT * 0.38)
    ImageDraw.Draw(shadow).ellipse((left - 20, HEIGHT * 0.80, left + 860, HEIGHT * 0.88), fill=150)
    picture.paste((10, 10, 14), mask=shadow.filter(ImageFilter.GaussianBlur(18)))
    (_tractor if scene.vehicle == "tractor" else _van)(ImageDraw.Draw(picture), left, top, scene)
    return picture


def _hills(pen: ImageDraw.ImageDraw, scene: Scene, line: int, above: Colour, ground: Colour) -> None:
    for depth in range(3):
        tint = tuple((above[n] * (2 - depth) + ground[n] * (depth + 1)) // 3 for n in range(3))
        for hill in range(5):
            middle = (hill * 390 + depth * 170 + scene.place * 83) % (WIDTH + 400) - 200
            height = 220 - 55 * depth + (hill * 37 + scene.place * 13) % 60
            pen.ellipse((middle - 330, line - height, middle + 330, line + height), fill=tint)


def _wheel(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    for share, tone in ((1.0, 26), (0.62, 150), (0.52, 70), (0.16, 190)):
        r = radius * share
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(tone, tone, tone + 4))


def _darker(paint: Colour) -> Colour:
    return paint[0] * 7 // 10, paint[1] * 7 // 10, paint[2] * 7 // 10


def _van(pen: ImageDraw.ImageDraw, x: float, y: float, scene: Scene) -> None:
    body = [(x, y + 380), (x, y + 70), (x + 40, y + 20), (x + 560, y + 20), (x + 690, y + 170), (x + 810, y + 220)]
    pen.polygon([*body, (x + 830, y + 380)], fill=scene.paint)
    pen.rectangle((x, y + 300, x + 828, y + 380), fill=_darker(scene.paint))
    glass = (24, 36, 48) if scene.light != "night" else (250, 214, 130)
    pen.polygon([(x + 500, y + 60), (x + 558, y + 60), (x + 668, y + 172), (x + 500, y + 172)], fill=glass)
    for left in (60, 280):
        pen.rounded_rectangle((x + left, y + 66, x + left + 190, y + 170), 14, fill=glass)
    pen.line((x + 490, y + 40, x + 490, y + 370), fill=_darker(scene.paint), width=5)
    pen.rounded_rectangle((x + 770, y + 236, x + 826, y + 270), 10, fill=(255, 244, 200))
    pen.rectangle((x - 6, y + 230, x + 10, y + 290), fill=(190, 30, 30))
    _wheel(pen, x + 170, y + 386, 84)
    _wheel(pen, x + 650, y + 386, 84)


def _tractor(pen: ImageDraw.ImageDraw, x: float, y: float, scene: Scene) -> None:
    glass = (30, 44, 52) if scene.light != "night" else (250, 214, 130)
    pen.polygon([(x + 130, y + 230), (x + 160, y - 60), (x + 400, y - 60), (x + 430, y + 230)], fill=glass)
    pen.rectangle((x + 140, y - 90, x + 420, y - 56), fill=scene.paint)
    pen.line((x + 285, y - 60, x + 285, y + 230), fill=_darker(scene.paint), width=12)
    pen.polygon([(x + 410, y + 130), (x + 760, y + 160), (x + 790, y + 330), (x + 380, y + 340)], fill=scene.paint)
    pen.rectangle((x + 90, y + 230, x + 480, y + 340), fill=_darker(scene.paint))
    for slot in range(5):
        pen.rectangle((x + 560 + slot * 40, y + 200, x + 580 + slot * 40, y + 300), fill=_darker(scene.paint))
    pen.rectangle((x + 600, y + 10, x + 618, y + 150), fill=(60, 60, 62))
    _wheel(pen, x + 190, y + 320, 170)
    _wheel(pen, x + 690, y + 380, 100)


def photograph(scene: Scene) -> bytes:
    """The scene as a camera of the maker would hand it in: with a place, an instant and an author."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "Halden", "Halden HO-7", "Marit Solberg"
    exif[0x8298] = "Forecourt demo"
    exif.get_ifd(0x8825).update({1: "N", 2: (61.0, 3.0, 12.0 + scene.place), 3: "E", 4: (8.0, 36.0, 5.0)})
    buffer = BytesIO()
    drawn(scene).save(buffer, "JPEG", quality=86, exif=exif)
    return buffer.getvalue()


def film(scene: Scene, *, seconds: int) -> bytes:
    """The vehicle drives through the scene. 25 pictures a second, with a quiet tone."""
    with tempfile.TemporaryDirectory() as folder:
        frame, target = Path(folder) / "wide.jpg", Path(folder) / "film.mp4"
        drawn(scene, shift=120).resize((1600, 1066)).save(frame, quality=88)
        pan = f"crop=1280:720:'(in_w-out_w)*t/{seconds}':240"
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-loop", "1", "-t", str(seconds)]
        command += ["-framerate", "25", "-i", str(frame), "-f", "lavfi", "-i", f"sine=frequency=110:duration={seconds}"]
        command += ["-vf", f"{pan},format=yuv420p", "-af", "volume=0.1", "-c:v", "libx264", "-preset", "ultrafast"]
        subprocess.run([*command, "-c:a", "aac", "-shortest", str(target)], check=True)
        return target.read_bytes()
