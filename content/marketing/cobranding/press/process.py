"""The prepared process of the press: WeasyPrint loaded, fonts listed, nothing opened. Forks a child for each job."""

from __future__ import annotations

import logging
import sys

from content.ingest.sandbox.zygote import serve
from content.marketing.cobranding.press.job import prepare, run

if __name__ == "__main__":
    for name in ("weasyprint", "weasyprint.progress", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    serve(int(sys.argv[1]), run=run, prepare=prepare)
