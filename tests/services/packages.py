"""Debian packages that the tests' servers and tools come from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.services import java, postgres
from tests.services.errors import NotInstalledError, ServicesError

CJK_FONTS = ("/usr/share/fonts/opentype/noto", "/usr/share/fonts/noto-cjk", "/usr/share/fonts/truetype/noto")


def chromium() -> str | None:
    """The path of a Chromium or Chrome, that of CHROMIUM_PATH first; None when there is none."""
    given = os.environ.get("CHROMIUM_PATH")
    names = (given, "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def _present(locate: Callable[[], object]) -> bool:
    try:
        return bool(locate())
    except NotInstalledError:
        return False


def _speaks_chinese() -> bool:
    if shutil.which("tesseract") is None:
        return False
    answer = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return "chi_sim" in answer.stdout


def _has_cjk_font() -> bool:
    return any(next(Path(folder).glob("*CJK*"), None) for folder in CJK_FONTS)


def _prints(family: str) -> Callable[[], bool]:
    """Whether LibreOffice is here with the part that prints `family`."""
    program = shutil.which("soffice")
    return bool(program and next(Path(program).resolve().parent.glob(f"lib{family}lo.so"), None))


NEEDS: dict[str, Callable[[], bool]] = {
    "postgresql": lambda: _present(postgres.programs),
    "redis-server": lambda: bool(shutil.which("redis-server") or shutil.which("valkey-server")),
    "default-jdk-headless": lambda: _present(java.home),
    "maven": lambda: bool(shutil.which("mvn")),
    "chromium": lambda: chromium() is not None,
    "tesseract-ocr": lambda: bool(shutil.which("tesseract")),
    "tesseract-ocr-chi-sim": _speaks_chinese,
    "fonts-noto-cjk": _has_cjk_font,
    "libreoffice-writer-nogui": lambda: _prints("sw"),
    "libreoffice-calc-nogui": lambda: _prints("sc"),
    "libreoffice-impress-nogui": lambda: _prints("sd"),
    "poppler-utils": lambda: bool(shutil.which("pdftotext")),
}
"""Debian package -> whether what it brings is here already, from wherever."""


def missing() -> list[str]:
    """The packages whose content is not on this machine."""
    return [package for package, is_here in NEEDS.items() if not is_here()]


def install() -> None:
    """Install the missing packages with apt.

    Raises:
        ServicesError: this account may not install, the system has no apt, or apt failed; says what to run.
    """
    wanted = missing()
    if not wanted:
        return
    remedy = "apt-get update && apt-get install --no-install-recommends " + " ".join(wanted)
    if os.geteuid() != 0:
        raise ServicesError(f"Missing: {', '.join(wanted)}. Have an administrator run: {remedy}")
    if shutil.which("apt-get") is None:
        raise ServicesError(f"Missing, and this system has no apt-get. On Debian it would be: {remedy}")
    sys.stderr.write(f"Installing {', '.join(wanted)}\n")
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"]
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *wanted]):
        done = subprocess.run(
            [*apt, *arguments],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            raise ServicesError(f"apt-get {arguments[0]} failed.\n{done.stdout[-3000:]}\nTo try again: {remedy}")
    java.home.cache_clear()
    if left := missing():
        raise ServicesError(f"Installed, and still not found: {', '.join(left)}.")
