"""Opening hostile files where they can do no harm: in a short-lived process with limits of its own.

`Sandbox` is the door. A prepared process (`zygote`) holds the libraries and forks one child per job, which costs a few
milliseconds where a new interpreter would cost a hundred and fifty.
"""

from content.ingest.sandbox.client import Sandbox

__all__ = ["Sandbox"]
