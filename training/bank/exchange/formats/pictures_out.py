"""Pictures of the bank in files of other systems."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from portal.core.pictures import Encoded
from training.bank.exchange.formats.telling import Telling
from training.bank.markup import MEDIA

_IMAGE = re.compile(rf"""<img\b[^>]*?\bsrc="{MEDIA}([0-9a-f]{{64}})"[^>]*>""")
_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}


def file_name(digest: str, picture: Encoded) -> str:
    """What a picture is called in a file; the bank knows it again by its bytes."""
    return f"{digest}.{_EXTENSIONS.get(picture.content_type, 'png')}"


def with_names(
    html: str, pictures: Mapping[str, Encoded], tell: Telling, address: Callable[[str], str]
) -> tuple[str, dict[str, Encoded]]:
    """The text with the addresses that pictures have in the file, made by `address` of their names, and the pictures
    by name. A picture whose file is gone is taken out and told."""
    used: dict[str, Encoded] = {}

    def place(found: re.Match[str]) -> str:
        picture = pictures.get(found[1])
        if picture is None:
            tell.lose(_("A picture whose file is not there."))
            return ""
        name = file_name(found[1], picture)
        used[name] = picture
        return found[0].replace(f"{MEDIA}{found[1]}", address(name))

    return _IMAGE.sub(place, html), used
