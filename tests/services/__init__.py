"""Real servers for the tests, without a container engine.

`python -m tests.services install` brings what is missing, `run -- COMMAND` runs a command with all servers started,
`up` and `down` keep them running for a developer. Needs the standard library only: it runs before `make setup`.

A fault test starts a server of its own, or takes up that of the run, and really stops it:

    with Redis() as redis:
        redis.kill()
        redis.start()  # same port, same data

    Stack.attach().elasticsearch.stop()
"""

from tests.services.elasticsearch import Elasticsearch
from tests.services.errors import NotInstalledError, ServicesError, StartError
from tests.services.postgres import Postgres
from tests.services.redis import Redis
from tests.services.s3 import ObjectStore
from tests.services.server import Server
from tests.services.stack import Stack

__all__ = [
    "Elasticsearch",
    "NotInstalledError",
    "ObjectStore",
    "Postgres",
    "Redis",
    "Server",
    "ServicesError",
    "Stack",
    "StartError",
]
