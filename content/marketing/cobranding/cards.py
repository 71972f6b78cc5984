"""QR codes: drawn here, and nothing about them is fetched."""

from __future__ import annotations

from io import BytesIO

import segno
from django.utils.translation import gettext as _
from segno.encoder import DataOverflowError
from segno.helpers import make_vcard_data

from content.marketing.cobranding.language.api import ValueRefused
from content.marketing.cobranding.models import DealerProfile
from portal.core.printing import Picture
from portal.core.reading import read_as


def qr_code(text: str) -> Picture:
    """The text as a QR code, a drawing with the quiet zone that readers need. Raises ValueRefused when it is too long
    for one."""
    try:
        code = segno.make(text, error="m", micro=False)
    except DataOverflowError as error:
        raise ValueRefused(_("This is too much for a QR code.")) from error
    buffer = BytesIO()
    code.save(buffer, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, svgclass=None, lineclass=None)
    return buffer.getvalue(), "image/svg+xml"


def contact_card(profile: DealerProfile, *, language: str) -> str:
    """The dealership as a vCard."""
    name = read_as(profile.name, profile.name_zh, language=language)
    return str(
        make_vcard_data(
            name=name,
            displayname=name,
            org=name,
            phone=profile.phone or None,
            email=profile.email or None,
            url=profile.web or None,
            street=" ".join(read_as(profile.address, profile.address_zh, language=language).split()) or None,
        )
    )
