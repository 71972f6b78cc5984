"""A plan or a filter as a tantivy query. Mirrors `queries.py` clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tantivy import FieldType, Occur, Query, Schema

from portal.core.filters import AllOf, AnyOf, Filter, Not, Range, Terms
from search import relevance
from search.engines.analysis import bigrams, exact_field, stemmed_field, tokens
from search.engines.embedded_schema import analyzer, stem
from search.engines.filters import admissible, bounds
from search.relevance import Plan, Unit

STEMMED_FIELDS = (("title", relevance.TITLE), ("heading", relevance.HEADING), ("body", relevance.BODY))
EXACT_FIELDS = tuple((f"{name}_exact", boost) for name, boost in STEMMED_FIELDS)

FEW_VALUES = 64
"""Up to here a set of values is a union of terms, which an intersection skips through; a term set is always read as a
whole, which costs milliseconds for a value that most passages have."""


class Compiler:
    """Compiles for one schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def filter(self, rule: Filter) -> Query:
        """`rule`, which admits and never scores."""
        return Query.const_score_query(self._rule(rule), 0.0)

    def text(self, plan: Plan, access: Filter) -> Query:
        """Everything but the facet choices."""
        clauses = [(Occur.Must, self.filter(access))]
        identifiers = [self._identifier(value) for value in plan.identifiers]
        if plan.units and identifiers:
            needed = any_of([self._units(plan), *identifiers])
            clauses.append((Occur.Must, self._zero(needed)))
            clauses += [(Occur.Should, way) for way in (*map(self._unit, plan.units), *identifiers)]
        elif plan.units:
            clauses.append((Occur.Must, self._units(plan)))
        clauses += [(Occur.Must, self._phrase(phrase)) for phrase in plan.phrases]
        clauses += [(Occur.Must, self._field(name, value)) for name, value in plan.fields]
        clauses += [(Occur.MustNot, self._phrase(phrase)) for phrase in plan.excluded]
        clauses += [(Occur.Should, near) for near in self._nearness(plan)]
        if plan.scores:
            answers = Query.const_score_query(self._term("listing", 0), relevance.ANSWERS_ITSELF)
            clauses.append((Occur.Should, answers))
        return Query.boolean_query(clauses)

    def groups(self, groups: Sequence[int]) -> Query:
        """Passages of some publications, by the numbers that stand for them."""
        return self._zero(any_of([self._term("group", group) for group in groups]))

    def known(self, word: str) -> Query:
        """Passages with `word` in any form."""
        return any_of([self._term(field, stem(word)) for field, _ in STEMMED_FIELDS])

    def similar(self, word: str, edits: int) -> Query:
        """Passages with a word so many edits from `word`."""
        return Query.fuzzy_term_query(self._schema, "body_exact", word, distance=edits)

    def starts(self, field: str, prefix: str) -> Query:
        """Passages whose `field` (an exact one) has these words in order, the last one perhaps unfinished."""
        words = analyzer(stemmed=False).analyze(exact_field(prefix))
        if not words:
            return Query.empty_query()
        if len(words) == 1:
            return Query.regex_query(self._schema, field, f"{re.escape(words[0])}.*")
        return Query.phrase_prefix_query(self._schema, field, words)

    def begins(self, field: str, code: str) -> Query:
        """Passages with a keyword that begins with `code` (ASCII letters and digits)."""
        return Query.regex_query(self._schema, field, f"{code}.*")

    def _rule(self, rule: Filter) -> Query:
        match rule:
            case Terms():
                values = admissible(rule)
                if len(values) > FEW_VALUES:
                    return Query.term_set_query(self._schema, rule.field, values)
                return any_of([self._term(rule.field, value) for value in values])
            case Range():
                span = bounds(rule)
                if span is None:
                    return Query.empty_query()
                return Query.range_query(self._schema, rule.field, FieldType.Integer, span[0], span[1])
            case AllOf():
                return all_of([self._rule(part) for part in rule.parts])
            case AnyOf():
                return any_of([self._rule(part) for part in rule.parts])
            case Not():
                parts = [(Occur.Must, Query.all_query()), (Occur.MustNot, self._rule(rule.part))]
                return Query.boolean_query(parts)

    def _units(self, plan: Plan) -> Query:
        units = [(Occur.Should, self._unit(unit)) for unit in plan.units]
        return Query.boolean_query(units, minimum_number_should_match=plan.required_units)

    def _unit(self, unit: Unit) -> Query:
        spellings = [(unit.text, 1.0)] + [(text, relevance.CORRECTION_WEIGHT) for text in unit.corrections]
        ways = [way for text, weight in spellings for way in self._in_fields(unit, text, weight)]
        return Query.disjunction_max_query(ways, tie_breaker=relevance.TIE_BREAKER)

    def _in_fields(self, unit: Unit, text: str, weight: float) -> list[Query]:
        if unit.exact_only:
            return [boosted(self._term(field, text), boost * weight) for field, boost in EXACT_FIELDS]
        if unit.is_cjk:
            pairs = bigrams(text)
            return [
                boosted(all_of([self._term(field, pair) for pair in pairs]), boost * weight)
                for field, boost in STEMMED_FIELDS
            ]
        ways = [boosted(self._term(field, stem(text)), boost * weight) for field, boost in STEMMED_FIELDS]
        plain = analyzer(stemmed=False).analyze(text)
        if plain:
            ways.append(boosted(self._term("body_exact", plain[0]), relevance.BODY_EXACT * weight))
        return ways

    def _identifier(self, value: str) -> Query:
        both = any_of([self._term(field, value) for field in ("identifiers", "number_form")])
        return Query.const_score_query(both, relevance.IDENTIFIER)

    def _phrase(self, phrase: str) -> Query:
        words = analyzer(stemmed=False).analyze(exact_field(phrase))
        ways = [boosted(self._in_order(field, words), boost) for field, boost in EXACT_FIELDS]
        return Query.disjunction_max_query(ways)

    def _field(self, name: str, value: str) -> Query:
        if name == "number":
            return self._zero(self.begins("number_form", value)) if value else Query.empty_query()
        words = analyzer(stemmed=True).analyze(stemmed_field(value))
        return all_of([self._term(name, word) for word in words])

    def _nearness(self, plan: Plan) -> Iterable[Query]:
        for pair in plan.pairs:
            yield boosted(self._near(pair), relevance.PAIR)
        if plan.whole_phrase:
            yield boosted(self._near(plan.whole_phrase), relevance.PHRASE)

    def _near(self, words: Sequence[str]) -> Query:
        return self._in_order("body", [stem(word) for word in words], relevance.PHRASE_SLOP)

    def _in_order(self, field: str, words: Sequence[str], slop: int = 0) -> Query:
        if not words:
            return Query.empty_query()
        if len(words) == 1:
            return self._term(field, words[0])
        return Query.phrase_query(self._schema, field, list(words), slop=slop)

    def _term(self, field: str, value: str | int) -> Query:
        return Query.term_query(self._schema, field, value)

    @staticmethod
    def _zero(query: Query) -> Query:
        return Query.const_score_query(query, 0.0)


def all_of(parts: Sequence[Query]) -> Query:
    """Every part; all passages when there is none."""
    if not parts:
        return Query.all_query()
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])


def any_of(parts: Sequence[Query]) -> Query:
    """At least one part; nothing when there is none."""
    if not parts:
        return Query.empty_query()
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Should, part) for part in parts])


def boosted(query: Query, boost: float) -> Query:
    """`query` with its score multiplied."""
    return query if boost == 1.0 else Query.boost_query(query, boost)


def marked_words(plan: Plan) -> frozenset[str]:
    """Index forms of what a snippet marks: stems, CJK pairs, single CJK characters."""
    texts = [text for unit in plan.units for text in (unit.text, *unit.corrections)] + list(plan.phrases)
    marked: set[str] = set()
    for token in (token for text in texts for token in tokens(text)):
        marked.update(bigrams(token.text) if token.is_cjk else (stem(token.text),))
    return frozenset(marked)
