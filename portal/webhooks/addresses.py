"""Where a webhook may lead: to https, and to public addresses alone. The portal stands in a network that its users do
not see, and would look into it for whoever names an address of it (server-side request forgery).

Names are resolved here, and the connection goes to the very address that was judged, so that a name that changes its
mind in between leads nowhere else.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from portal.core.errors import Refused

LONGEST = 500
_NAT64 = IPv6Network("64:ff9b::/96")


class AddressRefused(Refused):
    """A webhook may not lead there."""


class NameUnknown(Refused):
    """The name has no address, now at least."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect, and what to ask for there."""

    host: str
    port: int
    path: str
    tls: bool
    addresses: tuple[str, ...]

    @property
    def host_header(self) -> str:
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return shown if self.port == (443 if self.tls else 80) else f"{shown}:{self.port}"


def target_of(url: str) -> Target:
    """Judge an address and resolve its name. Raises AddressRefused, NameUnknown. WEBHOOK_ALLOWED_HOSTS names hosts
    ("host" or "host:port") of an intranet that may be private and speak plain HTTP."""
    host, port, path, tls, trusted = _parts(url)
    if not tls and not trusted:
        raise AddressRefused(_("The address has to begin with https://."))
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameUnknown(_("The name %(host)s is not known.") % {"host": host}) from error
    addresses = tuple(dict.fromkeys(str(row[4][0]) for row in found))
    if not trusted and not all(is_public(address) for address in addresses):
        raise AddressRefused(_("The address has to be a public one."))
    return Target(host=host, port=port, path=path, tls=tls, addresses=addresses)


def _parts(url: str) -> tuple[str, int, str, bool, bool]:
    bad = AddressRefused(_("This is no address of the web."))
    if len(url) > LONGEST or any(character.isspace() or not character.isprintable() for character in url):
        raise bad
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise bad from error
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("https", "http") or not host or "%" in host or not url.isascii():
        raise bad
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(_("The address must not hold a name or a password."))
    tls = parts.scheme == "https"
    port = port or (443 if tls else 80)
    trusted = bool({host, f"{host}:{port}"} & set(settings.WEBHOOK_ALLOWED_HOSTS))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return host, port, path, tls, trusted


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also when it is wrapped into one of IPv6."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip in _NAT64:
            return is_public(str(IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip.sixtofour is not None or ip.teredo is not None:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
