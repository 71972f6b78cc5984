"""Copies the browser libraries that npm installed (package.json) to `static/vendor/`, which git ignores.

`python portal/conf/vendor.py` runs at set-up and in the image build (as a file: it needs no settings).
Only the files that a page loads are copied, with the source maps that they name: a manifest storage
refuses a file that refers to a missing one.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]

COPIES = {
    "bootstrap": (
        "bootstrap/dist/css/bootstrap.min.css",
        "bootstrap/dist/css/bootstrap.min.css.map",
        "bootstrap/dist/js/bootstrap.bundle.min.js",
        "bootstrap/dist/js/bootstrap.bundle.min.js.map",
    ),
    "htmx": ("htmx.org/dist/htmx.min.js",),
    "bootstrap-icons": ("bootstrap-icons/font/bootstrap-icons.min.css",),
    "bootstrap-icons/fonts": (
        "bootstrap-icons/font/fonts/bootstrap-icons.woff",
        "bootstrap-icons/font/fonts/bootstrap-icons.woff2",
    ),
    "chart": ("chart.js/dist/chart.umd.min.js", "chart.js/dist/chart.umd.min.js.map"),
    "inter": ("@fontsource-variable/inter/wght.css",),
    "inter/files": ("@fontsource-variable/inter/files/*-wght-normal.woff2",),
}
"""Folder below `static/vendor/` -> files below `node_modules/` (the last part may be a pattern)."""


class MissingLibraryError(Exception):
    """A file that a page needs is not in `node_modules/`: no `npm ci` yet, or a library moved it."""


def copy_libraries(*, modules: Path, target: Path) -> list[Path]:
    """Replace `target` by the files that COPIES names, and return where each one is now.

    Raises:
        MissingLibraryError: a name or pattern matches nothing; `target` is then as it was.
    """
    plan: list[tuple[Path, Path]] = []
    for folder, names in COPIES.items():
        for name in names:
            found = sorted((modules / name).parent.glob(Path(name).name))
            if not found:
                raise MissingLibraryError(f"{modules / name}: not found. `make setup` installs it.")
            plan += [(source, target / folder / source.name) for source in found]
    shutil.rmtree(target, ignore_errors=True)
    for source, copy in plan:
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    return [copy for _, copy in plan]


def main() -> int:
    """Copy from the checkout's `node_modules/` to its `static/vendor/`; 1 when one is missing."""
    try:
        copies = copy_libraries(modules=BASE_DIR / "node_modules", target=BASE_DIR / "static" / "vendor")
    except MissingLibraryError as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    sys.stdout.write(f"{len(copies)} files of browser libraries are in static/vendor/.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
