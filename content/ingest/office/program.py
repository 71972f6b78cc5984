"""LibreOffice, run once for a file and with limits: a profile of its own, no macros, no links, no network.

What a document refers to outside of itself is not followed: neither an address (the server would ask in the portal's
name) nor a file (its text would be printed into the PDF). `tests/content/ingest/test_office.py` tries both.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from content.ingest.extraction.failures import ExtractionFailed, FailureReason
from content.ingest.office.formats import OfficeFormat, printable_format

PROGRAM = "soffice"
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL")
_PORT_OF_NOTHING = "9"
"""The discard port of this machine: a proxy that is not there."""
_SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", _PORT_OF_NOTHING),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", _PORT_OF_NOTHING),
)
_EXPORT = '{"ExportBookmarks":{"type":"boolean","value":"true"},"UseTaggedPDF":{"type":"boolean","value":"true"}}'


@dataclass(frozen=True, slots=True)
class ConversionLimits:
    """Of one run: address space and the largest file that it may write in bytes, times in seconds."""

    memory_bytes: int = 4 * 1024**3
    file_bytes: int = 1024**3
    cpu_seconds: int = 120
    wall_seconds: float = 180.0


def is_installed() -> bool:
    """Whether Office files can be converted on this machine."""
    return shutil.which(PROGRAM) is not None


def printed(*, path: Path, folder: Path) -> Path:
    """An Office file of any name printed as a PDF into `folder`. Raises ExtractionFailed, also of what is none."""
    found = printable_format(path)
    if found is None:
        raise ExtractionFailed(FailureReason.NOT_CONVERTED)
    return convert(path=path, format=found, folder=folder)


def convert(*, path: Path, format: OfficeFormat, folder: Path, limits: ConversionLimits | None = None) -> Path:
    """Print the Office file `path` as a PDF into `folder`, with its headings as outline.

    Raises ExtractionFailed: OFFICE_UNAVAILABLE (not installed), TIMEOUT, NOT_CONVERTED.
    """
    limits = limits or ConversionLimits()
    if not is_installed():
        raise ExtractionFailed(FailureReason.OFFICE_UNAVAILABLE)
    with TemporaryDirectory(prefix="office-") as scratch:
        profile, source = Path(scratch) / "profile", Path(scratch) / f"document.{format.extension}"
        _write_profile(profile)
        shutil.copyfile(path, source)
        _run(_command(profile, source, folder, format, limits), scratch, limits)
    made = folder / "document.pdf"
    if not made.is_file() or not made.stat().st_size:
        raise ExtractionFailed(FailureReason.NOT_CONVERTED)
    return made


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}'
        "</oor:items>"
    )


def _command(
    profile: Path, source: Path, folder: Path, format: OfficeFormat, limits: ConversionLimits
) -> tuple[str, ...]:
    return (
        "prlimit",
        f"--as={limits.memory_bytes}",
        f"--cpu={limits.cpu_seconds}",
        f"--fsize={limits.file_bytes}",
        "--core=0",
        PROGRAM,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nofirststartwizard",
        "--convert-to",
        f"pdf:{format.family}_pdf_Export:{_EXPORT}",
        "--outdir",
        str(folder),
        str(source),
    )


def _run(command: tuple[str, ...], home: str, limits: ConversionLimits) -> None:
    """To its end, and whatever it started with it. How it ended is read off what it left."""
    environment: dict[str, Any] = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    process = subprocess.Popen(
        command,
        env={**environment, "HOME": home, "TMPDIR": home},
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired as error:
        raise ExtractionFailed(FailureReason.TIMEOUT) from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
