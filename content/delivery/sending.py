"""How private bytes leave: the headers that each answer carries, and streaming with ranges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, parse_etags

from content.delivery.ranges import ByteRange, Unsatisfiable, requested_range
from portal.core import storage

Answer = TypeVar("Answer", bound=HttpResponseBase)
CHUNK_BYTES = 256 * 1024
LOCKED_DOWN = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
"""The policy of a file that is opened by itself: it may run nothing and load nothing."""
IMAGE_SECONDS = 24 * 3600
"""A page image never changes, but the right to see it does: a browser asks again the next day."""


def send_file(
    request: HttpRequest,
    *,
    name: str,
    size: int,
    sha256: str,
    content_type: str,
    filename: str,
    seconds: int | None = None,
) -> HttpResponseBase:
    """The stored file `name` as an attachment called `filename`, to somebody who may have it.

    From the folder store it is streamed, by range if asked; from a bucket it is a redirect to an address that dies
    after `S3_PRESIGN_SECONDS`, or after `seconds` if the right to have it ends sooner. Raises storage.FileMissing,
    storage.StorageUnavailable.
    """
    etag = f'"{sha256}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return guarded(HttpResponse(status=304), etag=etag)
    if storage.is_remote() and request.method != "HEAD":
        address = storage.presigned_get(name=name, filename=filename, content_type=content_type, seconds=seconds)
        return guarded(HttpResponseRedirect(address), etag="")
    response = HttpResponse() if request.method == "HEAD" else _stream(request, name=name, size=size, etag=etag)
    if request.method == "HEAD":
        response["Content-Length"] = str(size)
    response["Content-Type"] = content_type
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return guarded(response, etag=etag)


def send_image(
    request: HttpRequest, *, data: bytes, content_type: str, etag: str, seconds: int = IMAGE_SECONDS
) -> HttpResponse:
    """A page image for display, kept by the person's own browser only, for so many seconds at most."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Length"] = str(len(data))
    return fresh_for_a_day(guarded(response, etag=etag), seconds=seconds)


def send_stored_image(
    request: HttpRequest, *, name: str, content_type: str, etag: str, seconds: int = IMAGE_SECONDS
) -> HttpResponse:
    """The stored picture `name` for display, as `send_image` has it, or a 304 if the browser holds this `etag` already.
    Ask only after the right to see it was checked. Raises storage.FileMissing, storage.StorageUnavailable."""
    unchanged = not_modified(request, etag=etag, seconds=seconds)
    if unchanged is not None:
        return unchanged
    data = storage.read_bytes(name=name)
    return send_image(request, data=data, content_type=content_type, etag=etag, seconds=seconds)


def not_modified(request: HttpRequest, *, etag: str, seconds: int = IMAGE_SECONDS) -> HttpResponse | None:
    """A 304 if the browser holds this `etag` already. Ask only after the right to see it was checked."""
    if etag not in parse_etags(request.headers.get("If-None-Match", "")):
        return None
    return fresh_for_a_day(guarded(HttpResponse(status=304), etag=etag), seconds=seconds)


def fresh_for_a_day(response: HttpResponse, *, seconds: int = IMAGE_SECONDS) -> HttpResponse:
    """Let the browser keep an answer that never changes, for a day or for `seconds` if the right to see it ends sooner.
    Vary: Cookie keeps it from the next person who signs in on the same tablet."""
    response["Cache-Control"] = f"private, max-age={max(0, min(seconds, IMAGE_SECONDS))}, immutable"
    patch_vary_headers(response, ["Cookie"])
    return response


def guarded(response: Answer, *, etag: str) -> Answer:
    """The answer with the headers of every file that leaves: it runs nothing, and nobody in between keeps it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = LOCKED_DOWN
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    if etag:
        response["ETag"] = etag
    return response


def _stream(request: HttpRequest, *, name: str, size: int, etag: str) -> HttpResponseBase:
    try:
        part = requested_range(
            header=request.headers.get("Range", ""),
            if_range=request.headers.get("If-Range", ""),
            etag=etag,
            size=size,
        )
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    handle = storage.open_local(name=name)
    whole = part or ByteRange(0, size - 1)
    response = StreamingHttpResponse(_chunks(handle, whole), status=206 if part else 200)
    response["Content-Length"] = str(whole.length)
    if part:
        response["Content-Range"] = f"bytes {part.start}-{part.end}/{size}"
    return response


def _chunks(handle: IO[bytes], part: ByteRange) -> Iterator[bytes]:
    with handle:
        handle.seek(part.start)
        left = part.length
        while left > 0 and (chunk := handle.read(min(CHUNK_BYTES, left))):
            left -= len(chunk)
            yield chunk
