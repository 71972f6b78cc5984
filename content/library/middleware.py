"""What is answered when a rule of the library stops a request that did not expect it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from content.library.reading import Withdrawn
from content.library.releasing import ReleaseStopped
from content.library.succession import SuccessionRefused

XHR = "XMLHttpRequest"


class LibraryMiddleware:
    """Answers for what was taken back, and for a release that Wagtail began and a rule of ours stopped."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What was taken back is gone (410), and the page says why. A release that was stopped leads to where the
        person can go on."""
        if isinstance(exception, Withdrawn):
            answer = render(request, "library/withdrawn.html", {"told": exception.told}, status=410)
            answer["Cache-Control"] = "private, no-store"
            return answer
        if isinstance(exception, ReleaseStopped | SuccessionRefused):
            return _stopped(request, exception)
        return None


def _stopped(request: HttpRequest, exception: ReleaseStopped | SuccessionRefused) -> HttpResponse:
    messages.error(request, exception.reason)
    address = getattr(exception, "address", "") or _back(request)
    if request.headers.get("x-requested-with") == XHR:
        # Wagtail's window for the actions of a workflow goes where it is told.
        return JsonResponse({"step": "success", "redirect": address})
    return redirect(address)


def _back(request: HttpRequest) -> str:
    match = request.resolver_match
    page_id = match.kwargs.get("page_id") if match else None
    return reverse("wagtailadmin_pages:edit", args=[page_id]) if page_id else reverse("wagtailadmin_home")
