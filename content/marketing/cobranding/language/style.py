"""The CSS of a template, token by token against a list of what is allowed. Escapes are read as WeasyPrint reads them,
because the same parser (tinycss2) reads both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import tinycss2
from django.utils.translation import gettext as _

from content.marketing.cobranding.language.faults import Fault, Part, shown
from content.marketing.cobranding.language.properties import AT_RULES, FUNCTIONS, MARGIN_BOXES, OURS, PROPERTIES, UNITS

LARGEST_CSS = 200_000
MOST_RULES = 2_000
DEEPEST = 8
LARGEST_NUMBER = 5_000
MOST_REPEATS = 40
_FONT_DESCRIPTORS = frozenset({"font-family", "src", "font-style", "font-weight", "font-stretch", "unicode-range"})


def check_style(css: str, *, files: Mapping[str, object]) -> list[Fault]:
    """What is wrong with the stylesheet of a template that has these files."""
    if len(css) > LARGEST_CSS:
        return [Fault(Part.CSS, _("The CSS is longer than %(most)s characters.") % {"most": LARGEST_CSS})]
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    if len(rules) > MOST_RULES:
        return [Fault(Part.CSS, _("There are more than %(most)s rules.") % {"most": MOST_RULES})]
    return [fault for rule in rules for fault in _rule(rule, files)]


def check_declarations(text: str, *, files: Mapping[str, object]) -> Iterator[str]:
    """What is wrong with a style attribute, as sentences."""
    for fault in _block(tinycss2.parse_component_value_list(text), files, PROPERTIES):
        yield fault.reason


def _rule(rule: Any, files: Mapping[str, object]) -> Iterator[Fault]:
    if rule.type == "error":
        yield _fault(rule, _("This is no CSS: %(message)s.") % {"message": shown(rule.message)})
    elif rule.type == "qualified-rule":
        yield from _selector(rule)
        yield from _block(rule.content, files, PROPERTIES)
    elif rule.type == "at-rule":
        yield from _at_rule(rule, files)


def _selector(rule: Any) -> Iterator[Fault]:
    """Selectors fetch nothing; they only have to be small."""
    if len(rule.prelude) > 200 or _depth(rule.prelude) > DEEPEST:
        yield _fault(rule, _("The selector is too long."))


def _at_rule(rule: Any, files: Mapping[str, object]) -> Iterator[Fault]:
    name = rule.lower_at_keyword
    if name not in AT_RULES or rule.content is None:
        yield _fault(rule, _("@%(name)s is not allowed.") % {"name": shown(name)})
    elif name == "font-face":
        yield from _block(rule.content, files, _FONT_DESCRIPTORS)
    else:
        yield from _page(rule, files)


def _page(rule: Any, files: Mapping[str, object]) -> Iterator[Fault]:
    """An @page rule: declarations, and the boxes of its margins."""
    for part in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if part.type == "at-rule":
            if part.lower_at_keyword not in MARGIN_BOXES or part.content is None:
                yield _fault(part, _("@%(name)s is not allowed.") % {"name": shown(part.lower_at_keyword)})
            else:
                yield from _block(part.content, files, PROPERTIES)
        else:
            yield from _declaration(part, files, PROPERTIES)


def _block(tokens: Any, files: Mapping[str, object], properties: frozenset[str]) -> Iterator[Fault]:
    for part in tinycss2.parse_blocks_contents(tokens, skip_comments=True, skip_whitespace=True):
        yield from _declaration(part, files, properties)


def _declaration(part: Any, files: Mapping[str, object], properties: frozenset[str]) -> Iterator[Fault]:
    if part.type == "error":
        yield _fault(part, _("This is no CSS: %(message)s.") % {"message": shown(part.message)})
        return
    if part.type != "declaration":
        yield _fault(part, _("A rule cannot stand inside another one."))
        return
    name = part.lower_name
    if name in OURS:
        yield _fault(part, _("“%(name)s” is given by the format of the template.") % {"name": name})
    elif name not in properties:
        yield _fault(part, _("The property “%(name)s” is not allowed.") % {"name": shown(name)})
    else:
        yield from (_fault(token, reason) for token, reason in _values(part.value, files, depth=1))


def _values(tokens: Any, files: Mapping[str, object], *, depth: int) -> Iterator[tuple[Any, str]]:
    for token in tokens:
        if depth > DEEPEST:
            yield token, _("The value is nested too deep.")
            return
        if token.type == "url":
            yield from _address(token, token.value, files)
        elif token.type == "function":
            yield from _function(token, files, depth)
        elif token.type in ("() block", "[] block", "{} block"):
            yield from _values(token.content, files, depth=depth + 1)
        elif token.type in ("number", "percentage", "dimension"):
            yield from _number(token)
        elif token.type == "error":
            yield token, _("This is no CSS: %(message)s.") % {"message": shown(token.message)}


def _function(token: Any, files: Mapping[str, object], depth: int) -> Iterator[tuple[Any, str]]:
    name = token.lower_name
    arguments = [one for one in token.arguments if one.type not in ("whitespace", "comment")]
    if name == "url":
        value = arguments[0].value if len(arguments) == 1 and arguments[0].type == "string" else ""
        yield from _address(token, value, files)
    elif name not in FUNCTIONS:
        yield token, _("%(name)s() is not allowed.") % {"name": shown(name)}
    elif name == "repeat" and not (arguments and arguments[0].type == "number" and arguments[0].value <= MOST_REPEATS):
        yield token, _("repeat() takes a number up to %(most)s.") % {"most": MOST_REPEATS}
    else:
        yield from _values(arguments, files, depth=depth + 1)


def _address(token: Any, address: str, files: Mapping[str, object]) -> Iterator[tuple[Any, str]]:
    if address not in files:
        sentence = _("url(%(address)s) is not one of the template's own files. Nothing else is fetched.")
        yield token, sentence % {"address": shown(address)}


def _number(token: Any) -> Iterator[tuple[Any, str]]:
    if not abs(token.value) <= LARGEST_NUMBER:
        yield token, _("%(number)s is too large.") % {"number": shown(token.representation)}
    if token.type == "dimension" and token.lower_unit not in UNITS:
        yield token, _("The unit “%(unit)s” is not allowed.") % {"unit": shown(token.unit)}


def _fault(token: Any, reason: str) -> Fault:
    return Fault(Part.CSS, reason, token.source_line)


def _depth(tokens: Any, *, depth: int = 1) -> int:
    inner = (getattr(token, "content", None) or getattr(token, "arguments", None) for token in tokens)
    if depth > DEEPEST:
        return depth
    return max((_depth(content, depth=depth + 1) for content in inner if isinstance(content, list)), default=depth)
