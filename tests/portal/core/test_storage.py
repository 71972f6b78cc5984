"""One contract for the two stores: a local folder, and a real S3 server when the environment names one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytest_django import Settings

from portal.core import storage

STORES = ["folder", pytest.param("s3", marks=pytest.mark.services)]


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> str:
    """The store under test."""
    settings.FILES_DIR = str(tmp_path / "files")
    settings.SCRATCH_DIR = str(tmp_path / "scratch")
    if request.param == "folder":
        settings.S3_BUCKET = ""
    else:
        settings.S3_BUCKET = os.environ["S3_BUCKET"]
    return str(request.param)


def test_what_is_saved_is_read_back(store: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x" * 3_000_000)
    storage.save(name="a/b.pdf", source=source, content_type="application/pdf")
    assert storage.size(name="a/b.pdf") == 3_000_000
    assert storage.local_copy(name="a/b.pdf").read_bytes() == source.read_bytes()
    storage.save_bytes(name="a/c.webp", data=b"image", content_type="image/webp")
    assert storage.read_bytes(name="a/c.webp") == b"image"
    storage.delete(name="a/b.pdf")
    storage.delete(name="a/b.pdf")
    assert not storage.exists(name="a/b.pdf")


def test_a_missing_file_is_said_to_be_missing(store: str) -> None:
    for read in (storage.size, storage.read_bytes, storage.local_copy):
        with pytest.raises(storage.FileMissing):
            read(name="missing/file")


def test_the_store_is_ready(store: str) -> None:
    storage.ping()


def test_a_name_cannot_leave_the_folder(settings: Settings, tmp_path: Path) -> None:
    settings.S3_BUCKET = ""
    settings.FILES_DIR = str(tmp_path / "files")
    with pytest.raises(ValueError, match="leave"):
        storage.local_file("../secret")


@pytest.mark.services
def test_an_absent_s3_is_unavailable_not_empty(settings: Settings) -> None:
    settings.S3_BUCKET = "bucket"
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:9"
    for read in (storage.size, storage.read_bytes):
        with pytest.raises(storage.StorageUnavailable):
            read(name="any")
    with pytest.raises(storage.StorageUnavailable):
        storage.ping()


@pytest.mark.services
def test_the_bucket_is_private_and_addresses_expire(settings: Settings) -> None:
    import urllib.error
    import urllib.request

    settings.S3_BUCKET = os.environ["S3_BUCKET"]
    storage.save_bytes(name="private/x.pdf", data=b"secret", content_type="application/pdf")
    plain = f"{os.environ['S3_ENDPOINT_URL']}/{settings.S3_BUCKET}/private/x.pdf"
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(plain)
    assert refusal.value.code in (401, 403)
    signed = storage.presigned_get(
        name="private/x.pdf", filename="Handbuch Größe 手册.pdf", content_type="application/pdf"
    )
    with urllib.request.urlopen(signed) as answer:
        assert answer.read() == b"secret"
        assert "%E6%89%8B%E5%86%8C" in answer.headers["Content-Disposition"]


@pytest.mark.services
def test_local_copies_are_dropped_oldest_use_first(settings: Settings, tmp_path: Path) -> None:
    settings.S3_BUCKET = os.environ["S3_BUCKET"]
    settings.SCRATCH_DIR = str(tmp_path)
    settings.SCRATCH_BYTES = 250
    paths = []
    for number in range(3):
        storage.save_bytes(name=f"copies/{number}", data=b"x" * 100, content_type="text/plain")
        path = storage.local_copy(name=f"copies/{number}")
        os.utime(path, (1_000_000 + number, 1_000_000 + number))
        paths.append(path)
    storage.save_bytes(name="copies/3", data=b"x" * 100, content_type="text/plain")
    storage.local_copy(name="copies/3")
    assert [path.exists() for path in paths] == [False, False, True]


@pytest.mark.services
def test_another_process_drops_copies_meanwhile(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.S3_BUCKET = os.environ["S3_BUCKET"]
    settings.SCRATCH_DIR = str(tmp_path)
    for number in range(2):
        storage.save_bytes(name=f"shared/{number}", data=b"x", content_type="text/plain")
    first = storage.local_copy(name="shared/0")
    scan = os.scandir

    def listed(folder: Path) -> list[os.DirEntry[str]]:
        entries = list(scan(folder))
        first.unlink()
        return entries

    monkeypatch.setattr(os, "scandir", listed)
    assert storage.local_copy(name="shared/1").read_bytes() == b"x"
    monkeypatch.undo()
    assert storage.local_copy(name="shared/0").read_bytes() == b"x"
