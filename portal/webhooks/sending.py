"""One request to a webhook, with a limit on everything: where it goes, how long it takes, how much is read. Redirects
are not followed; what they answer is what was answered."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from dataclasses import dataclass
from threading import Timer

from django.conf import settings

from portal.webhooks.addresses import AddressRefused, NameUnknown, Target, target_of
from portal.webhooks.models import Try

KEPT_BYTES = 500
READ_BYTES = 4096
MOST_DIGITS = 7
AGENT = "Forecourt-Webhooks/1"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a request. `status` is None when there was no answer, and `fault` says why. `retry_after` is the
    number of seconds that the answer asked to wait, 0 if it asked for none."""

    status: int | None
    fault: str
    answer: str
    milliseconds: int
    retry_after: int = 0

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """The receiver says that it wants no more (410, as the specification has it)."""
        return self.status == http.client.GONE


def send(*, url: str, headers: dict[str, str], body: bytes) -> Outcome:
    """POST `body` to the address. Never raises for what is there, or is not."""
    began = time.monotonic()

    def outcome(status: int | None = None, fault: str = "", answer: bytes = b"", retry_after: int = 0) -> Outcome:
        text = answer[:KEPT_BYTES].decode("utf-8", "replace").replace("\x00", "")
        return Outcome(status, fault, text[:KEPT_BYTES], int((time.monotonic() - began) * 1000), retry_after)

    try:
        target = target_of(url)
        status, answer, retry_after = _exchange(target, headers, body)
    except AddressRefused:
        return outcome(fault=Try.Fault.ADDRESS)
    except NameUnknown:
        return outcome(fault=Try.Fault.NAME)
    except TimeoutError:
        return outcome(fault=Try.Fault.TIMEOUT)
    except ssl.SSLError:
        return outcome(fault=Try.Fault.TLS)
    except http.client.HTTPException:
        return outcome(fault=Try.Fault.PROTOCOL)
    except OSError:
        return outcome(fault=Try.Fault.REFUSED)
    return outcome(status, answer=answer, retry_after=retry_after)


def _exchange(target: Target, headers: dict[str, str], body: bytes) -> tuple[int, bytes, int]:
    """Raises TimeoutError when all of it takes too long: a server that sends a byte now and then has no more time than
    one that sends none."""
    deadline = _Deadline(settings.WEBHOOK_TIMEOUT_SECONDS)
    try:
        connection = http.client.HTTPConnection(target.host, target.port, timeout=settings.WEBHOOK_TIMEOUT_SECONDS)
        connection.sock = deadline.watch(_connected(target))
        connection.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
        for name, value in {
            "Host": target.host_header,
            "User-Agent": AGENT,
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
            **headers,
        }.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        answer, asked = response.read(READ_BYTES), response.getheader("Retry-After", "")
        if deadline.passed:
            raise TimeoutError
        return response.status, answer, int(asked) if asked.isdecimal() and len(asked) < MOST_DIGITS else 0
    except (OSError, http.client.HTTPException) as error:
        if deadline.passed:
            raise TimeoutError from error
        raise
    finally:
        deadline.end()


def _connected(target: Target) -> socket.socket:
    """A connection to one of the addresses that were judged, with the certificate checked for the name."""
    failure: OSError = OSError()
    for address in target.addresses:
        try:
            plain = socket.create_connection((address, target.port), timeout=settings.WEBHOOK_TIMEOUT_SECONDS)
        except OSError as error:
            failure = error
            continue
        if not target.tls:
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
        except OSError:
            plain.close()
            raise
    raise failure


class _Deadline:
    """Shuts a socket down when its time is over, whatever is being read from it."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._socket: socket.socket | None = None
        self._timer = Timer(seconds, self._over)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, own: socket.socket) -> socket.socket:
        self._socket = own
        if self.passed:
            self._over()
        return own

    def _over(self) -> None:
        self.passed = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # It is closed already.

    def end(self) -> None:
        self._timer.cancel()
        if self._socket is not None:
            self._socket.close()
