"""What courses tell the rooms above. Sent inside the transaction that made the change."""

from django.dispatch import Signal

course_completed = Signal()
"""registration: a Registration that is completed now. Sent once each."""
registration_made = Signal()
"""registration: a new Registration."""
