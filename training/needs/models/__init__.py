"""The rows of needs."""

from training.needs.models.competence import (
    Competency,
    CompetencyEvidence,
    CompetencyFramework,
    GapAtDealer,
    LevelRule,
    RoleProfile,
    RoleProfileLine,
)
from training.needs.models.standards import DealerStandard, StandardResult, StandardRule, StandardVersion

__all__ = [
    "Competency",
    "CompetencyEvidence",
    "CompetencyFramework",
    "DealerStandard",
    "GapAtDealer",
    "LevelRule",
    "RoleProfile",
    "RoleProfileLine",
    "StandardResult",
    "StandardRule",
    "StandardVersion",
]
