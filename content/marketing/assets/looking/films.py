"""Films and sounds by ffmpeg: a program of its own, with limits, that may open the one file and nothing else."""

from __future__ import annotations

import re
import resource
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from content.marketing.assets.looking.values import Played
from content.marketing.assets.reasons import Reason, Unusable

DEMUXERS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/webm": "matroska",
    "audio/mp4": "mov",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
}
"""What the file was found to be is what it is read as: a list of other files, whatever it is called, never is."""
WEB_WIDTH, WEB_HEIGHT = 1280, 720
MEMORY_BYTES = 4 * 2**30
LARGEST_RESULT = 8 * 2**30
PROBE_SECONDS, POSTER_SECONDS, FILM_SECONDS = 30, 60, 3600
MOST_WIDTH = 8192
_DURATION = re.compile(r"Duration: (\d+):(\d+):(\d+(?:\.\d+)?)")
_VIDEO = re.compile(r"Stream #\S+.*?: Video: (?!.*\(attached pic\)).*?[ ,](\d{2,5})x(\d{2,5})[ ,\[]")
_AUDIO = re.compile(r"Stream #\S+.*?: Audio: ")
_TURNED = re.compile(r"rotation of (-?\d+(?:\.\d+)?) degrees")


@cache
def _program() -> str:
    # Loaded by who reads films, which no web process does.
    import imageio_ffmpeg

    return imageio_ffmpeg.get_ffmpeg_exe()


def probe(*, path: Path, content_type: str) -> Played:
    """What can be played of it. Raises Unusable."""
    said = _run(_input(path, content_type), seconds=PROBE_SECONDS).stderr.decode("utf-8", "replace")
    length, film, sound = _DURATION.search(said), _VIDEO.search(said), _AUDIO.search(said)
    if not film and not sound:
        raise Unusable(Reason.NO_STREAM)
    width, height = (int(film[1]), int(film[2])) if film else (0, 0)
    turned = _TURNED.search(said)
    if turned and round(float(turned[1])) % 180:
        width, height = height, width
    if max(width, height) > MOST_WIDTH:
        raise Unusable(Reason.PIXELS, f"{width}x{height}")
    seconds = int(length[1]) * 3600 + int(length[2]) * 60 + float(length[3]) if length else 0.0
    return Played(seconds=seconds, width=width, height=height, sound=bool(sound))


def poster(*, path: Path, content_type: str, at: float) -> bytes:
    """A picture of the film as JPEG, `at` seconds from its beginning or the first after that. Raises Unusable."""
    picture = ["-frames:v", "1", "-vf", "scale='min(1920,iw)':-2", "-f", "image2pipe", "-c:v", "mjpeg", "-q:v", "3"]
    for second in dict.fromkeys((at, 0.0)):
        made = _run(["-ss", f"{second:.2f}", *_input(path, content_type), *picture, "pipe:1"], seconds=POSTER_SECONDS)
        if made.stdout.startswith(b"\xff\xd8"):
            return made.stdout
    raise Unusable(Reason.DAMAGED, made.stderr[-200:].decode("utf-8", "replace"))


def web_film(*, path: Path, content_type: str, target: Path, height: int = WEB_HEIGHT) -> None:
    """The film as MP4 (H.264, AAC) at most so high, which begins to play before it has arrived. Raises Unusable."""
    width = round(height * WEB_WIDTH / WEB_HEIGHT)
    size = f"scale=w='min({width},iw)':h='min({height},ih)'"
    size += ":force_original_aspect_ratio=decrease:force_divisible_by=2,format=yuv420p"
    coded = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-c:a", "aac", "-b:a", "128k", "-ac", "2"]
    kept = ["-map", "0:v:0", "-map", "0:a:0?", "-map_metadata", "-1", "-map_chapters", "-1", "-threads", "2"]
    _make([*_input(path, content_type), *kept, "-vf", size, *coded], target, "mp4", seconds=FILM_SECONDS)


def cleaned_film(*, path: Path, content_type: str, target: Path) -> None:
    """The same pictures and sounds bit for bit, without what was written beside them. Raises Unusable."""
    form = {"video/webm": "webm", "video/quicktime": "mov", "audio/mp4": "ipod"}.get(content_type, "mp4")
    kept = ["-map", "0:V?", "-map", "0:a?", "-map_metadata", "-1", "-map_chapters", "-1", "-c", "copy"]
    _make([*_input(path, content_type), *kept, "-fflags", "+bitexact"], target, form, seconds=FILM_SECONDS)


def _input(path: Path, content_type: str) -> list[str]:
    return ["-protocol_whitelist", "file,pipe", "-f", DEMUXERS[content_type], "-i", f"file:{path.resolve()}"]


def _make(arguments: list[str], target: Path, form: str, *, seconds: int) -> None:
    fast = ["-movflags", "+faststart"] if form != "webm" else []
    made = _run([*arguments, *fast, "-f", form, "-y", f"file:{target.resolve()}"], seconds=seconds)
    if made.returncode or not target.exists() or not target.stat().st_size:
        raise Unusable(Reason.DAMAGED, made.stderr[-200:].decode("utf-8", "replace"))


def _run(arguments: list[str], *, seconds: int) -> subprocess.CompletedProcess[bytes]:
    """Raises Unusable when it takes too long. Without our environment, in a folder of its own."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds * 4, seconds * 4 + 5))
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_RESULT, LARGEST_RESULT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    with tempfile.TemporaryDirectory(prefix="film-") as folder:
        try:
            return subprocess.run(
                [_program(), "-nostdin", "-hide_banner", "-v", "info", *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                cwd=folder,
                env={"PATH": "/usr/bin:/bin", "HOME": folder},
                preexec_fn=limit,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unusable(Reason.TIMEOUT) from error
