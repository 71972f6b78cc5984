"""The one rule of texts that stand in two languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from portal.core.reading import read_as


@pytest.mark.parametrize(
    ("language", "chinese", "read"),
    [("en", "刹车", "Brakes"), ("zh-hans", "刹车", "刹车"), ("zh-hans", "", "Brakes"), ("de", "刹车", "Brakes")],
)
def test_chinese_to_who_reads_it_where_it_is_there(language, chinese, read):
    assert read_as("Brakes", chinese, language=language) == read
    with translation.override(language):
        assert read_as("Brakes", chinese) == read
