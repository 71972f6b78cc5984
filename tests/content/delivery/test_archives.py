"""Archives that are written while they are sent, on both stores."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import PureWindowsPath
from zipfile import BadZipFile, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.delivery.archives import MOST_FILES, BrokenOff, Packed, archive, archive_size, named_apart, send_archive
from portal.core import storage


def kept(data: bytes, filename: str = "a.bin") -> Packed:
    name = f"test/{sha256(data).hexdigest()}"
    storage.save_bytes(name=name, data=data, content_type="application/octet-stream")
    return Packed(name, filename, len(data))


def test_every_file_is_in_it_byte_for_byte(store: str) -> None:
    data = {"a.bin": bytes(range(256)) * 3000, "刹车片.pdf": b"%PDF-", "empty.txt": b""}
    files = [kept(content, name) for name, content in data.items()]
    made = b"".join(archive(files, texts=[("CONTENTS.txt", "three files: 三个")]))
    with ZipFile(BytesIO(made)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == ["CONTENTS.txt", *data]
        assert opened.read("CONTENTS.txt").decode() == "three files: 三个"
        assert {name: opened.read(name) for name in data} == data
    assert abs(len(made) - archive_size(files)) < 2000


def test_a_store_that_fails_in_the_middle_breaks_the_archive_off(
    local_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [kept(b"x" * 900_000, "1.bin"), kept(b"y" * 900_000, "2.bin")]
    real = storage.chunks

    def failing(*, name: str, size: int):  # type: ignore[no-untyped-def]
        pieces = real(name=name, size=size)
        yield next(pieces)
        if name == files[1].stored_as:
            raise storage.StorageUnavailable("gone")
        yield from pieces

    monkeypatch.setattr(storage, "chunks", failing)
    arrived = BytesIO()
    with pytest.raises(storage.StorageUnavailable):
        arrived.writelines(archive(files))
    assert arrived.tell() > 900_000
    with pytest.raises(BadZipFile):
        ZipFile(arrived)


@pytest.mark.parametrize("known", [9, 11])
def test_a_file_that_is_shorter_or_longer_than_known_breaks_it_off(local_store: str, known: int) -> None:
    file = kept(b"0123456789")
    with pytest.raises(BrokenOff):
        b"".join(archive([Packed(file.stored_as, "a.bin", known)]))


def test_a_file_that_is_missing_breaks_it_off(store: str) -> None:
    with pytest.raises(storage.FileMissing):
        b"".join(archive([Packed("test/none", "a.bin", 1)]))


def test_the_answer_is_an_attachment_that_runs_nothing(local_store: str) -> None:
    answer = send_archive([kept(b"x")], filename="kit.zip")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="kit.zip"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-cache" in answer["Cache-Control"]


HOSTILE = ["../../etc/passwd", "..\\..\\boot.ini", "C:\\x\\CON.txt", "a/b/c.jpg", "AUX", "x" * 400 + ".png", "", "..."]


@given(st.lists(st.text(max_size=40) | st.sampled_from([*HOSTILE, "A.jpg", "a.JPG"]), max_size=20))
def test_names_are_flat_whole_and_told_apart(names: list[str]) -> None:
    files = named_apart([Packed("s", name, 1) for name in [*names, *names]])
    made = [one.filename for one in files]
    assert len(made) == 2 * len(names)
    assert len({one.casefold() for one in made}) == len(made)
    for name in made:
        assert name == PureWindowsPath(name).name
        assert not set(name) & set('\\/:*?"<>|\0\n\r')
        assert name not in (".", "..")
        assert not name.endswith((".", " "))
        assert len(name.encode()) <= 255
        assert not PureWindowsPath(name).is_reserved()


def test_many_equal_names_are_told_apart() -> None:
    made = named_apart([Packed("s", f"{'车' * 120}.jpg", 1)] * 300)
    assert len({one.filename for one in made}) == 300
    assert MOST_FILES > 300
