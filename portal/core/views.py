"""Is the process alive; is what it stands on ready."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from portal.core.health import readiness


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else, so that a sick database does not get web processes killed."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Each part with its state and latency; 503 unless all are ready."""
    parts = readiness()
    ready = all(part.ok for part in parts)
    body = {"status": "ready" if ready else "not ready", "parts": [asdict(part) for part in parts]}
    return JsonResponse(body, status=200 if ready else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus metrics, for the machine itself and for administrators."""
    direct = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and "HTTP_X_FORWARDED_FOR" not in request.META
    if not direct and not getattr(request.user, "is_superuser", False):
        return HttpResponseForbidden()
    return ExportToDjangoView(request)
