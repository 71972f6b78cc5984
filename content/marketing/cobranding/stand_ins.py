"""What stands where a logo or a picture will be: drawn here, plain, and of the right shape."""

from __future__ import annotations

from portal.core.printing import Picture

_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60"><rect width="120" height="60" rx="6" fill="#e7edf0"/>'
    '<path d="M24 42 L44 18 L64 42 Z" fill="#7d8f96"/><circle cx="84" cy="30" r="12" fill="#7d8f96"/></svg>'
)


def stand_in(kind: str, *, width_mm: float, height_mm: float) -> Picture:
    """A drawing for a field of this kind and size."""
    if kind == "logo":
        return _LOGO.encode(), "image/svg+xml"
    width, height = width_mm * 10, height_mm * 10
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}">'
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#cfdbe0"/>'
        f'<path d="M0 {height:.0f} L{width * 0.35:.0f} {height * 0.42:.0f} L{width * 0.62:.0f} {height * 0.78:.0f}'
        f' L{width * 0.8:.0f} {height * 0.55:.0f} L{width:.0f} {height:.0f} Z" fill="#9fb4bc"/>'
        f'<circle cx="{width * 0.78:.0f}" cy="{height * 0.24:.0f}" r="{min(width, height) * 0.09:.0f}" fill="#f2f6f7"/>'
        "</svg>"
    )
    return drawing.encode(), "image/svg+xml"
