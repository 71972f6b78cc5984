"""Assets: pictures from intake to ready by two workers against libvips alone on the same files."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.table import Row

PICTURES = int(os.environ.get("BENCH_PICTURES", "2000"))
WORKERS = 2
WIDTH, HEIGHT = 1600, 1200
TARGET_SHARE = 0.6
"""Of what libvips alone does on the same cores, as the portal promises."""
Times = tuple[float, float]


def measure() -> list[Row]:
    """Thumbnail, preview and metadata of each picture."""
    with tempfile.TemporaryDirectory() as folder:
        paths = made(Path(folder))
        bare = together(_bare, [paths[n::WORKERS] for n in range(WORKERS)])
        started = time.perf_counter()
        ids = taken_in(paths)
        intake = time.perf_counter() - started
        ours = together(_work, [ids[n::WORKERS] for n in range(WORKERS)])
    from content.marketing.assets.models import Asset

    ready = Asset.objects.filter(state=Asset.State.READY, has_preview=True).count()
    share = bare / ours
    name = f"{PICTURES:,} pictures of {WIDTH} x {HEIGHT} ready, {WORKERS} workers"
    return [
        Row(
            name,
            f"{ours:.1f} s ({PICTURES / ours:.0f}/s)",
            f"libvips alone {bare:.1f} s ({PICTURES / bare:.0f}/s)",
            f"{share:.0%}",
            f">= {TARGET_SHARE:.0%}",
            ready == PICTURES and share >= TARGET_SHARE,
        ),
        Row("the same taken in (judged, hashed, stored, recorded), 1 process", f"{intake:.1f} s", "", "", "", None),
    ]


def made(folder: Path) -> list[Path]:
    """JPEGs, each another picture, with the contrast of photographs."""
    import pyvips

    noise = np.random.default_rng(5)
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH]
    paths = []
    for number in range(PICTURES):
        tints = noise.integers(40, 215, size=3)
        waves = np.sin(across / (20 + number % 90)) * np.cos(down / (15 + number % 70)) * 40
        grain = noise.integers(-12, 12, size=(HEIGHT, WIDTH))
        pixels = np.clip(tints[None, None, :] + (waves + grain)[:, :, None], 0, 255).astype(np.uint8)
        path = folder / f"picture-{number:05}.jpg"
        pyvips.Image.new_from_array(pixels).jpegsave(str(path), Q=85)
        paths.append(path)
    return paths


def taken_in(paths: list[Path]) -> list[int]:
    """The steps of reading them."""
    from content.marketing.assets.intake import receive
    from content.marketing.assets.models import Work
    from portal.core.dispatch import kept_here
    from portal.network.departments import create_department

    department = create_department(code="bench-assets", name="Bench")
    with kept_here():
        for path in paths:
            receive(path=path, original_name=path.name, department=department, actor=None)
    return list(Work.objects.order_by("pk").values_list("pk", flat=True))


def together(target, shares) -> float:  # type: ignore[no-untyped-def]
    """Seconds from when the first worker begins until the last ends; starting an interpreter does not count."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(WORKERS) as pool:
        times: list[Times] = pool.map(target, shares, chunksize=1)
    return max(end for _begin, end in times) - min(begin for begin, _end in times)


def _bare(paths: list[Path]) -> Times:
    os.environ["VIPS_CONCURRENCY"] = "1"
    import pyvips

    begin = time.time()
    for path in paths:
        for width in (1280, 480):
            small = pyvips.Image.thumbnail(str(path), width, height=width, size="down", export_profile="srgb")
            small.webpsave(f"{path}.{width}.webp", Q=80, effort=2, keep="none")
    return begin, time.time()


def _work(ids: list[int]) -> Times:
    import django

    django.setup()
    from content.marketing.assets import pipeline
    from portal.core.dispatch import kept_here

    begin = time.time()
    with kept_here():
        for pk in ids:
            pipeline.work(work_id=pk)
    return begin, time.time()
