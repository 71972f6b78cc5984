"""Templates and their versions, what a dealership keeps for them, and what people make of them; one module per noun."""

from content.marketing.cobranding.models.dealership import DealerProfile, DealerUpload
from content.marketing.cobranding.models.filling import Filling, Print
from content.marketing.cobranding.models.template import PrintTemplate, TemplateVersion

__all__ = ["DealerProfile", "DealerUpload", "Filling", "Print", "PrintTemplate", "TemplateVersion"]
