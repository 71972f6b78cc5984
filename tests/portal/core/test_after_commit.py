from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.search.models import IndexEntry

from content.library.models import Manual
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_index_of_the_cms_is_written_after_the_transaction_of_who_saves(django_capture_on_commit_callbacks) -> None:
    factories.home_page()
    with django_capture_on_commit_callbacks(execute=False) as after:
        page = factories.manual(department=factories.DepartmentFactory())
    entries = IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(Manual), object_id=page.pk)
    assert not entries.exists()
    for callback in after:
        callback()
    assert entries.exists()
