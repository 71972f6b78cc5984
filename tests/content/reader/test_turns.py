"""The lock of one piece of work, across threads and processes."""

from __future__ import annotations

import multiprocessing
import threading
import time
from pathlib import Path

from content.reader.turns import turn


def hold(folder: str, ready: object, seconds: float) -> None:
    from django.conf import settings

    settings.SCRATCH_DIR = folder
    with turn("page"):
        ready.set()  # type: ignore[attr-defined]
        time.sleep(seconds)


def test_threads_take_turns(local_store: str) -> None:
    inside, most = 0, 0
    guard = threading.Lock()

    def work() -> None:
        nonlocal inside, most
        with turn("page"):
            with guard:
                inside += 1
                most = max(most, inside)
            time.sleep(0.01)
            with guard:
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_a_process_that_dies_gives_its_turn_back(local_store: str, settings: object) -> None:
    folder = str(Path(settings.SCRATCH_DIR))  # type: ignore[attr-defined]
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    process = context.Process(target=hold, args=(folder, ready, 60))
    process.start()
    assert ready.wait(10)
    process.kill()
    process.join()
    start = time.monotonic()
    with turn("page"):
        assert time.monotonic() - start < 5
