"""What the HTML, CSS, files and fields of a template may say, and what is refused, with its line."""

from __future__ import annotations

import pytest

from content.marketing.cobranding.language.api import (
    FileFacts,
    Part,
    TemplateRefused,
    check_template,
    kept_fields,
    parse_markup,
    read_file,
)
from content.marketing.cobranding.language.drawing import check_drawing
from content.marketing.cobranding.language.fields import read_fields
from tests.content.marketing.cobranding.builders import CSS, FIELDS, HTML, picture

FILES = {"bg.png": object(), "brand.woff2": object()}


def faults(*, html: str = HTML, css: str = CSS, fields: list[dict[str, object]] = FIELDS) -> list[tuple[str, object]]:
    """Part and line of each fault."""
    try:
        check_template(html=html, css=css, fields=fields, files=FILES)
    except TemplateRefused as refused:
        return [(fault.part, fault.line) for fault in refused.faults]
    return []


def test_a_plain_template_is_taken() -> None:
    assert faults() == []
    assert faults(html=HTML + '<img src="bg.png" alt="">') == []
    assert (
        faults(css="@font-face { font-family: B; src: url(brand.woff2) format('woff2') } h1 { font-family: B }") == []
    )
    assert faults(css="@page { background: url('bg.png'); @bottom-center { content: counter(page) } }") == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<img src="https://evil.example/x.png">',
        '<img src="//evil.example/x.png">',
        '<img src="file:///etc/passwd">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="../bg.png">',
        '<img src="bg.png" srcset="https://evil.example/2x.png 2x">',
        '<img src="bg.png" onerror="alert(1)">',
        "<img>",
        '<link rel="stylesheet" href="https://evil.example/a.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@import url(https://evil.example/a.css)</style>",
        '<object data="https://evil.example/x.svg"></object>',
        '<embed src="https://evil.example/x.svg">',
        '<iframe src="https://evil.example/"></iframe>',
        '<a href="https://evil.example/">x</a>',
        '<base href="https://evil.example/">',
        '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
        '<svg><use xlink:href="https://evil.example/x.svg#a"/></svg>',
        '<svg><image href="file:///etc/passwd"></image></svg>',
        "<math><mtext><img src=x></mtext></math>",
        "<form><input></form>",
        "<table><tr><td colspan=100000>x</td></tr></table>",
        '<p style="background:url(https://evil.example/x)">x</p>',
        '<p style="background:u\\72l(https://evil.example/x)">x</p>',
        '<p style="--a:1">x</p>',
        "<?php echo 1 ?>",
        "<![CDATA[ x ]]>",
        "<p>" + "<b>" * 60 + "x" + "</b>" * 60,
        '<field name="nobody"></field>',
        "<template><p>x</p></template>",
        "<noscript><p>x</p></noscript>",
        "<video src=x></video>",
        "<field name=dealer><b>x</b></field>",
    ],
)
def test_what_runs_fetches_or_links_is_refused(html: str) -> None:
    assert Part.HTML in {part for part, _line in faults(html=HTML + html)}


@pytest.mark.parametrize(
    "css",
    [
        "@import url(https://evil.example/a.css);",
        "@import 'a.css';",
        "p { background: url(https://evil.example/x) }",
        "p { background: url( 'file:///etc/passwd' ) }",
        "p { background: u\\72l(https://evil.example/x) }",
        "p { background: \\75\\72\\6c(https://evil.example/x) }",
        "p { background: image-set('https://evil.example/x' 1x) }",
        "p { background: URL(//evil.example/x) }",
        "p { list-style-image: url(data:image/png;base64,AA) }",
        "p { content: url(https://evil.example/x) }",
        "p::before { content: attr(title) }",
        "@font-face { font-family: a; src: url(https://evil.example/a.woff) }",
        "@font-face { font-family: a; src: local('Arial') }",
        "@namespace url(http://www.w3.org/1999/xhtml);",
        "@media print { p { color: red } }",
        "@supports (display: grid) { p { color: red } }",
        "@page { size: A0 }",
        "@page { bleed: 90mm }",
        "@page { @evil { content: 'x' } }",
        "p { link: attr(href); anchor: attr(id) }",
        "p { bookmark-level: 1 }",
        ":root { --a: lol; --b: var(--a) var(--a) }",
        "p { width: var(--b) }",
        "p { grid-template-columns: repeat(100000, 1fr) }",
        "p { width: 99999999mm }",
        "p { width: 10vmax }",
        "p { behavior: url(#x) }",
        "p { width: expression(alert(1)) }",
        "p { width: calc(calc(calc(calc(calc(calc(calc(calc(calc(1px))))))))) }",
        "p { color: red",
        "p { color red }",
        "p { p { color: red } }",
    ],
)
def test_styles_that_fetch_multiply_or_break_are_refused(css: str) -> None:
    if css == "p { color: red":
        assert faults(css=css) == []  # CSS closes what is open at its end
        return
    assert Part.CSS in {part for part, _line in faults(css=css)}


def test_the_line_is_named() -> None:
    assert (Part.HTML, 3) in faults(html=f"<p>\n</p>\n<script></script>{HTML}")
    assert (Part.CSS, 4) in faults(css="p {\n  color: red;\n}\np { position: url(//x) }")
    assert (Part.HTML, 2) in faults(html=f"<p>x</p>\n<div>{HTML}")


def test_what_is_wrongly_closed_is_said() -> None:
    assert faults(html=HTML + "<div><b></div></b>")
    assert faults(html=HTML + "</div>")
    assert faults(html=HTML + "<div/>")
    assert faults(html=HTML + "<ul><li>one<li>two</ul><table><tr><td>x</table>") == []


def test_a_field_needs_its_place_and_its_declaration() -> None:
    assert faults(html="<p>x</p>") == [(Part.HTML, None)] * 4
    assert faults(fields=FIELDS[:3]) == [(Part.HTML, 7)]


def test_comments_are_dropped_and_text_stays() -> None:
    root = parse_markup("<p>a<!-- x -->b<b>c</b><!-- y -->d</p>")
    assert "".join(root.itertext()) == "abcd"


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "text", "name": "Bad Name", "label": "x"},
        {"kind": "text", "name": "a", "label": ""},
        {"kind": "text", "name": "a", "label": "x", "longest": 0},
        {"kind": "text", "name": "a", "label": "x", "longest": "many"},
        {"kind": "text", "name": "a", "label": "x", "smallest": 10},
        {"kind": "text", "name": "a", "label": "x", "source": "password"},
        {"kind": "text", "name": "a", "label": "x", "locked": True},
        {"kind": "text", "name": "a", "label": "x", "locked": "yes"},
        {"kind": "price", "name": "a", "label": "x", "currency": "XXX"},
        {"kind": "choice", "name": "a", "label": "x", "options": "one"},
        {"kind": "picture", "name": "a", "label": "x"},
        {"kind": "picture", "name": "a", "label": "x", "width_mm": 1e400, "height_mm": 10},
        {"kind": "picture", "name": "a", "label": "x", "width_mm": 9, "height_mm": 9, "own": False, "assets": False},
        {"kind": "script", "name": "a", "label": "x"},
        {"kind": "text", "name": "a", "label": "x", "onload": "x"},
        {"name": "a", "label": "x"},
    ],
)
def test_a_wrong_declaration_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(TemplateRefused):
        read_fields([row])


def test_fields_come_back_as_they_were_kept() -> None:
    fields = read_fields(FIELDS)
    assert kept_fields([field.as_json() for field in fields]) == fields
    with pytest.raises(TemplateRefused):
        read_fields([*FIELDS, FIELDS[0]])


@pytest.mark.parametrize(
    ("name", "data", "taken"),
    [
        ("bg.png", picture(), True),
        ("bg.jpg", picture(format="JPEG"), True),
        ("bg.jpg", picture(), False),
        ("BG.png", picture(), False),
        ("../bg.png", picture(), False),
        ("a/bg.png", picture(), False),
        (".png", picture(), False),
        ("bg.gif", picture(format="GIF"), False),
        ("x.html", b"<p>", False),
        ("f.woff2", b"wOF2xxxx", True),
        ("f.woff2", b"<svg/>", False),
        ("d.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>', True),
        ("d.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', False),
    ],
)
def test_files_are_what_their_names_say(name: str, data: bytes, taken: bool) -> None:
    assert isinstance(read_file(name, data), FileFacts) is taken


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<image href="file:///etc/passwd"/>',
        '<use href="#a"/>',
        "<foreignObject><p>x</p></foreignObject>",
        '<rect fill="url(https://evil.example/x)"/>',
        '<rect fill="u\\72l(https://evil.example/x)"/>',
        '<rect style="fill:url(https://evil.example/x)"/>',
        "<style>@import url(https://evil.example/a.css)</style>",
        '<a href="https://evil.example/"><rect/></a>',
        "<g>" * 50 + "</g>" * 50,
        '<rect xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#x"/>',
        '<animate attributeName="x"/>',
    ],
)
def test_drawings_hold_shapes_alone(inner: str) -> None:
    assert check_drawing(f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>'.encode())


def test_drawings_without_entities() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>'
    assert check_drawing(bomb)
    assert check_drawing(b"no drawing")
    assert check_drawing(b"<html/>")
    fine = b'<svg xmlns="http://www.w3.org/2000/svg"><defs><linearGradient id="g"/></defs><rect fill="url(#g)"/></svg>'
    assert check_drawing(fine) == ""
