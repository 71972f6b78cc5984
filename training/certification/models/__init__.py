"""The rows of certification."""

from training.certification.models.paths import (
    Curriculum,
    CurriculumProgress,
    CurriculumVersion,
    Requirement,
    RequirementSet,
)
from training.certification.models.recognition import Equivalence, ExternalIdentifier, PriorLearning
from training.certification.models.records import (
    CertificateFile,
    Certification,
    CertificationPeriod,
    Credential,
    Reminder,
    Standing,
    StandingChange,
)
from training.certification.models.schemes import CertificationScheme, Rules, SchemePath, SchemeVersion

__all__ = [
    "CertificateFile",
    "Certification",
    "CertificationPeriod",
    "CertificationScheme",
    "Credential",
    "Curriculum",
    "CurriculumProgress",
    "CurriculumVersion",
    "Equivalence",
    "ExternalIdentifier",
    "PriorLearning",
    "Reminder",
    "Requirement",
    "RequirementSet",
    "Rules",
    "SchemePath",
    "SchemeVersion",
    "Standing",
    "StandingChange",
]
