"""What delivery remembers: uploads that are on their way."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """A file that a person is sending in parts. It becomes an edition through `content.ingest`, or it expires."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        COMPLETE = "complete", "complete"
        ABORTED = "aborted", "aborted"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Null when the person was deleted: the files must still be found, to be removed."""
    original_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    part_size = models.BigIntegerField()
    s3_upload_id = models.CharField(max_length=1024, blank=True)
    """The bucket's id of the multipart upload; empty when the parts lie in a folder."""
    store_key = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def part_count(self) -> int:
        """How many parts there are."""
        return -(-self.size // self.part_size)

    def size_of(self, number: int) -> int:
        """Bytes of part `number` (from 1): all are of `part_size`, the last is what remains. Raises ValueError."""
        if not 1 <= number <= self.part_count:
            raise ValueError("The upload has no such part.")
        return min(self.part_size, self.size - (number - 1) * self.part_size)
