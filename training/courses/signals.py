"""What courses tell the rooms above. Sent inside the transaction that made the change."""

from django.dispatch import Signal

course_completed = Signal()
"""registration: a Registration that is completed now. Sent once each."""
registration_made = Signal()
"""registration: a new Registration. Sent for each, those that are made many at once too."""
registrations_made = Signal()
"""registrations: a list of new Registrations of one course. Sent for every registration, alone or with others: who
listens to this need not listen to `registration_made`."""
registration_decided = Signal()
"""registration: a Registration whose request was just approved or declined: by a manager, or because somebody else or
a rule enrolled the person."""
course_changed = Signal()
"""course_id: what dealers may see or find of this course may have changed (published, retargeted, unpublished,
deleted)."""
lesson_completed = Signal()
"""registration, lesson_id: this lesson of it is completed now. Sent once each."""
registration_withdrawn = Signal()
"""registration: a Registration that was ended before it was completed."""
