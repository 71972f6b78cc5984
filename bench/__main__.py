"""`make bench`: speed and memory with production settings on real servers, in one table."""

from __future__ import annotations

import sys

from bench import production


def main() -> int:
    """0 when every target is met."""
    production.configure()
    from wagtail.models import APIToken

    from bench import content, differing, findable, ingest, reading, searching
    from bench.table import show

    if not content.BIG_MANUAL.exists():
        print("The manuals are not there: set FORECOURT_DATA to their folder.", file=sys.stderr)
        return 2
    user = content.network()
    _token, secret = APIToken.create_token(user=user, name="bench")
    rows, edition = ingest.measure()
    show(rows)
    rows += reading.measure(edition, user)
    show(rows)
    rows += searching.measure(edition, user, secret)
    show(rows)
    rows += differing.measure(edition)
    show(rows)
    rows += findable.measure()
    return 0 if show(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
