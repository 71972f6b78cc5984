"""What assets tell those above them."""

from django.dispatch import Signal

asset_changed = Signal()
"""Who may see these assets, or what is found of them, may have changed: `asset_ids`. Sent inside the transaction."""
asset_taken = Signal()
"""Somebody took an asset: `asset_id`, `user_id`, `channel` ("" is the original). Sent once for a download."""
