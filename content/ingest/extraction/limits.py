"""What a file may cost. Each limit can be given by the caller; these are the defaults and their reasons."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one job in the sandbox.

    `memory_bytes` is address space: an interpreter with the libraries loaded takes about 300 MiB of it. The times are
    seconds. `pixels` bounds every bitmap (40 million at 4 bytes are 160 MB). `file_bytes` is what a job may
    write in one file.
    """

    memory_bytes: int = 1536 * MIB
    cpu_seconds: int = 120
    wall_seconds: float = 180.0
    pages: int = 20_000
    outline_entries: int = 20_000
    text_per_page: int = 400_000
    words_per_page: int = 60_000
    page_points: float = 14_400.0 * 5
    pixels: int = 40_000_000
    ocr_pixels: int = 25_000_000
    ocr_seconds_per_page: float = 90.0
    file_bytes: int = 0


DEFAULT_LIMITS = Limits()
RENDER_LIMITS = Limits(memory_bytes=1024 * MIB, cpu_seconds=20, wall_seconds=25.0)
