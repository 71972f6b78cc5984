"""The third form of the visibility rule on real engines: what `filters` admits is what `admits` admits."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.network.api import admits, filters
from search.engines.base import SearchEngine, SearchRequest
from tests.contracts.passages import indexed_fields, passage
from tests.security.visibility_strategies import Universe, viewers, visibilities

IDS = Universe((1, 2, 3), (1, 2, 3), (1, 2, 3), (1, 2, 3), (1, 2, 3))


@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_index_admits_what_the_predicate_admits(search_engine: SearchEngine, data: st.DataObject) -> None:
    facts = data.draw(st.lists(visibilities(IDS), min_size=8, max_size=20))
    search_engine.promote(generation=search_engine.create_generation())
    search_engine.index(
        passages=[passage(n, 1, "torque", **indexed_fields(fact)) for n, fact in enumerate(facts) if fact.live]
    )
    search_engine.refresh()
    for viewer in data.draw(st.lists(viewers(IDS), min_size=6, max_size=10)):
        access = filters(viewer=viewer)
        found = search_engine.search(request=SearchRequest(raw="torque", terms="torque", page_size=50), access=access)
        expected = {number for number, fact in enumerate(facts) if admits(fact, viewer=viewer)}
        assert {hit.publication_id for hit in found.hits} == expected
        assert found.total == len(expected)
