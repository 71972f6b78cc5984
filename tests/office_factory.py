"""Small Office files, written by hand so that each holds what a test is about."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def make_docx(
    path: Path, *, paragraphs: tuple[str, ...] = ("Text",), picture: str = "", more: dict[str, bytes] | None = None
) -> Path:
    """A Word file with these paragraphs, the first of which is a heading. `picture` is an address that it shows a
    picture from; `more` are further entries."""
    heading = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    styles = (
        f'<w:styles xmlns:w="{_WORD}"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
    )
    body = "".join(
        f"<w:p>{'' if at else heading}<w:r><w:t>{text}</w:t></w:r></w:p>" for at, text in enumerate(paragraphs)
    )
    relation = f'<Relationship Id="rId1" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    if picture:
        relation += f'<Relationship Id="rId9" Type="{_RELATIONS}/image" Target="{picture}" TargetMode="External"/>'
    entries = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        f'ContentType="{_OPEN_XML}.wordprocessingml.document.main+xml"/>'
        '<Override PartName="/word/styles.xml" '
        f'ContentType="{_OPEN_XML}.wordprocessingml.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>',
        "word/styles.xml": styles,
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}{_shown() if picture else ""}</w:body>'
        "</w:document>",
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return path


def _shown() -> str:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing">'
        '<wp:extent cx="2000000" cy="2000000"/><wp:docPr id="1" name="p"/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{_RELATIONS}" r:link="rId9"/><a:stretch><a:fillRect/></a:stretch>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="2000000"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )


def make_odt(
    path: Path, *, text: str = "Text", section: str = "", encrypted: bool = False, more: dict[str, bytes] | None = None
) -> Path:
    """An OpenDocument text. `section` is an address that a part of it is taken from."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    part = (
        f'<text:section text:name="s"><text:section-source xlink:href="{section}"/><text:p>kept</text:p></text:section>'
    )
    secret = "<manifest:encryption-data/>" if encrypted else ""
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry '
            f'manifest:full-path="content.xml" manifest:media-type="text/xml">{secret}</manifest:file-entry>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0" '
            f'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text>'
            f"<text:p>{text}</text:p>{part if section else ''}</office:text></office:body></office:document-content>",
        )
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return path
