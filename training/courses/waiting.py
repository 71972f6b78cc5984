"""What waits for a person beside their courses: rooms above say it here, and it stands on the learner's pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.network.api import Viewer


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sentence, and where one does what it says."""

    sentence: str
    url: str


Asked = Callable[[Viewer], Waiting | None]
_asked: dict[str, Asked] = {}


def register_waiting(name: str, asked: Asked) -> None:
    """Let `asked` say what waits for a viewer; None when nothing does. From an app's `ready`."""
    _asked[name] = asked


def waiting_for(*, viewer: Viewer) -> list[Waiting]:
    """What waits now, by the name of who says it. As many statements as the rooms above need, whatever there is."""
    found = (_asked[name](viewer) for name in sorted(_asked))
    return [one for one in found if one is not None]
