"""Downloads on both stores: who gets the file, how, under which name, and what is recorded."""

from __future__ import annotations

import urllib.error
import urllib.request
from hashlib import sha256

import pytest
from django.test import Client

from content.library.models import Edition
from portal.core import storage
from portal.core.models import Event
from portal.network.models import User
from tests import factories

pytestmark = pytest.mark.django_db
DATA = bytes(range(256)) * 40


def stored_edition(**fields: object) -> Edition:
    digest = sha256(DATA).hexdigest()
    name = f"editions/{digest[:2]}/{digest}.pdf"
    storage.save_bytes(name=name, data=DATA, content_type="application/pdf")
    manual = factories.manual(document_number="WM 100", **fields)
    return factories.edition(
        manual, label="第三版", file_name=name, sha256=digest, size=len(DATA), pages=["one", "two"]
    )


def address(edition: Edition) -> str:
    return f"/files/e/{edition.pk}/download"


def taken(client: Client, edition: Edition, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """The answer as a browser has it at last: redirects followed."""
    response = client.get(address(edition), headers=headers)
    if response.status_code != 302:
        return response.status_code, dict(response.headers), b"".join(response)
    request = urllib.request.Request(response.headers["Location"], headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), b""


def test_the_whole_file_under_its_name(store: str, technician_client: Client) -> None:
    status, headers, body = taken(technician_client, stored_edition())
    assert status == 200
    assert body == DATA
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].lower() == (
        "attachment; filename*=utf-8''wm-100_%e7%ac%ac%e4%b8%89%e7%89%88.pdf"
    )


def test_a_range_of_it(store: str, technician_client: Client) -> None:
    status, headers, body = taken(technician_client, stored_edition(), Range="bytes=100-1099")
    assert status == 206
    assert body == DATA[100:1100]
    assert headers["Content-Range"] == f"bytes 100-1099/{len(DATA)}"


def test_a_range_beyond_the_end(store: str, technician_client: Client) -> None:
    status, _headers, body = taken(technician_client, stored_edition(), Range="bytes=9999999-")
    assert status == 416
    assert body == b""


def test_several_ranges_get_the_whole_file(local_store: str, technician_client: Client) -> None:
    status, _headers, body = taken(technician_client, stored_edition(), Range="bytes=0-1,4-5")
    assert (status, body) == (200, DATA)


def test_a_changed_file_is_not_continued(local_store: str, technician_client: Client) -> None:
    edition = stored_edition()
    same = {"Range": "bytes=10-", "If-Range": f'"{edition.sha256}"'}
    other = {"Range": "bytes=10-", "If-Range": '"other"'}
    assert taken(technician_client, edition, **same)[0] == 206
    assert taken(technician_client, edition, **other)[0] == 200


def test_it_is_locked_down(local_store: str, technician_client: Client) -> None:
    _status, headers, _body = taken(technician_client, stored_edition())
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Accept-Ranges"] == "bytes"


def test_head_says_what_get_would(store: str, technician_client: Client) -> None:
    response = technician_client.head(address(stored_edition()))
    assert response.status_code == 200
    assert response["Content-Length"] == str(len(DATA))
    assert not Event.objects.filter(verb="edition.downloaded").exists()


@pytest.mark.services
def test_the_bucket_is_private_and_its_addresses_die(bucket_store: str, technician_client: Client) -> None:
    location = technician_client.get(address(stored_edition())).headers["Location"]
    assert "X-Amz-Expires=" in location
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(location.split("?")[0])
    assert refused.value.code == 403


def test_a_download_is_recorded_once_however_many_ranges(local_store: str, technician_client: Client) -> None:
    edition = stored_edition()
    for _ in range(3):
        taken(technician_client, edition, Range="bytes=5-9")
    event = Event.objects.get(verb="edition.downloaded")
    assert event.subject == f"edition:{edition.pk}"
    assert event.data == {"manual": edition.manual_id}
    assert event.actor is not None


def test_a_manual_that_is_only_read(local_store: str, technician_client: Client, oem_user: User) -> None:
    edition = stored_edition(allow_download=False)
    refused = technician_client.get(address(edition))
    assert refused.status_code == 403
    assert DATA not in refused.content
    assert not Event.objects.filter(verb="edition.downloaded").exists()
    oem = Client()
    oem.force_login(oem_user)
    assert taken(oem, edition)[0] == 200


def test_a_lost_file_is_said_and_not_raised(local_store: str, technician_client: Client) -> None:
    edition = factories.edition(factories.manual(), pages=["one"])
    assert technician_client.get(address(edition)).status_code == 503


def test_the_same_file_is_not_sent_twice(local_store: str, technician_client: Client) -> None:
    edition = stored_edition()
    response = technician_client.get(address(edition), headers={"If-None-Match": f'"{edition.sha256}"'})
    assert response.status_code == 304


def test_only_get_and_head(local_store: str, technician_client: Client) -> None:
    assert technician_client.post(address(stored_edition())).status_code == 405
