"""Opening hostile files where they can do no harm: in a short-lived process with limits of its own.

`Sandbox` is the door for what is read as pages. A prepared process (`zygote`) holds the libraries and forks one child
per job, which costs a few milliseconds where a new interpreter would cost a hundred and fifty. Rooms that read other
files (`content.marketing.assets`) have a prepared process of their own: `Zygote`, `start`, and `zygote.serve`.
"""

from content.ingest.sandbox.children import Zygote, only, sound, start
from content.ingest.sandbox.client import Sandbox

__all__ = ["Sandbox", "Zygote", "only", "sound", "start"]
