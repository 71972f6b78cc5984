"""Whether the audit is as it was written: works out the seals over all events anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core.sealing import verify


class Command(BaseCommand):
    help = "Check the seals over the events. Fails where one does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify()
        if found.broken is not None:
            raise CommandError(
                f"Events {found.broken.first_id} to {found.broken.last_id} are not as they were sealed on "
                f"{found.broken.at.isoformat()}. The {found.seals} seals before hold."
            )
        if found.unsure is not None:
            self.stdout.write(
                f"Who did events {found.unsure.first_id} to {found.unsure.last_id} is not as it was sealed: "
                "a person was deleted since, or a name was taken out."
            )
        self.stdout.write(self.style.SUCCESS(f"{found.seals} seals hold."))
