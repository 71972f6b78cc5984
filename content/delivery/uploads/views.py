"""The upload protocol, as JSON. OEM staff only; errors are {"error": sentence} with a status that tells the kind.

Begin, PUT the parts (in any order, several at a time, again when in doubt), complete. With a bucket, parts go to signed
addresses of the bucket and never through the portal; without one they come here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from content.delivery.models import Upload
from content.delivery.uploads import api as uploads
from portal.core.errors import Refused
from portal.core.storage import StorageUnavailable
from portal.network.models import User

_LONGEST_BODY = 10_000

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], JsonResponse]


def _staff(view: View[P]) -> View[P]:
    """Let OEM staff in, and turn refusals into answers."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> JsonResponse:
        if not request.user.is_authenticated:
            return _error(_("Sign in first."), status=401)
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return _error(_("You may not upload files."), status=403)
        try:
            return view(request, *args, **kwargs)
        except uploads.UploadMissing as refusal:
            return _error(refusal.reason, status=404)
        except uploads.TooLarge as refusal:
            return _error(refusal.reason, status=413)
        except uploads.PartsMissing as refusal:
            return JsonResponse({"error": refusal.reason, "missing": refusal.numbers}, status=409)
        except (uploads.PartRefused, UnreadablePostError):
            return _error(_("This part did not arrive in full."), status=400)
        except Refused as refusal:
            return _error(refusal.reason, status=400)
        except ValueError:
            return _error(_("The request cannot be understood."), status=400)
        except StorageUnavailable:
            return _error(_("The file store does not answer. Try again in a minute."), status=503)

    return answer


@require_POST
@_staff
def begin(request: HttpRequest) -> JsonResponse:
    """{name, size in bytes} -> {id, part_size, parts, mode, url}."""
    asked = _body(request)
    name, size = asked.get("name"), asked.get("size")
    if not isinstance(name, str) or not isinstance(size, int) or isinstance(size, bool):
        raise ValueError("name and size")
    upload = uploads.begin(user=_user(request), name=name, size=size)
    return JsonResponse(_described(upload), status=201)


@require_http_methods(["GET", "DELETE"])
@_staff
def upload(request: HttpRequest, upload_id: UUID) -> JsonResponse:
    """GET: the description and `present`, the numbers of the parts that are there. DELETE: give the upload up."""
    if request.method == "DELETE":
        uploads.abort(upload_id=upload_id, user=_user(request))
        return JsonResponse({})
    found = uploads.find(upload_id=upload_id, user=_user(request))
    there = uploads.parts_present(upload_id=upload_id, user=_user(request))
    return JsonResponse({**_described(found), "present": there})


@require_POST
@_staff
def sign(request: HttpRequest, upload_id: UUID) -> JsonResponse:
    """{number} -> {url}: where this part is PUT."""
    number = _body(request).get("number")
    if not isinstance(number, int):
        raise ValueError("number")
    return JsonResponse({"url": uploads.sign_part(upload_id=upload_id, user=_user(request), number=number)})


@require_http_methods(["PUT"])
@_staff
def part(request: HttpRequest, upload_id: UUID, number: int) -> JsonResponse:
    """Take the bytes of one part (local store only)."""
    uploads.keep_part(upload_id=upload_id, user=_user(request), number=number, body=request)
    return JsonResponse({})


@require_POST
@_staff
def complete(request: HttpRequest, upload_id: UUID) -> JsonResponse:
    """Join the parts. 409 names those that are missing."""
    return JsonResponse(_described(uploads.complete(upload_id=upload_id, user=_user(request))))


def _described(upload: Upload) -> dict[str, object]:
    return {
        "id": str(upload.pk),
        "url": reverse("delivery:upload", args=[upload.pk]),
        "state": upload.state,
        "size": upload.size,
        "part_size": upload.part_size,
        "parts": upload.part_count,
        "mode": "s3" if upload.s3_upload_id else "local",
    }


def _body(request: HttpRequest) -> dict[str, object]:
    """The JSON object that was sent. Raises ValueError."""
    if int(request.headers.get("Content-Length") or 0) > _LONGEST_BODY:
        raise ValueError("too long")
    asked = json.loads(request.body)
    if not isinstance(asked, dict):
        raise ValueError("not an object")
    return asked


def _error(sentence: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
