"""What a search engine must do, run on each one: results, counts, paging, snippets and hostile input."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from search.engines.base import HIGHLIGHT_CLOSE, HIGHLIGHT_OPEN, SearchEngine, SearchResult
from search.parser import parse
from search.schema import Passage
from tests.contracts.passages import passage

BRAKES = passage(1, 4, "Remove the caliper. Replace the brake pads in pairs.", heading=("Brakes", "Front pads"))
TORQUE = passage(1, 9, "Tighten the cylinder head bolts with a torque of 90 Nm.", heading=("Engine",))
FILTER = passage(2, 2, "Fit oil filter 12345-A10 with a new gasket.", identifiers=("12345A10",), title="Oil service")
CODE = passage(3, 7, "Fault code P0420: catalyst efficiency low.", identifiers=("P0420",), title="Diagnosis")
HEAVY = passage(
    3, 8, "SPN 102, FMI 3: boost pressure sensor shorted high.", identifiers=("SPN102FMI3",), title="Diagnosis"
)
CHINESE = passage(
    4,
    1,
    "更换前刹车片。故障码 P0420 表示催化器效率低。",
    identifiers=("P0420",),
    language="zh",
    title="制动系统手册",
)
LIBRARY = (BRAKES, TORQUE, FILTER, CODE, HEAVY, CHINESE)


def fill(engine: SearchEngine, passages: Iterable[Passage] = LIBRARY) -> None:
    engine.index(passages=passages)
    engine.refresh()


def found(engine: SearchEngine, text: str, **choices: object) -> list[str]:
    """Ids of the passages found, best first."""
    result = engine.search(request=parse(text, **choices))  # type: ignore[arg-type]
    return [page.id for hit in result.hits for page in hit.passages]


def publications(result: SearchResult) -> list[str]:
    return [hit.publication for hit in result.hits]


def marked(snippet: str) -> list[str]:
    """The words between the markers."""
    assert snippet.count(HIGHLIGHT_OPEN) == snippet.count(HIGHLIGHT_CLOSE)
    return [part.split(HIGHLIGHT_CLOSE)[0] for part in snippet.split(HIGHLIGHT_OPEN)[1:]]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("brake pad", BRAKES),
        ("replacing brakes", BRAKES),
        ("Front pads", BRAKES),
        ("cylinder head torque", TORQUE),
        ("What is the torque that I should use for the bolts of the cylinder head of this engine?", TORQUE),
        ("12345-A10", FILTER),
        ("12345A10", FILTER),
        ("12345 a10", FILTER),
        ("12345.A10", FILTER),
        ("１２３４５－Ａ１０", FILTER),
        ("filter 12345_A10", FILTER),
        ("P 0420 catalyst", CODE),
        ("spn 102 fmi 3", HEAVY),
        ("SPN102 FMI3", HEAVY),
        ("SPN:102 FMI:3", HEAVY),
        ("刹车片", CHINESE),
        ("更换刹车片", CHINESE),
        ("P0420 催化器", CHINESE),
        ("片", CHINESE),
        ("ＷＭ－０００２", FILTER),
    ],
)
def test_the_right_page_comes_first(search_engine: SearchEngine, text: str, first: Passage) -> None:
    fill(search_engine)
    assert found(search_engine, text)[:1] == [first.id]


@pytest.mark.parametrize("text", ["zzyzx", "轮胎", '"pads brake"', '"torque cylinder"', "number:WM-9", "title:caliper"])
def test_what_is_not_there_is_not_found(search_engine: SearchEngine, text: str) -> None:
    fill(search_engine)
    result = search_engine.search(request=parse(text))
    assert (result.total, result.hits) == (0, ())


def test_a_typo_finds_the_word_and_says_so(search_engine: SearchEngine) -> None:
    fill(search_engine)
    result = search_engine.search(request=parse("torque cylnder head"))
    assert [page.id for hit in result.hits for page in hit.passages] == [TORQUE.id]
    assert result.suggestion == "torque cylinder head"


def test_a_word_that_exists_is_not_corrected(search_engine: SearchEngine) -> None:
    fill(search_engine, (passage(1, 1, "the pad"), passage(2, 1, "the pads and the pans")))
    assert search_engine.search(request=parse("pans")).suggestion == ""


def test_phrases_exclusions_and_fields(search_engine: SearchEngine) -> None:
    fill(search_engine)
    assert found(search_engine, '"brake pads"') == [BRAKES.id]
    assert found(search_engine, "“前刹车片”") == [CHINESE.id]
    assert found(search_engine, "P0420 -catalyst") == [CHINESE.id]
    assert found(search_engine, "P0420 -催化") == [CODE.id]
    assert set(found(search_engine, "title:diagnosis")) == {CODE.id}
    assert found(search_engine, "title:diagnosis boost") == [HEAVY.id]
    assert found(search_engine, "heading:pads") == [BRAKES.id]
    assert found(search_engine, "number:wm0002") == [FILTER.id]


def test_only_stop_words_still_search(search_engine: SearchEngine) -> None:
    fill(search_engine)
    assert BRAKES.id in found(search_engine, "the")


def test_results_are_grouped_with_the_best_pages_first(search_engine: SearchEngine) -> None:
    pages = [passage(1, at, "gearbox " * (at % 5 + 1) + "and other words " * 3) for at in range(1, 13)]
    fill(search_engine, [*pages, passage(2, 1, "the gearbox is mentioned once among a good many words here")])
    result = search_engine.search(request=parse("gearbox"))
    assert (result.total, publications(result)) == (2, ["manual:1", "manual:2"])
    best = result.hits[0]
    assert (len(best.passages), best.matches, result.hits[1].matches) == (3, 12, 1)
    assert [page.number for page in best.passages] == [4, 9, 3]
    assert best.score == pytest.approx(best.passages[0].score)


def test_an_empty_request_lists_publications_by_title(search_engine: SearchEngine) -> None:
    fill(search_engine, [passage(at, page, title=f"Manual {9 - at}") for at in range(1, 6) for page in (2, 1)])
    result = search_engine.search(request=parse("   "))
    assert publications(result) == [f"manual:{at}" for at in (5, 4, 3, 2, 1)]
    assert [hit.passages[0].number for hit in result.hits] == [1] * 5
    assert result.total == 5


def test_facets_count_publications_without_their_own_choice(search_engine: SearchEngine) -> None:
    north = [passage(1, at, "pump", brands=("north",), models=("N1", "N2"), years=(2020, 2021)) for at in (1, 2, 3)]
    south = [passage(2, 1, "pump", brands=("south",), models=("S1",), years=(2021,), language="zh")]
    both = [passage(3, 1, "pump", brands=("north", "south"), kind="bulletin")]
    fill(search_engine, [*north, *south, *both, passage(4, 1, "nothing", brands=("north",))])
    every = search_engine.search(request=parse("pump"))
    assert every.total == 3
    assert every.facets["brands"] == {"north": 2, "south": 2}
    assert every.facets["models"] == {"N1": 1, "N2": 1, "S1": 1}
    assert every.facets["years"] == {"2021": 2, "2020": 1}
    assert every.facets["kind"] == {"manual": 2, "bulletin": 1}
    assert every.facets["language"] == {"en": 2, "zh": 1}
    chosen = search_engine.search(request=parse("pump", brands=("south",), languages=("en",)))
    assert (chosen.total, publications(chosen)) == (1, ["manual:3"])
    assert chosen.facets["brands"] == {"north": 2, "south": 1}
    assert chosen.facets["language"] == {"zh": 1, "en": 1}
    assert chosen.facets["kind"] == {"bulletin": 1}
    assert chosen.facets["years"] == {}
    assert search_engine.search(request=parse("pump", brands=("north", "south"), years=(2020,))).total == 1
    assert search_engine.search(request=parse("pump", brands=("nobody",))).hits == ()


def test_paging_is_stable_and_complete(search_engine: SearchEngine) -> None:
    fill(search_engine, [passage(at, page, "equal words") for at in range(1, 48) for page in range(1, 6)])
    seen: list[str] = []
    for number in range(1, 8):
        result = search_engine.search(request=parse("equal", page=number, page_size=10))
        assert result.total == 47
        seen += publications(result)
    assert len(seen) == len(set(seen)) == 47
    again = search_engine.search(request=parse("equal", page=2, page_size=10))
    assert publications(again) == seen[10:20]
    assert [page.number for page in again.hits[0].passages] == [1, 2, 3]
    assert search_engine.search(request=parse("equal", page=10**9)).hits == ()


def test_one_huge_manual_does_not_hide_the_others(search_engine: SearchEngine) -> None:
    big = [passage(1, at, "valve valve clearance") for at in range(1, 400)]
    fill(search_engine, [*big, *(passage(at, 1, f"valve among {'many ' * 20} words") for at in range(2, 8))])
    result = search_engine.search(request=parse("valve"))
    assert result.total == 7
    assert len(result.hits) == 7
    assert (result.hits[0].publication, result.hits[0].matches) == ("manual:1", 399)


def test_search_within_one_edition(search_engine: SearchEngine) -> None:
    fill(
        search_engine,
        [passage(1, at, "valve" if at % 2 else "nothing") for at in range(1, 12)] + [passage(2, 1, "valve")],
    )
    pages = search_engine.search_within(edition_id=1, request=parse("valves"))
    assert [page.number for page in pages] == [1, 3, 5, 7, 9, 11]
    assert marked(pages[0].snippet) == ["valve"]
    assert len(search_engine.search_within(edition_id=1, request=parse("valve"), limit=2)) == 2
    assert [page.number for page in search_engine.search_within(edition_id=1, request=parse("vlave"))][:1] == [1]
    assert search_engine.search_within(edition_id=99, request=parse("valve")) == ()


def test_snippets_mark_words_and_carry_nothing_else(search_engine: SearchEngine) -> None:
    forged = f"{HIGHLIGHT_OPEN}forged{HIGHLIGHT_CLOSE} <script>alert(1)</script> & brakes   bleed\n\nhere"
    fill(search_engine, [passage(1, 1, "filler sentence. " * 60 + forged + " more filler." * 60)])
    (page,) = search_engine.search(request=parse("brake bleeding")).hits[0].passages
    assert marked(page.snippet) == ["brakes", "bleed"]
    assert "<script>alert(1)</script> & " in page.snippet
    assert "forged" in page.snippet
    assert len(page.snippet) < 500
    plain = search_engine.search(request=parse("title:workshop")).hits[0].passages[0].snippet
    assert plain.startswith("filler sentence.")
    assert HIGHLIGHT_OPEN not in plain


def test_snippets_mark_chinese(search_engine: SearchEngine) -> None:
    fill(search_engine)
    (page,) = search_engine.search(request=parse("刹车片")).hits[0].passages
    assert "".join(marked(page.snippet)) == "刹车片"


def test_completions(search_engine: SearchEngine) -> None:
    fill(search_engine)
    assert search_engine.suggest(prefix="diag") == ("Diagnosis",)
    assert search_engine.suggest(prefix="service") == ("Oil service",)
    assert search_engine.suggest(prefix="oil ser") == ("Oil service",)
    assert search_engine.suggest(prefix="P04") == ("P0420",)
    assert search_engine.suggest(prefix="12345-a") == ("12345A10",)
    assert search_engine.suggest(prefix="wm-0003") == ("WM-0003",)
    assert search_engine.suggest(prefix="front p") == ("Front pads",)
    assert search_engine.suggest(prefix="制动") == ("制动系统手册",)
    assert len(search_engine.suggest(prefix="wm", limit=2)) == 2
    assert search_engine.suggest(prefix="") == search_engine.suggest(prefix="-.*[") == ()


HOSTILE = [
    "\0\x01\x1b[31m",
    "\ud800 lone surrogate",
    HIGHLIGHT_OPEN,
    "(((((((((((",
    "a" * 100_000,
    "字" * 50_000,
    "* ? ~ ^ : \\ / { } [ ] AND OR NOT",
    '"" "" -"" -',
    'title: heading:"" number:',
    "_id:* body:foo",
    "‮txt.exe \u200b\u200d\ufeff",
    "e\u0301" * 500,
    "🔧🚗 👩‍🔧",
    "' OR 1=1 --",
    "number:***",
    " ".join(f"w{at}" for at in range(5_000)),
    "-a -b -c -d -e -f -g -h -i -j",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_is_only_text(search_engine: SearchEngine, text: str) -> None:
    fill(search_engine)
    search_engine.search(request=parse(text))
    search_engine.search_within(edition_id=1, request=parse(text))
    search_engine.suggest(prefix=text)


def test_hostile_documents_are_stored_and_found(search_engine: SearchEngine) -> None:
    hostile = [
        passage(at, 1, f"{text} needle", title=text[:2_000], heading=(text[:2_000],), document_number=text[:2_000])
        for at, text in enumerate(HOSTILE, start=1)
    ]
    huge = passage(90, 1, "word " * 400_000 + " needle", brands=("x" * 40_000,), identifiers=("Y" * 40_000,))
    fill(search_engine, [*hostile, huge])
    result = search_engine.search(request=parse("needle", page_size=50))
    assert result.total == len(result.hits) == len(HOSTILE) + 1
    assert all(
        len(page.snippet) < 1_000 for hit in result.hits for page in hit.passages if hit.publication != "manual:6"
    )
