"""Which way a request may go: the addresses of a host that may be connected to, and where a redirect may lead."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass

import httpx

REDIRECTS = (301, 302, 303, 307, 308)
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refusal(Exception):
    """A file cannot be had. reason: its words are in the catalogue (`fetch.reason`). again: trying again may help, after `wait` seconds where said."""

    def __init__(self, reason: str, detail: str = "", *, again: bool = False, wait: float | None = None) -> None:
        super().__init__(reason, detail)
        self.reason, self.detail, self.again, self.wait = reason, detail, again, wait


@dataclass(frozen=True, slots=True)
class Way:
    """A checked way: connect to `ip`, speak as to `host`. url: what is asked there, through a mirror another than the true address."""

    url: httpx.URL
    host: str
    port: int
    ip: str

    @property
    def connect(self) -> httpx.URL:
        """The address with the checked ip in the place of the host's name, so that no second look-up can differ."""
        return self.url.copy_with(host=self.ip)


def is_public(text: str) -> bool:
    """Whether an ip address is one of the open internet, also where it wraps another."""
    ip = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def find_way(url: httpx.URL, allow: frozenset[str], turn: int = 0) -> Way:
    """The way to an address; `turn` picks another of the host's addresses. allow: `host:port` that may be private.

    One private address among a host's refuses it whole. Raises Refusal.
    """
    if url.scheme not in ("http", "https"):
        raise Refusal("scheme", url.scheme)
    host = url.raw_host.decode("ascii")
    if not host:
        raise Refusal("address")
    port = url.port or (443 if url.scheme == "https" else 80)
    ips = resolved(host, port)
    named = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if named.lower() not in allow and not all(is_public(ip) for ip in ips):
        raise Refusal("private", named)
    return Way(url, host, port, ips[turn % len(ips)])


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host, IPv4 first: a machine without IPv6 often believes that it has it. Raises Refusal."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refusal("unknown host", host, again=isinstance(error, OSError)) from error
    return sorted(dict.fromkeys(str(entry[4][0]) for entry in found), key=lambda ip: ":" in ip)


def next_address(url: httpx.URL, response: httpx.Response, seen: set[str], most: int) -> httpx.URL:
    """Where a redirect leads. Raises Refusal: a circle, too many, no address, another scheme than http or https."""
    try:
        target = url.join(response.headers.get("location", "")).copy_with(fragment=None, userinfo=b"")
    except (httpx.InvalidURL, ValueError) as error:
        raise Refusal("address", "redirect") from error
    if target.scheme not in ("http", "https"):
        raise Refusal("scheme", target.scheme)
    if str(target) in seen:
        raise Refusal("circle", target.host)
    if len(seen) > most:
        raise Refusal("redirects", str(most))
    return target
