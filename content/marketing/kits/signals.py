"""What kits tell those above them."""

from django.dispatch import Signal

kit_changed = Signal()
"""Who may see a kit, or what is found of it, may have changed: `kit_id`. Sent inside the transaction."""
