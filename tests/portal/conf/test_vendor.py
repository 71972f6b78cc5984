"""The browser libraries are copied whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.conf.vendor import COPIES, MissingLibraryError, copy_libraries


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A `node_modules/` that has every file that is copied."""
    for names in COPIES.values():
        for name in names:
            path = tmp_path / "node_modules" / name.replace("*", "latin")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
    return tmp_path / "node_modules"


def test_every_library_is_copied_and_an_old_file_goes(modules: Path, tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    (target / "jquery").mkdir(parents=True)
    copies = copy_libraries(modules=modules, target=target)
    assert {path for path in target.rglob("*") if path.is_file()} == set(copies)
    assert (target / "bootstrap" / "bootstrap.min.css").read_text() == "bootstrap/dist/css/bootstrap.min.css"
    assert not (target / "jquery").exists()


def test_a_missing_library_leaves_the_former_copy(modules: Path, tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    before = copy_libraries(modules=modules, target=target)
    (modules / "htmx.org" / "dist" / "htmx.min.js").unlink()
    with pytest.raises(MissingLibraryError, match="make setup"):
        copy_libraries(modules=modules, target=target)
    assert all(path.exists() for path in before)
