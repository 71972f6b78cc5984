"""`manage.py api_token USERNAME`: a bearer token for the API, printed once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.network import tokens
from portal.network.models import User


class Command(BaseCommand):
    help = "Print a new API token of a person, or revoke all that they have."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="api_token", help="What the token is for; shown in the CMS.")
        parser.add_argument("--revoke", action="store_true", help="Revoke every token of this person; make none.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None and not options["revoke"]:
            raise CommandError(f"There is no active person with the user name {options['username']!r}.")
        user = user or User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no person with the user name {options['username']!r}.")
        if options["revoke"]:
            self.stdout.write(f"Revoked: {tokens.revoke_all(user=user)}")
        else:
            self.stdout.write(tokens.issue(user=user, name=options["name"]))
