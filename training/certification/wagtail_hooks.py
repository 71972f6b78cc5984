"""What certification adds to the CMS."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from portal.network.authorship import DepartmentPolicy, KeptPolicy
from training.certification.admin.viewsets import (
    CertificationViewSet,
    CurriculumViewSet,
    EquivalenceViewSet,
    ExternalIdentifierViewSet,
    PriorLearningViewSet,
    SchemeViewSet,
)
from training.certification.models import Certification, CertificationScheme, Curriculum, Equivalence, PriorLearning

register_permission_policy(Curriculum, KeptPolicy(Curriculum, "department"))
register_permission_policy(CertificationScheme, KeptPolicy(CertificationScheme, "department"))
register_permission_policy(Certification, KeptPolicy(Certification, "scheme__department"))
register_permission_policy(PriorLearning, KeptPolicy(PriorLearning, "course__department"))
register_permission_policy(Equivalence, DepartmentPolicy(Equivalence, "course__department"))

curricula, schemes = CurriculumViewSet(), SchemeViewSet()
register_snippet(curricula)
register_snippet(schemes)
certifications = CertificationViewSet("certifications")
prior_learning = PriorLearningViewSet("prior_learning")
equivalences = EquivalenceViewSet("equivalences")
technician_numbers = ExternalIdentifierViewSet("technician_numbers")
_MENU = (curricula, schemes, certifications, prior_learning, equivalences, technician_numbers)


@hooks.register("register_admin_viewset")
def certification_viewsets() -> list[object]:
    """The lists that are no snippets."""
    return [certifications, prior_learning, equivalences, technician_numbers]


def _entry(place: int) -> MenuItem:
    return _MENU[place].get_menu_item(order=400 + place)


for _place in range(len(_MENU)):
    hooks.register("register_training_menu_item", lambda place=_place: _entry(place))
