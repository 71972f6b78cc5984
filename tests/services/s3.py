"""A private S3-compatible store: S3Proxy over a folder. It checks signatures, as a real bucket does.

It runs on the provider `filesystem`: `filesystem-nio2` leaves what a broken-off upload had sent, and every list of the
bucket is then refused with 500 for good.
"""

from __future__ import annotations

from tests.services import distribution, java, ports
from tests.services.server import Server

BUCKET = "forecourt"
REGION = "us-east-1"
ACCESS_KEY_ID = "forecourt-test"
SECRET_ACCESS_KEY = "forecourt-test-secret"
"""Both are known to everyone and guard nothing: the store listens on the loopback interface for one test run."""

PROPERTIES = """\
s3proxy.endpoint=http://127.0.0.1:{port}
s3proxy.authorization=aws-v2-or-v4
s3proxy.identity={key}
s3proxy.credential={secret}
s3proxy.cors-allow-all=true
s3proxy.ignore-unknown-headers=true
jclouds.provider=filesystem
jclouds.identity=unused
jclouds.credential=unused
jclouds.filesystem.basedir={folder}/buckets
"""


class ObjectStore(Server):
    """A store with one private, empty bucket."""

    name = "s3"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        return {
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT_URL": self.url,
            "S3_ACCESS_KEY_ID": ACCESS_KEY_ID,
            "S3_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
            "S3_REGION": REGION,
        }

    def prepare(self) -> None:
        # A bucket is a folder of this store.
        (self.folder / "buckets" / BUCKET).mkdir(parents=True, exist_ok=True)
        (self.folder / "s3proxy.conf").write_text(
            PROPERTIES.format(port=self.port, key=ACCESS_KEY_ID, secret=SECRET_ACCESS_KEY, folder=self.folder)
        )

    def command(self) -> list[str]:
        program = str(java.home() / "bin" / "java")
        options = ["-Xmx512m", "-XX:+UseSerialGC", f"-Djava.io.tmpdir={self.folder}"]
        jar, properties = distribution.s3proxy_jar(), self.folder / "s3proxy.conf"
        return [program, *options, "-jar", str(jar), "--properties", str(properties)]

    def healthy(self) -> bool:
        return ports.answers(self.port)
