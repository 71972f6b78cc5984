"""The door of vehicles: the one that a person has at hand, with what is known of it."""

from content.vehicles.at_hand import AtHand, at_hand_of

__all__ = ["AtHand", "at_hand_of"]
