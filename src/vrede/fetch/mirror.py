"""A mirror: one server of one's own through which everything is asked, `https://HOST/PATH?QUERY` as `MIRROR/HOST/PATH?QUERY`."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

import httpx

from vrede.fetch.route import Refusal, Way, is_public, resolved


@dataclass(frozen=True, slots=True)
class Mirror:
    """host and port of the mirror; spoken to by http, or https where `secure`."""

    host: str
    port: int
    secure: bool = False

    @property
    def named(self) -> str:
        """host:port."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def way(self, url: httpx.URL, turn: int = 0) -> Way:
        """The way to a true address through the mirror. Whoever names a mirror trusts it, so it may lie in a private network; an
        address that itself is of such a network is refused, as without a mirror. Raises Refusal."""
        if url.scheme not in ("http", "https"):
            raise Refusal("scheme", url.scheme)
        host = url.raw_host.decode("ascii")
        if not host:
            raise Refusal("address")
        if _is_private(host):
            raise Refusal("private", url.netloc.decode("ascii"))
        ips = resolved(self.host, self.port)
        asked = httpx.URL(
            scheme="https" if self.secure else "http",
            host=self.host,
            port=self.port,
            raw_path=b"/" + url.netloc + url.raw_path,
        )
        return Way(asked, self.host, self.port, ips[turn % len(ips)])


def mirror_of(text: str) -> Mirror | None:
    """The mirror of a setting, `http://host:port`; None for ''. Raises ValueError where it is none."""
    if not text:
        return None
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo or url.path not in ("", "/") or url.query:
        raise ValueError("it must be http://host:port, without a path or a name")
    return Mirror(url.host, url.port or (443 if url.scheme == "https" else 80), url.scheme == "https")


def _is_private(host: str) -> bool:
    """Whether a host is of a private network by its name alone: behind a mirror nothing can be looked up."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host.strip(".") or host.rstrip(".").endswith((".localhost", ".local", ".internal"))
    return not is_public(host)
