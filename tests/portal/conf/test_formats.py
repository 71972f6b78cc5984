"""Dates that are read the same on every continent."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.mark.parametrize(
    ("language", "form", "written"),
    [
        ("en", "DATE_FORMAT", "8 December 2026"),
        ("en", "SHORT_DATE_FORMAT", "8\u00a0Dec\u00a02026"),
        ("zh-hans", "DATE_FORMAT", "2026年12月8日"),
        ("zh-hans", "SHORT_DATE_FORMAT", "2026/12/8"),
    ],
)
def test_a_day_is_not_taken_for_another(language: str, form: str, written: str) -> None:
    with override(language):
        assert date_format(date(2026, 12, 8), form) == written


@pytest.mark.parametrize(
    ("language", "written"), [("en", "8\u00a0Dec\u00a02026, 17:05"), ("zh-hans", "2026/12/8 17:05")]
)
def test_the_clock_has_24_hours(language: str, written: str) -> None:
    with override(language):
        assert date_format(datetime(2026, 12, 8, 17, 5, tzinfo=UTC), "SHORT_DATETIME_FORMAT") == written
