"""What uploaded films and captions are, by how they begin. Pure."""

from __future__ import annotations


def film_type(head: bytes) -> str | None:
    """The content type of a film that every browser plays, MP4 or WebM, by its first bytes; None for anything else."""
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm"
    return None


def is_captions(head: bytes) -> bool:
    """Whether a file begins as WebVTT does. https://www.w3.org/TR/webvtt1/#file-structure"""
    return head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")
