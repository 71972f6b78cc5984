"""A webhook leads to public addresses alone, whatever its name says now and later."""

from __future__ import annotations

import socket

import pytest

from portal.webhooks import sending
from portal.webhooks.addresses import AddressRefused, NameUnknown, is_public, target_of
from portal.webhooks.models import Try

PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.9",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_addresses_that_are(address):
    assert is_public(address)


def resolves_to(monkeypatch, *addresses):
    def answer(_host, port, **_more):
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in one], socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def test_a_name_is_judged_by_all_of_its_addresses(monkeypatch):
    resolves_to(monkeypatch, "93.184.215.14")
    target = target_of("https://DMS.example/in?x=1#y")
    assert (target.host, target.port, target.path, target.host_header) == ("dms.example", 443, "/in?x=1", "dms.example")
    resolves_to(monkeypatch, "93.184.215.14", "10.0.0.1")
    with pytest.raises(AddressRefused):
        target_of("https://dms.example/")


@pytest.mark.parametrize(
    "url",
    [
        "http://dms.example/",
        "ftp://dms.example/",
        "https://user:word@dms.example/",
        "https://dms.example:99999/",
        "https:///x",
        "https://dms.example/\r\nX: y",
        "https://dms.example/ x",
        "https://dms.exämple/",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_address_for_a_webhook(monkeypatch, url):
    resolves_to(monkeypatch, "93.184.215.14")
    with pytest.raises(AddressRefused):
        target_of(url)


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "[::ffff:7f00:1]", "localhost"])
def test_loopback_by_other_spellings(host):
    with pytest.raises((AddressRefused, NameUnknown)):
        target_of(f"https://{host}/")


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch):
    """A name that has another answer for each question."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    connected = []

    def connect(address, **_more):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _h, port, **_m: [(2, 1, 6, "", (one, port)) for one in next(answers)]
    )
    monkeypatch.setattr(socket, "create_connection", connect)
    assert sending.send(url="https://dms.example/", headers={}, body=b"").fault == Try.Fault.REFUSED
    assert connected == [("93.184.215.14", 443)]


def test_hosts_of_an_intranet_are_named_by_the_operator(monkeypatch, settings):
    resolves_to(monkeypatch, "10.0.0.1")
    settings.WEBHOOK_ALLOWED_HOSTS = ["dms.intranet", "other.intranet:8080"]
    assert target_of("http://dms.intranet:81/").addresses == ("10.0.0.1",)
    assert target_of("http://other.intranet:8080/").tls is False
    for url in ("http://other.intranet/", "https://evil.dms.intranet/", "https://dms.intranet.example/"):
        with pytest.raises(AddressRefused):
            target_of(url)


def test_a_name_that_is_not_known(monkeypatch):
    def unknown(*_args, **_more):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NameUnknown):
        target_of("https://dms.example/")
    assert sending.send(url="https://dms.example/", headers={}, body=b"").fault == Try.Fault.NAME
