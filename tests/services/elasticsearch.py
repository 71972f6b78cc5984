"""A private Elasticsearch node: the official server's Maven build with our analysis plugin (see distribution.py)."""

from __future__ import annotations

import http.client
import os
import shutil

from tests.services import account, distribution, java, ports
from tests.services.server import Server

HEAP = "1g"
"""Heap of the node unless FORECOURT_ES_HEAP says otherwise (a size as the JVM writes it).

FORECOURT_ES_JAVA_OPTS adds options: with `-XX:TieredStopAtLevel=1` a start costs half the processor time, and
queries run slower than a real server's. Good for tests, wrong for benchmarks.
"""

CONFIGURATION = """\
cluster.name: {cluster}
node.name: forecourt-test
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
discovery.type: single-node
path.data: {folder}/data
path.logs: {folder}/logs
xpack.security.enabled: false
xpack.security.enrollment.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
action.destructive_requires_name: false
"""

JVM_OPTIONS = """\
-XX:+UseG1GC
-Djava.io.tmpdir=${ES_TMPDIR}
20-:--add-modules=jdk.incubator.vector
-XX:+ExitOnOutOfMemoryError
-XX:ErrorFile=hs_err_pid%p.log
"""


class Elasticsearch(Server):
    """One node without security, whose indices outlive a stop."""

    name = "elasticsearch"
    start_seconds = 180.0
    stop_seconds = 30.0
    unprivileged = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        return {"SEARCH_URL": self.url}

    def prepare(self) -> None:
        config = self.folder / "config"
        if not config.exists():
            shutil.copytree(distribution.elasticsearch_home() / "config", config)
            (config / "jvm.options").write_text(JVM_OPTIONS)
            (self.folder / "tmp").mkdir()
        (config / "elasticsearch.yml").write_text(
            CONFIGURATION.format(cluster=self.folder.name, port=self.port, transport=ports.free(), folder=self.folder)
        )
        account.hand_over(self.folder)

    def command(self) -> list[str]:
        return [str(distribution.elasticsearch_home() / "bin" / "elasticsearch")]

    def process_environment(self) -> dict[str, str]:
        heap = os.environ.get("FORECOURT_ES_HEAP", HEAP)
        options = os.environ.get("FORECOURT_ES_JAVA_OPTS", "")
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("ES_")}
        return inherited | {
            "HOME": str(self.folder),
            "ES_JAVA_HOME": str(java.home()),
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(self.folder / "tmp"),
            "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap} -XX:-AlwaysPreTouch {options}",
            # The launcher is a JVM of its own, which lives as long as the server and does nothing.
            "CLI_JAVA_OPTS": "-Xms16m -Xmx64m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        }

    def healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/_cluster/health?wait_for_status=yellow&timeout=2s")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
