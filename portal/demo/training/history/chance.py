"""Chance that is the same on every machine: seeded by what it is about."""

from __future__ import annotations

import random
from typing import TypeVar

T = TypeVar("T")


def chance(*about: object) -> random.Random:
    """Chance of its own for whatever these words name."""
    return random.Random("\x1f".join(["forecourt", *map(str, about)]))


def of_weights(dice: random.Random, weights: dict[T, float]) -> T:
    """One of the keys, by its weight."""
    return dice.choices(list(weights), list(weights.values()))[0]
