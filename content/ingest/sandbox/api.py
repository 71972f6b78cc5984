"""The door for rooms that run jobs of their own in a process with limits."""

from content.ingest.extraction.api import ExtractionFailed, FailureReason, Limits
from content.ingest.sandbox.children import Child, Zygote, sound, start
from content.ingest.sandbox.frames import receive, send

__all__ = ["Child", "ExtractionFailed", "FailureReason", "Limits", "Zygote", "receive", "send", "sound", "start"]
