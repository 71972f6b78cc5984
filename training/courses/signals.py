"""What courses tell the rooms above. Sent inside the transaction that made the change."""

from django.dispatch import Signal

course_completed = Signal()
"""registration: a Registration that is completed now. Sent once each."""
registration_made = Signal()
"""registration: a new Registration."""
course_changed = Signal()
"""course_id: what dealers may see or find of this course may have changed (published, retargeted, unpublished,
deleted)."""
lesson_completed = Signal()
"""registration, lesson_id: this lesson of it is completed now. Sent once each."""
