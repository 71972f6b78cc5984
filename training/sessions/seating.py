"""Who gets a seat. Pure: no database, no clock.

A person is known here by their regions: that of their dealer and all above it. A quota says how many people of its
region (and those below) there may be at most; the session's capacity binds everybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody on the waiting list: the id of their booking, and their regions."""

    booking: int
    regions: frozenset[int] = frozenset()


@dataclass
class Seats:
    """The seats of a session: how many there are, at most how many by region, and who sits already."""

    capacity: int
    quotas: Mapping[int, int] = field(default_factory=dict)
    taken: list[frozenset[int]] = field(default_factory=list)

    def left(self) -> int:
        """How many seats are free, whoever takes them."""
        return max(0, self.capacity - len(self.taken))

    def fits(self, regions: frozenset[int]) -> bool:
        """Whether there is a seat for a person of these regions."""
        if not self.left():
            return False
        return all(
            sum(region in one for one in self.taken) < most for region, most in self.quotas.items() if region in regions
        )

    def take(self, regions: frozenset[int]) -> None:
        self.taken.append(regions)


def moving_up(seats: Seats, waiting: Sequence[Waiter]) -> list[int]:
    """The bookings that get a seat, in the order of the list. Who is held back by a quota keeps their place, and holds
    up nobody behind them. Fills `seats`."""
    found = []
    for one in waiting:
        if seats.fits(one.regions):
            seats.take(one.regions)
            found.append(one.booking)
    return found
