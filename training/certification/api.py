"""The door of certification.

Reading: `states_of` (what people hold at an instant), `holders` (who holds a certification at which dealer), `lapses`
and `certifications` (what a viewer may see), `curricula_for` (of a job), `curricula_of` (of a viewer), `progress_of`,
`missing_of` (what people have still to do in curricula), `state_of` (of a row, on a day), `on_offer` (what an author
may build on).
Changing: `reconsider` (after somebody earned something), `award_by_hand`, `change_standing`, `begin_renewal`.
Signals: `curriculum_completed`, `certification_awarded`, `certification_expired`, `standing_changed`,
`prior_learning_recognised`.
"""

from training.certification.awarding import AwardRefused, award_by_hand
from training.certification.considering import reconsider
from training.certification.gaps import Missing, missing_of
from training.certification.holding import (
    Held,
    Holder,
    certifications,
    curricula_for,
    curricula_of,
    holders,
    lapses,
    progress_of,
    states_of,
)
from training.certification.models import (
    Certification,
    CertificationPeriod,
    CertificationScheme,
    Curriculum,
    CurriculumProgress,
    ExternalIdentifier,
    Standing,
)
from training.certification.offering import on_offer
from training.certification.paths import Item
from training.certification.renewing import RenewalRefused, begin_renewal
from training.certification.signals import (
    certification_awarded,
    certification_expired,
    curriculum_completed,
    prior_learning_recognised,
    standing_changed,
)
from training.certification.standing import StandingRefused, change_standing
from training.certification.terms import state_of
from training.certification.validity import VALID, State

__all__ = [
    "VALID",
    "AwardRefused",
    "Certification",
    "CertificationPeriod",
    "CertificationScheme",
    "Curriculum",
    "CurriculumProgress",
    "ExternalIdentifier",
    "Held",
    "Holder",
    "Item",
    "Missing",
    "RenewalRefused",
    "Standing",
    "StandingRefused",
    "State",
    "award_by_hand",
    "begin_renewal",
    "certification_awarded",
    "certification_expired",
    "certifications",
    "change_standing",
    "curricula_for",
    "curricula_of",
    "curriculum_completed",
    "holders",
    "lapses",
    "missing_of",
    "on_offer",
    "prior_learning_recognised",
    "progress_of",
    "reconsider",
    "standing_changed",
    "state_of",
    "states_of",
]
