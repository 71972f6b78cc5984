"""The limits of the processes that read files, seen by jobs that certainly break them; and documents kept open."""

from __future__ import annotations

import os
import signal
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from content.ingest.extraction.api import RENDER_LIMITS, ExtractionFailed, FailureReason
from content.ingest.sandbox import Sandbox, held
from content.ingest.sandbox.children import Zygote, start
from content.ingest.sandbox.client import _frames
from tests.pdf_factory import make_pdf
from tests.services.processes import wait_for_end

MIB = 1024 * 1024
pytestmark = pytest.mark.usefixtures("nothing_held")


@pytest.fixture
def nothing_held() -> None:
    for child in held._idle.values():
        child.end()
    held._idle.clear()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "manual.pdf"
    file.write_bytes(make_pdf(["Torque 25 Nm", "Fault code P0420"], size=(600, 800)))
    return file


def misbehave(path: Path, *, seconds: int = 20, **arguments: object) -> ExtractionFailed:
    limits = replace(RENDER_LIMITS, memory_bytes=768 * MIB, cpu_seconds=seconds, wall_seconds=30.0)
    with pytest.raises(ExtractionFailed) as failure:
        list(_frames("hold", path, limits, arguments))
    return failure.value


def test_memory_ends_at_its_limit(path: Path) -> None:
    assert misbehave(path, megabytes=2000).reason == FailureReason.MEMORY


def test_processor_time_ends_at_its_limit(path: Path) -> None:
    assert misbehave(path, seconds=1, spin=True).reason == FailureReason.TIMEOUT


def test_a_crash_is_told_from_the_rest(path: Path) -> None:
    assert misbehave(path, crash=True).reason == FailureReason.CRASHED


def test_the_next_job_is_none_the_worse(path: Path) -> None:
    misbehave(path, crash=True)
    assert Sandbox().render(path=path, number=1, width_px=200).width == 200


def idle_pids() -> list[int]:
    return [child.pid for child in held._idle.values()]


def test_the_next_page_is_drawn_by_the_child_that_has_the_document_open(path: Path) -> None:
    sandbox = Sandbox()
    first = sandbox.render(path=path, number=1, width_px=200)
    (pid,) = idle_pids()
    second = sandbox.render(path=path, number=2, width_px=300)
    assert idle_pids() == [pid]
    assert (first.width, second.width) == (200, 300)
    assert first.data[:4] == second.data[:4] == b"RIFF"


def test_a_page_drawn_by_a_kept_child_is_the_page_drawn_by_a_new_one(path: Path) -> None:
    sandbox = Sandbox()
    fresh = sandbox.render(path=path, number=2, width_px=300).data
    sandbox.render(path=path, number=1, width_px=300)
    assert sandbox.render(path=path, number=2, width_px=300).data == fresh


def test_a_kept_child_that_died_is_not_missed(path: Path) -> None:
    sandbox = Sandbox()
    sandbox.render(path=path, number=1, width_px=200)
    (pid,) = idle_pids()
    os.killpg(pid, signal.SIGKILL)
    assert sandbox.render(path=path, number=2, width_px=200).width == 200
    assert idle_pids() != [pid]


def test_a_page_that_fails_takes_its_child_along(path: Path) -> None:
    sandbox = Sandbox()
    sandbox.render(path=path, number=1, width_px=200)
    with pytest.raises(ExtractionFailed) as failure:
        sandbox.render(path=path, number=999, width_px=200)
    assert failure.value.reason == FailureReason.PAGE_DAMAGED
    assert idle_pids() == []


def test_a_child_that_ended_long_ago_is_not_ended_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its number may be another process's by then."""
    monkeypatch.setattr(held, "HOLD_SECONDS", 0.1)
    Sandbox().render(path=path, number=1, width_px=100)
    (child,) = held._idle.values()
    assert wait_for_end([child.pid], seconds=20)
    killed: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "killpg", lambda *asked: killed.append(asked))
    child.end()
    child.end()
    assert killed == []


@pytest.mark.parametrize("crash", [False, True])
def test_what_a_child_started_ends_with_it(crash: bool) -> None:
    header = {"crash": crash, "limits": asdict(RENDER_LIMITS)}
    child = start(header, zygote=Zygote(module="tests.content.ingest.starting_jobs"))
    program = next(child.answers(RENDER_LIMITS))[0]["program"]
    try:
        assert wait_for_end([program], seconds=20)
    finally:
        child.end()


def test_few_children_are_kept(path: Path, tmp_path: Path) -> None:
    sandbox = Sandbox()
    for number in range(held.MOST_HELD + 2):
        copy = tmp_path / f"{number}.pdf"
        copy.write_bytes(path.read_bytes())
        sandbox.render(path=copy, number=1, width_px=100)
    assert len(idle_pids()) == held.MOST_HELD


def test_the_child_sees_none_of_our_secrets(path: Path) -> None:
    Sandbox().render(path=path, number=1, width_px=100)
    (pid,) = idle_pids()
    environment = Path(f"/proc/{pid}/environ").read_bytes()
    assert b"SECRET" not in environment
    assert b"DATABASE" not in environment
