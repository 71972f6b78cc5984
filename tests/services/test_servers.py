"""The servers of the tests really stop, die, freeze and come back on the same port with the same data."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import psycopg
import pytest

from tests.services import Elasticsearch, ObjectStore, Postgres, Redis, ServicesError, Stack, processes
from tests.services.__main__ import parse
from tests.services.packages import NEEDS

pytestmark = [pytest.mark.services, pytest.mark.fault]
ROOT = Path(__file__).resolve().parents[2]


def say(redis: Redis, *words: str) -> bytes:
    with socket.create_connection(("127.0.0.1", redis.port), timeout=1) as connection:
        connection.sendall((" ".join(words) + "\r\n").encode())
        return connection.recv(100).strip()


def test_redis_keeps_its_queue_when_killed() -> None:
    with Redis() as redis:
        port = redis.port
        assert say(redis, "RPUSH", "queue", "job") == b":1"
        redis.kill()
        assert not redis.healthy()
        assert redis.start().port == port
        assert say(redis, "LLEN", "queue") == b":1"


def test_a_paused_server_hangs_and_a_resumed_one_answers() -> None:
    with Redis() as redis:
        redis.pause()
        with pytest.raises(TimeoutError):
            say(redis, "PING")
        redis.resume()
        assert say(redis, "PING") == b"+PONG"


def test_a_paused_server_can_be_closed() -> None:
    with Redis() as redis:
        pid = redis.pid
        redis.pause()
    assert pid is not None
    assert not processes.alive(pid)
    assert not redis.folder.exists()


def test_another_process_takes_a_server_up() -> None:
    """What a fault test does with the run's servers: it did not start them, and its restart outlives it."""
    with Redis() as redis:
        first = redis.pid
        code = (
            "import sys; from pathlib import Path; from tests.services import Redis\n"
            "redis = Redis.attach(Path(sys.argv[1])); redis.kill(); redis.start()"
        )
        subprocess.run([sys.executable, "-c", code, redis.folder], cwd=ROOT, check=True)
        assert redis.pid not in (None, first)
        assert redis.healthy()
    assert not redis.healthy()


def test_attaching_where_nothing_was_started_says_so(tmp_path: Path) -> None:
    with pytest.raises(ServicesError, match="No redis was started"):
        Redis.attach(tmp_path)


def test_postgres_keeps_committed_rows_when_killed() -> None:
    with Postgres() as postgres:
        with psycopg.connect(postgres.url) as connection:
            connection.execute("create table pages as select 7 as number")
        postgres.kill()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(postgres.url)
        postgres.start()
        with psycopg.connect(postgres.url) as connection:
            assert connection.execute("select number from pages").fetchone() == (7,)


def test_object_store_keeps_files_and_refuses_a_wrong_signature() -> None:
    with ObjectStore() as store:
        given = store.environment()

        def client(secret: str) -> Any:
            return boto3.client(
                "s3",
                endpoint_url=given["S3_ENDPOINT_URL"],
                aws_access_key_id=given["S3_ACCESS_KEY_ID"],
                aws_secret_access_key=secret,
                region_name=given["S3_REGION"],
            )

        right = client(given["S3_SECRET_ACCESS_KEY"])
        right.put_object(Bucket=given["S3_BUCKET"], Key="a/b.pdf", Body=b"%PDF", ContentType="application/pdf")
        store.kill()
        store.start()
        found = right.get_object(Bucket=given["S3_BUCKET"], Key="a/b.pdf")
        assert (found["Body"].read(), found["ContentType"]) == (b"%PDF", "application/pdf")
        with pytest.raises(right.exceptions.ClientError, match=r"SignatureDoesNotMatch|Forbidden"):
            client("wrong").get_object(Bucket=given["S3_BUCKET"], Key="a/b.pdf")


@pytest.fixture(scope="module")
def elasticsearch() -> Iterator[Elasticsearch]:
    with Elasticsearch() as server:
        yield server


def get(server: Elasticsearch, path: str, method: str = "GET", body: str | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.timeout(400)  # two starts, each with its own limit
def test_a_part_that_breaks_off_leaves_the_store_whole() -> None:
    with ObjectStore() as store:
        given = store.environment()
        client = boto3.client(
            "s3",
            endpoint_url=store.url,
            aws_access_key_id=given["S3_ACCESS_KEY_ID"],
            aws_secret_access_key=given["S3_SECRET_ACCESS_KEY"],
            region_name=given["S3_REGION"],
        )
        place = {"Bucket": given["S3_BUCKET"], "Key": "a/manual.pdf"}
        upload = {**place, "UploadId": client.create_multipart_upload(**place)["UploadId"]}
        url = urlsplit(client.generate_presigned_url("upload_part", Params={**upload, "PartNumber": 1}))
        head = f"PUT {url.path}?{url.query} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Length: 5242880\r\n\r\n"
        with socket.create_connection(("127.0.0.1", store.port)) as connection:
            connection.sendall(head.encode() + bytes(1024 * 1024))
        client.list_objects_v2(Bucket=given["S3_BUCKET"])
        assert client.upload_part(**upload, PartNumber=1, Body=b"whole")["ETag"]
        # Until the server has noticed that the line is cut it refuses this list; with the other provider for good.
        deadline = time.monotonic() + 20
        while True:
            try:
                parts = client.list_parts(**upload)["Parts"]
                break
            except client.exceptions.ClientError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        assert [part["Size"] for part in parts] == [5]


def test_elasticsearch_keeps_acknowledged_documents_when_killed(elasticsearch: Elasticsearch) -> None:
    assert get(elasticsearch, "/pages/_doc/1", "PUT", '{"text": "torque"}') == 201
    elasticsearch.kill()
    with pytest.raises(ConnectionRefusedError):
        get(elasticsearch, "/pages/_doc/1")
    elasticsearch.start()
    assert get(elasticsearch, "/pages/_doc/1") == 200


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_run_stops_its_servers_when_it_is_told_to_end(signum: signal.Signals, tmp_path: Path) -> None:
    told = tmp_path / "folder"
    script = f'echo "$FORECOURT_SERVICES" > {told}.new; mv {told}.new {told}; exec sleep 60'
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.services", "run", "--only", "redis", "--", "sh", "-c", script],
        cwd=ROOT,
        env=os.environ | {"CHROMIUM_PATH": sys.executable},
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while not told.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    redis = Stack.attach(Path(told.read_text().strip())).redis
    pid = redis.pid
    assert pid is not None
    # At a terminal Ctrl-C reaches the whole group; the other two reach only the process they are sent to.
    os.killpg(run.pid, signum) if signum == signal.SIGINT else os.kill(run.pid, signum)
    assert run.wait(40) == 128 + signum
    assert not processes.alive(pid)
    assert not redis.folder.exists()


def test_run_returns_the_commands_exit_code_and_leaves_nothing() -> None:
    command = [sys.executable, "-m", "tests.services", "run", "--only", "redis", "--"]
    done = subprocess.run(
        [*command, "sh", "-c", 'echo "$FORECOURT_SERVICES"; exit 7'],
        cwd=ROOT,
        env=os.environ | {"CHROMIUM_PATH": sys.executable},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 7
    assert not Path(done.stdout.strip()).exists()


def test_a_missing_program_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(ServicesError, match=r"Redis is not installed\. Run `python -m tests\.services install`"):
        Redis().start()


def test_an_unknown_server_is_refused() -> None:
    with pytest.raises(SystemExit):
        parse(["run", "--only", "redis,oracle", "--", "true"])


def test_every_need_is_met_here() -> None:
    """`install` has run, so what it looks for is found: its checks agree with what apt brings."""
    assert [package for package, is_here in NEEDS.items() if not is_here()] == []
