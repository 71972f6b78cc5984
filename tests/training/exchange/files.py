"""Files as other systems write them, made by hand and small."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from zipfile import ZipFile

from PIL import Image


def png(size: tuple[int, int] = (40, 20), colour: str = "red") -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


def moodle(*questions: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><quiz>{"".join(questions)}</quiz>'.encode()


def moodle_question(kind: str, *parts: str, text: str = "<p>Which?</p>", name: str = "A name") -> str:
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>{"".join(parts)}</question>'
    )


def moodle_choice(text: str, *, files: dict[str, bytes] | None = None, idnumber: str = "") -> str:
    packed = "".join(
        f'<file name="{name}" path="/" encoding="base64">{b64encode(data).decode()}</file>'
        for name, data in (files or {}).items()
    )
    return (
        f'<question type="multichoice"><name><text>A name</text></name><questiontext format="html">'
        f"<text><![CDATA[{text}]]></text>{packed}</questiontext><idnumber>{idnumber}</idnumber>"
        '<answer fraction="100" format="html"><text>yes</text></answer>'
        '<answer fraction="0" format="html"><text>no</text></answer></question>'
    )


def package(files: dict[str, bytes | str]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def manifest(*hrefs: str, kind: str = "imsqti_item_xmlv2p1") -> str:
    resources = "".join(
        f'<resource identifier="r{place}" type="{kind}" href="{href}"><file href="{href}"/></resource>'
        for place, href in enumerate(hrefs)
    )
    return (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><organizations/>'
        f"<resources>{resources}</resources></manifest>"
    )
