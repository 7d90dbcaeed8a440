"""One file over HTTP: asked for with conditions, resumed where it broke off, tried again, judged, then put in its place."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import httpx
import stamina

from vrede.fetch.content import fault
from vrede.fetch.kept import Note, adopt, digest, drop_part, inside, keep, known, part_of, read_note
from vrede.fetch.limits import FetchLimits, Meter
from vrede.fetch.mirror import Mirror
from vrede.fetch.plan import Want
from vrede.fetch.receive import receive
from vrede.fetch.report import Outcome
from vrede.fetch.route import REDIRECTS, Refusal, Way, find_way, next_address

CONTACT = "https://example.org/vrede"
AGENT = "Mozilla/5.0 (compatible; vrede/{version}; +{contact})"
"""Some hosts refuse an agent without an address as a robot."""
GONE = (404, 410)
AT_ONCE = 4
"""Questions to one host at the same time."""
TIRED_AFTER = 2
"""Files of a host that could not be had after every try; each further file of it is tried once."""


Judge = Callable[[Path, Path], str]


def as_it_is(came: Path, before: Path) -> str:
    """Takes whatever came."""
    return ""


class Client:
    """Fetches files; used as a context manager, by several threads if need be: no host is asked more than AT_ONCE questions at once.

    allow: `host:port` that may lie in a private network. mirror: through which everything is asked. today: the day under which answers
    are kept. contact: where a source finds who asks. accept_loss: what holds half of what it held is taken all the same. Proxies of the environment are not used: behind one the address that is connected to could not be checked.
    """

    def __init__(
        self,
        limits: FetchLimits,
        allow: frozenset[str] = frozenset(),
        mirror: Mirror | None = None,
        today: date | None = None,
        contact: str = CONTACT,
        accept_loss: bool = False,
    ) -> None:
        self.limits = limits
        self.allow = allow
        self.mirror = mirror
        self.accept_loss = accept_loss
        self.today = today or datetime.now(UTC).date()
        self._agent = AGENT.format(version=version("vrede"), contact=contact)
        self.meter = Meter()
        self._trust = httpx.create_ssl_context()
        self._guard = threading.Lock()
        self._by_host: dict[str, httpx.HTTPTransport] = {}
        self._turns: dict[str, threading.BoundedSemaphore] = {}
        self._failed: Counter[str] = Counter()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for transport in self._by_host.values():
            transport.close()

    def fetch(self, want: Want, folder: Path, former: Path | None = None, judge: Judge = as_it_is) -> Outcome:
        """One file into `folder`, and what became of it. Nothing that a server does raises.

        former: the copy of an earlier day; where the server has nothing newer, it gets its place here too. judge: what came, against the
        copy before it, before it takes its place; a reason of the catalogue refuses it.
        """
        target = None
        try:
            target = inside(folder, want.name)
            if want.sha256 and target.is_file() and digest(target) == want.sha256:
                return self._row(want, "unchanged", target)
            return self._tried(want, target, former if former and not target.exists() else target, judge)
        except Refusal as refusal:
            state = "gone" if refusal.reason == "gone" else "failed"
            if refusal.again:
                with self._guard:
                    self._failed[_host_of(want.address)] += 1
            return self._row(want, state, target, former, refusal.reason, refusal.detail)
        except OSError as error:
            return self._row(want, "failed", target, former, "disk", error.strerror or "")

    def _row(
        self,
        want: Want,
        state: str,
        target: Path | None,
        former: Path | None = None,
        reason: str = "",
        detail: str = "",
    ) -> Outcome:
        size, found = 0, ""
        for path in (target, former):
            try:
                if path is not None and path.is_file():
                    size, found = path.stat().st_size, digest(path)
                    break
            except OSError:
                continue
        return Outcome(want.name, want.address, state, size, found, reason, detail)

    def _tried(self, want: Want, target: Path, base: Path, judge: Judge) -> Outcome:
        """base: the copy that conditions rest on. Raises Refusal, OSError."""
        limits = self.limits
        deadline = time.monotonic() + limits.deadline_seconds
        turn = 0

        def again(error: Exception) -> bool | float:
            if not isinstance(error, Refusal) or not error.again:
                return False
            return True if error.wait is None else min(error.wait, limits.wait_most_seconds)

        for attempt in stamina.retry_context(
            on=again,
            attempts=1 if self._failed[_host_of(want.address)] >= TIRED_AFTER else limits.attempts,
            timeout=limits.deadline_seconds,
            wait_initial=limits.wait_seconds,
            wait_max=limits.wait_most_seconds,
            wait_jitter=limits.wait_seconds,
        ):
            with attempt:
                turn += 1
                return self._once(want, target, base, turn - 1, deadline, judge)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, want: Want, target: Path, base: Path, turn: int, deadline: float, judge: Judge) -> Outcome:
        copy = known(base, want.address)
        part = part_of(target)
        begun = read_note(part)
        offset = part.stat().st_size if begun is not None and part.is_file() else 0
        if begun is None or begun.address != want.address or not begun.validator or not offset:
            drop_part(target)
            begun, offset = None, 0
        # What is packed by itself, or goes on in the middle, must come as it stands.
        encoding = "gzip" if want.kind in ("xml", "json", "csv") and not begun else "identity"
        headers = {"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": encoding}
        if begun:
            headers |= {"Range": f"bytes={offset}-", "If-Range": begun.validator}
        elif copy:
            headers |= {"If-None-Match": copy.etag} if copy.etag else {}
            headers |= {"If-Modified-Since": copy.modified} if copy.modified else {}
        url = httpx.URL(want.address)
        seen = {str(url)}
        try:
            while True:
                with self._answer(url, headers, turn) as response:
                    if response.status_code not in REDIRECTS:
                        if response.status_code == 304 and copy and not begun:
                            adopt(base, target, copy)
                            return self._row(want, "unchanged", target)
                        note = self._received(response, want, target, offset if begun else 0, deadline)
                        break
                    url = next_address(url, response, seen, self.limits.redirects)
                    seen.add(str(url))
            return self._judged(want, target, base, copy, note, bool(begun), judge)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise Refusal("certificate", url.host) from error
            raise Refusal("dead", again=True) from error
        except httpx.TimeoutException as error:
            raise Refusal("slow", again=True) from error
        except httpx.InvalidURL as error:
            raise Refusal("address") from error
        except httpx.HTTPError as error:
            raise Refusal("truncated", type(error).__name__, again=True) from error

    @contextmanager
    def _answer(self, url: httpx.URL, headers: dict[str, str], turn: int) -> Iterator[httpx.Response]:
        """The answer with its body still to come, in one of the host's turns. A transport knows no redirects, cookies, passwords or
        proxies."""
        way = self.mirror.way(url, turn) if self.mirror else find_way(url, self.allow, turn)
        with self._guard:
            # A pool for each host: two names behind one ip must not share a connection that was made for the other.
            transport = self._by_host.get(way.host)
            if transport is None:
                transport = self._by_host[way.host] = httpx.HTTPTransport(verify=self._trust, trust_env=False)
            turns = self._turns.setdefault(f"{way.host}:{way.port}", threading.BoundedSemaphore(AT_ONCE))
        with turns:
            response = self._asked(transport, way, headers)
            try:
                yield response
            finally:
                response.close()

    def _asked(self, transport: httpx.HTTPTransport, way: Way, headers: dict[str, str]) -> httpx.Response:
        timeout = httpx.Timeout(self.limits.read_seconds, connect=self.limits.connect_seconds)
        request = httpx.Request(
            "GET",
            way.connect,
            headers={"Host": way.url.netloc.decode("ascii"), **headers},
            extensions={"sni_hostname": way.host, "timeout": timeout.as_dict()},
        )
        try:
            return transport.handle_request(request)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
            raise Refusal("dead", type(error).__name__, again=True) from error

    def _received(self, response: httpx.Response, want: Want, target: Path, offset: int, deadline: float) -> Note:
        """The body as a part. Raises Refusal for every answer that carries none."""
        status = response.status_code
        if status in GONE:
            drop_part(target)
            raise Refusal("gone", str(status))
        if status == 429 or status >= 500 or status == 408:
            raise Refusal("busy" if status == 429 else "server", str(status), again=True, wait=_wait(response))
        if status == 206 and offset and response.headers.get("content-range", "").startswith(f"bytes {offset}-"):
            mode = "ab"
        elif status == 200:
            mode, offset = "wb", 0
        elif offset:
            drop_part(target)
            raise Refusal("truncated", str(status), again=True)
        else:
            raise Refusal("refused", str(status))
        note = Note(want.address, response.headers.get("etag", ""), response.headers.get("last-modified", ""))
        receive(response, target, note, mode, offset, self.limits, self.meter, deadline)
        return note

    def _judged(
        self, want: Want, target: Path, base: Path, copy: Note | None, note: Note, was_resumed: bool, judge: Judge
    ) -> Outcome:
        """The part put in its place, or refused and removed."""
        part = part_of(target)
        wrong = fault(part, want.kind, self.limits.unpacked_bytes, want.holds)
        found = digest(part)
        if not wrong and want.sha256 and found != want.sha256:
            wrong = "hash"
        if not wrong and base.is_file() and not self.accept_loss:
            wrong = judge(part, base)
        if wrong:
            drop_part(target)
            raise Refusal(wrong, again=wrong == "truncated" or was_resumed)
        note = Note(note.address, note.etag, note.modified, found, part.stat().st_size)
        if copy is not None and copy.sha256 == found:
            adopt(base, target, note)
            return self._row(want, "unchanged", target)
        same = target.is_file() and digest(target) == found
        keep(target, note)
        return self._row(want, "unchanged" if same else "new", target)


def _wait(response: httpx.Response) -> float | None:
    """Seconds that the server asks to wait; None where it asks for a day or for nothing: then the own pauses hold."""
    text = response.headers.get("retry-after", "").strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _host_of(address: str) -> str:
    return urlsplit(address).netloc.lower()
