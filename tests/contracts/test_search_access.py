"""What a rule of access must do in every read path of every engine, and that a filter means one thing on all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.filters import EVERYTHING, NOTHING, AllOf, Filter, Range, Terms
from search.engines.base import SearchEngine, SearchRequest
from search.parser import parse
from search.schema import FOREVER, Passage
from tests.contracts.filters import filters, holds, passages
from tests.contracts.passages import passage

NORTH = Terms("audience_brands", ("*", "north"))
SECRET = passage(
    2,
    1,
    "the zephyrus gearbox is quiet",
    title="Zephyrus launch",
    heading=("Zephyrus overview",),
    document_number="ZEP-1",
    identifiers=("ZEP12345",),
    brands=("south",),
    audience_brands=("south",),
)
OPEN = passage(1, 1, "the gearbox of the north", brands=("north",), audience_brands=("north",))


def test_hits_totals_and_facets_honour_access(search_engine: SearchEngine) -> None:
    search_engine.index(passages=(OPEN, SECRET))
    search_engine.refresh()
    result = search_engine.search(request=parse("gearbox"), access=NORTH)
    assert [hit.publication for hit in result.hits] == ["manual:1"]
    assert (result.total, result.facets["brands"]) == (1, {"north": 1})
    chosen = search_engine.search(request=parse("gearbox", brands=("south",)), access=NORTH)
    assert (chosen.total, chosen.hits, chosen.facets["brands"]) == (0, (), {"north": 1})
    listed = search_engine.search(request=SearchRequest(raw=""), access=NORTH)
    assert (listed.total, len(listed.hits)) == (1, 1)
    assert search_engine.search(request=parse("gearbox"), access=NOTHING).total == 0


@pytest.mark.parametrize("typed", ["ZEP12345", "zephyrus", '"zephyrus gearbox"', "title:zephyrus", "number:ZEP"])
def test_no_way_of_asking_finds_what_is_not_admitted(search_engine: SearchEngine, typed: str) -> None:
    search_engine.index(passages=(OPEN, SECRET))
    search_engine.refresh()
    assert search_engine.search(request=parse(typed)).total == 1
    assert search_engine.search(request=parse(typed), access=NORTH).total == 0
    assert search_engine.search_within(edition_id=2, request=parse(typed), access=NORTH) == ()


def test_did_you_mean_knows_only_admitted_words(search_engine: SearchEngine) -> None:
    search_engine.index(passages=(OPEN, SECRET))
    search_engine.refresh()
    assert search_engine.search(request=parse("zephyrs")).suggestion == "zephyrus"
    hidden = search_engine.search(request=parse("zephyrs"), access=NORTH)
    assert (hidden.suggestion, hidden.total) == ("", 0)


def test_a_hidden_word_does_not_stop_a_correction(search_engine: SearchEngine) -> None:
    hidden = passage(2, 1, "gearbos", audience_brands=("south",))
    search_engine.index(passages=(OPEN, hidden))
    search_engine.refresh()
    assert search_engine.search(request=parse("gearbos"), access=NORTH).suggestion == "gearbox"


@pytest.mark.parametrize("prefix", ["zeph", "zep", "ZEP1", "zephyrus over", "launch"])
def test_completions_honour_access(search_engine: SearchEngine, prefix: str) -> None:
    search_engine.index(passages=(OPEN, SECRET))
    search_engine.refresh()
    assert search_engine.suggest(prefix=prefix) != ()
    assert search_engine.suggest(prefix=prefix, access=NORTH) == ()


def test_dates_decide_at_query_time(search_engine: SearchEngine) -> None:
    old = passage(1, 1, "clutch", id="old", effective_from=100, superseded_at=200)
    new = passage(1, 1, "clutch", id="new", effective_from=200, expires_at=300)
    later = passage(2, 1, "clutch", id="later", effective_from=250)
    search_engine.index(passages=(old, new, later))
    search_engine.refresh()

    def in_force(now: int) -> set[str]:
        dates = (Range("effective_from", lte=now), Range("superseded_at", gt=now), Range("expires_at", gt=now))
        hits = search_engine.search(request=parse("clutch"), access=AllOf(dates)).hits
        return {page.id for hit in hits for page in hit.passages}

    assert in_force(99) == set()
    assert in_force(100) == in_force(199) == {"old"}
    assert in_force(200) == in_force(249) == {"new"}
    assert in_force(250) == {"new", "later"}
    assert in_force(300) == in_force(FOREVER - 1) == {"later"}


def test_a_filter_on_text_is_refused(search_engine: SearchEngine) -> None:
    with pytest.raises(ValueError, match="body"):
        search_engine.search(request=parse("x"), access=Terms("body", ("x",)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stored=passages(), rules=st.lists(filters(), min_size=1, max_size=8))
def test_a_filter_means_the_same_everywhere(
    search_engine: SearchEngine, stored: list[Passage], rules: list[Filter]
) -> None:
    search_engine.delete(ids=[one for one, _ in search_engine.fingerprints()])
    search_engine.index(passages=stored)
    search_engine.refresh()
    for rule in (EVERYTHING, NOTHING, *rules):
        expected = {one.id for one in stored if holds(rule, one)}
        groups = {one.publication for one in stored if one.id in expected}
        request = SearchRequest(raw="torque", terms="torque", passages_per_hit=20)
        result = search_engine.search(request=request, access=rule)
        assert {page.id for hit in result.hits for page in hit.passages} == expected
        assert result.total == len(groups)


def test_a_course_is_told_from_a_manual(search_engine: SearchEngine) -> None:
    """Courses and sessions belong to no edition; who asks for a code among courses gets the first place that has it."""
    course = {"kind": "course", "edition_id": 0, "title": "Exhaust"}
    lessons = [
        replace(
            passage(1, number, body, id=f"course:1:1:l:{number}", identifiers=codes, **course), publication="course:1"
        )
        for number, body, codes in ((0, "about", ()), (1, "gearbox", ("P0420",)), (2, "", ("P0420", "P0171")))
    ]
    search_engine.index(passages=(OPEN, *lessons))
    search_engine.refresh()
    result = search_engine.search(request=parse("gearbox"))
    assert {(hit.kind, hit.publication) for hit in result.hits} == {("manual", "manual:1"), ("course", "course:1")}
    assert (result.total, result.facets["kind"]) == (2, {"course": 1, "manual": 1})
    assert search_engine.search_within(edition_id=1, request=parse("gearbox"))[0].id == OPEN.id
    assert len(search_engine.search_within(edition_id=1, request=parse("gearbox"))) == 1
    for code, wanted in (("P0420", "course:1:1:l:1"), ("P0171", "course:1:1:l:2")):
        of_code = AllOf((EVERYTHING, Terms("identifiers", (code,))))
        found = search_engine.search(request=SearchRequest(raw="", kinds=("course",), page_size=3), access=of_code)
        assert [page.id for hit in found.hits for page in hit.passages] == [wanted]
