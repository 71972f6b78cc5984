"""Files that mean harm, or are only broken: refused with a sentence, quickly, and nothing is changed."""

from __future__ import annotations

import time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from openpyxl import Workbook

from tests.training.exchange.files import manifest, moodle, moodle_choice, moodle_question, package, png
from training.bank.exchange.formats import detecting, gift, moodle_xml, qti_package, sheet
from training.bank.exchange.formats.archive import Archive
from training.bank.exchange.values import LARGEST_FILE, Contents, FileRefused, Reading

EN = Reading("en")
LAUGHS = (
    b'<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><quiz>&c;</quiz>'
)
OUTSIDE = b'<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question>&x;</question></quiz>'
PARAMETER = b'<!DOCTYPE quiz [<!ENTITY % x SYSTEM "http://example.com/x.dtd"> %x;]><quiz/>'
ITEM = (
    '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="t">'
    '<responseDeclaration identifier="R" cardinality="single" baseType="identifier">'
    "<correctResponse><value>a</value></correctResponse></responseDeclaration>"
    '<itemBody><div>Which?</div><choiceInteraction responseIdentifier="R" maxChoices="1">'
    '<simpleChoice identifier="a">{option}</simpleChoice><simpleChoice identifier="b">B</simpleChoice>'
    "</choiceInteraction></itemBody></assessmentItem>"
)


def read(data: bytes, name: str = "file") -> Contents:
    return detecting.read(data, name=name, reading=EN)


def refusal(data: bytes | str, name: str = "file") -> str:
    """Why the whole file is refused; it may not take long to say so."""
    began = time.process_time()
    with pytest.raises(FileRefused) as refused:
        read(data.encode() if isinstance(data, str) else data, name)
    assert time.process_time() - began < 5
    return refused.value.reason


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE, PARAMETER])
def test_entities_are_refused(data: bytes) -> None:
    assert "entities" in refusal(data)
    for part in (data, data.replace(b"quiz", b"assessmentItem")):
        with pytest.raises(FileRefused):
            qti_package.read_xml(part, EN)
        found = qti_package.read_package(package({"imsmanifest.xml": manifest("i.xml"), "i.xml": part}), EN).found
        assert [one.asked for one in found] == [None]
        assert "entities" in found[0].refusal
    with pytest.raises(FileRefused):
        qti_package.read_package(package({"imsmanifest.xml": data}), EN)


def test_a_document_type_that_is_only_named_is_let_through() -> None:
    plain = ITEM.replace("{option}", "A")
    data = f'<!DOCTYPE assessmentItem SYSTEM "http://example.com/none.dtd">{plain}'.encode()
    assert read(data).found[0].asked is not None


def test_entities_in_utf_16_are_seen_too() -> None:
    assert "entities" in refusal(LAUGHS.decode().encode("utf-16"))


def test_broken_xml_names_its_line() -> None:
    assert "line 3" in refusal("<quiz>\n<question>\n</quiz>")


def test_xml_that_is_nested_too_deeply() -> None:
    assert "nested" in refusal("<quiz>" + "<a>" * 100_000)
    deep = moodle(moodle_choice("<b>" * 5_000))
    assert read(deep).found[0].asked is not None


def test_a_file_that_is_no_question_file() -> None:
    for data in (b"%PDF-1.7", png(), b"\xd0\xcf\x11\xe0 an old workbook"):
        assert "no question file" in refusal(data)
    assert "neither" in refusal("<html/>")
    assert "empty" in refusal(" \n")
    assert "larger than 20 MB" in refusal(b"x" * (LARGEST_FILE + 1))
    assert "encoding" in refusal(b"\xff\xff\xfe\xfa\xff" * 9, "a.gift")


def zipped(*parts: tuple[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "a/../../evil.xml", "a\\evil.xml", "C:evil.xml"])
def test_names_that_point_out_of_the_package(name: str) -> None:
    data = zipped(("imsmanifest.xml", manifest().encode()), ("x" * len(name), b"x"))
    data = data.replace(b"x" * len(name), name.encode())
    assert "points out" in refusal(data)


def test_an_item_that_asks_for_a_file_outside_of_the_package() -> None:
    item = ITEM.replace("{option}", '<img src="../../../etc/passwd"/><img src="/etc/passwd"/> A')
    found = qti_package.read_package(package({"imsmanifest.xml": manifest("i.xml"), "i.xml": item}), EN).found
    assert found[0].asked is not None
    assert "passwd" not in found[0].asked.model_dump_json()
    assert any("not in the file" in sentence for sentence in found[0].lost)


def test_packages_that_unpack_without_end() -> None:
    assert "too large" in refusal(zipped(("imsmanifest.xml", b"\0" * 40_000_000)))
    many = zipped(*((f"{number}", b"") for number in range(12_001)))
    assert "more than 12000 files" in refusal(many)


def test_a_package_that_lies_about_a_size() -> None:
    data = bytearray(zipped(("a", b"\0" * 900_000)))
    true, lie = (900_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    data = bytearray(bytes(data).replace(true, lie))
    try:
        part = Archive(bytes(data)).read("a")
    except FileRefused:
        return
    assert len(part) <= 10


def test_a_locked_package_and_a_broken_one() -> None:
    data = bytearray(zipped(("imsmanifest.xml", b"<manifest/>")))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "password" in refusal(bytes(data))
    assert "ZIP" in refusal(b"PK\x03\x04 and nothing more")
    assert "imsmanifest" in refusal(zipped(("readme.txt", b"")))


def test_a_workbook_with_a_document_type() -> None:
    buffer = BytesIO()
    Workbook().save(buffer)
    parts = {name: ZipFile(buffer).read(name) for name in ZipFile(buffer).namelist()}
    parts["xl/sharedStrings.xml"] = LAUGHS
    assert "harm" in refusal(package(parts))
    parts["xl/sharedStrings.xml"] = LAUGHS.decode().encode("utf-16")
    assert "harm" in refusal(package(parts))
    parts["xl/workbook.xml"] = b"<workbook"
    parts["xl/sharedStrings.xml"] = b"<sst/>"
    assert "workbook" in refusal(package(parts))


def test_a_workbook_with_a_cell_at_the_end_of_the_sheet() -> None:
    book, buffer = Workbook(), BytesIO()
    book.active.append(["kind", "question", "answer"])
    book.active.append(["true or false", "Hot?", "yes"])
    book.active.cell(1_048_576, 16_384).value = "far"
    book.save(buffer)
    assert "empty ones" in refusal(buffer.getvalue())


def test_formulas_in_a_table_are_text() -> None:
    table = 'kind,question,option 1,option 2,answer\nchoice,"=HYPERLINK(""http://x"")",a,b,A\n'
    assert sheet.read_csv(table.encode(), EN).found[0].asked.stem["en"].startswith("=HYPERLINK")


def test_pictures_with_scripts_are_left_out() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
    text = "See <img src='@@PLUGINFILE@@/a.png' onerror='alert(1)'><svg onload=alert(1)></svg><script>alert(1)</script>"
    found = moodle_xml.read(moodle(moodle_choice(text, files={"a.png": svg})), EN)
    (one,) = found.found
    assert one.asked.stem == {"en": "See"}
    assert not found.pictures
    assert any("no picture" in sentence for sentence in one.lost)


def test_texts_that_would_make_a_search_slow() -> None:
    for piece in ("<img src=", "<img alt='", "<img ", "[[", "{1:SHORTANSWER:", "{:", "\\", "####", "::", "a{", "<!--"):
        began = time.process_time()
        for read_file, data in (
            (gift.read, (piece * 15_000).encode()),
            (moodle_xml.read, moodle(moodle_choice(piece * 15_000))),
            (moodle_xml.read, moodle(moodle_question("cloze", text=piece * 10_000))),
        ):
            read_file(data, EN)
        assert time.process_time() - began < 10, piece


def test_wordings_are_never_regular_expressions() -> None:
    item = (
        '<assessmentItem identifier="i" title="t"><responseDeclaration identifier="R" cardinality="single" '
        'baseType="string"/><outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        '<itemBody><p>Which?<textEntryInteraction responseIdentifier="R"/></p></itemBody><responseProcessing>'
        "{rules}</responseProcessing></assessmentItem>"
    )
    rule = (
        '<responseCondition><responseIf>{test}<setOutcomeValue identifier="SCORE">'
        '<baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition>'
    )
    evil = '<patternMatch pattern="(a+)+$"><variable identifier="R"/></patternMatch>'
    kind = '<patternMatch pattern="P0.*20"><variable identifier="R"/></patternMatch>'
    both = item.replace("{rules}", rule.replace("{test}", evil) + rule.replace("{test}", kind))
    (found,) = qti_package.read_xml(both.encode(), EN).found
    assert [key.pattern for key in found.asked.keys] == ["P0*20"]
    assert any("regular expression" in sentence for sentence in found.lost)
    (alone,) = qti_package.read_xml(item.replace("{rules}", rule.replace("{test}", evil)).encode(), EN).found
    assert alone.asked is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Which?{=a ~b", "never closed"),
        ("Which? =a ~b}", "no “{” before"),
        ("Which {=a ~b} or {=c ~d}?", "more than one pair"),
        ("Which?{~%50%a ~%40%b}", "90.00% together"),
        ("Which?{~a ~b}", "0.00% together"),
        ("Which?{=%150%a ~b}", "options"),
        ("Which?{=%50%a ~b}", "No option is worth 100 %"),
        ("How many?{#abc}", "“abc” is no number"),
        ("How many?{#5..1}", "ends before"),
        ("How many?{#1e999}", "no number"),
        ("How many?{#nan}", "no number"),
        ("Which?{=a}x{", "more than one pair"),
        ("Match{=a -> =b -> c}", "“->”"),
        ("Which?{a}", "no answer"),
        ("{=a ~b}", "no text"),
        ("Which?{= ~b}", "no text"),
    ],
)
def test_gift_that_does_not_add_up_says_why(text: str, said: str) -> None:
    (found,) = gift.read(text.encode(), EN).found
    assert found.asked is None
    assert said in found.refusal
    assert found.where == "line 1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_chinese_in_every_encoding(encoding: str) -> None:
    text = "::冷却液::应加注哪种冷却液？{=G48 ~水}\n"
    assert gift.read(text.encode(encoding), Reading("zh-hans")).found[0].name == "冷却液"
    table = "题型,题目,选项1,选项2,答案\n单选,应加注哪种冷却液？,G48,水,A\n"
    (row,) = read(table.encode(encoding), "题库.csv").found
    assert row.asked.stem == {"en": "应加注哪种冷却液？"}
    declared = encoding.removesuffix("-sig")
    xml = f'<?xml version="1.0" encoding="{declared}"?>' + moodle(moodle_choice("制动液")).decode().partition("?>")[2]
    assert read(xml.encode(encoding)).found[0].asked.stem == {"en": "制动液"}


def test_numbers_that_no_question_can_have() -> None:
    key = '<answer fraction="100"><text>{value}</text><tolerance>{tolerance}</tolerance></answer>'
    for value, tolerance in (("1e400", "0"), ("nan", "0"), ("1", "-1"), ("9" * 500, "0"), ("1", "inf")):
        part = key.replace("{value}", value).replace("{tolerance}", tolerance)
        (found,) = moodle_xml.read(moodle(moodle_question("numerical", part)), EN).found
        assert found.asked is None
        assert found.refusal
    unit = "<units><unit><multiplier>0</multiplier><unit_name>m</unit_name></unit></units>"
    fine = key.replace("{value}", "1").replace("{tolerance}", "0")
    (found,) = moodle_xml.read(moodle(moodle_question("numerical", fine, unit)), EN).found
    assert "above 0" in found.refusal


def test_more_options_than_a_question_may_have() -> None:
    text = "Which?{=a " + " ".join(f"~b{number}" for number in range(150)) + "}"
    (found,) = gift.read(text.encode(), EN).found
    assert "more than 100" in found.refusal


def test_more_questions_than_a_file_may_have() -> None:
    assert "more than 5000 questions" in refusal("\n\n".join(f"Q{number}?{{T}}" for number in range(5001)), "a.gift")
