"""What certification tells the rooms above. Sent inside the transaction that made the change."""

from django.dispatch import Signal

curriculum_completed = Signal()
"""progress: a CurriculumProgress that is completed now. Sent once each."""
certification_awarded = Signal()
"""period: a new CertificationPeriod, the first or a renewal."""
certification_expired = Signal()
"""period: the newest CertificationPeriod of a certification, whose last valid day has passed. Sent once each."""
standing_changed = Signal()
"""period: a CertificationPeriod that was suspended, reinstated or revoked."""
prior_learning_recognised = Signal()
"""claim: a PriorLearning that was just approved: it counts as its course. Sent once each, before what it earns."""
