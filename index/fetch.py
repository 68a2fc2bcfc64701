"""A page from the web: few ways in, and none to the network that Footnote runs in.

A host is looked up once, every address behind it has to be public, and the connection goes to one
that was checked, with TLS checked against the host's name. Redirects are checked like the first
address. No proxy of the environment, no cookies, no scripts. Not covered: pages that need a
log-in, a script or a browser to be read.
"""

import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address

import httpcore
import httpx

from index.addresses import IP, PORTS, is_public, literal, parse, refusal
from index.connection import Pinned, left

SECONDS = 10.0  # for everything: looking up, connecting, all redirects and the whole answer
MAX_BYTES = 10_000_000  # of a page, unpacked
MAX_REDIRECTS = 5
GZIP = b"\x1f\x8b"
_REDIRECTS = (301, 302, 303, 307, 308)
_HEADERS = (
    ("User-Agent", "Footnote/0.1"),
    ("Accept", "text/html, application/xhtml+xml, text/*, application/pdf, */*;q=0.5"),
    ("Accept-Encoding", "gzip, deflate"),
    ("Connection", "close"),
)

LookUp = Callable[[str, int], list[str]]
"""Host and port to IP addresses as text; raises `OSError`."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an address led to; `address` is where it was found after all redirects."""

    data: bytes
    address: str
    media_type: str


def look_up(host: str, port: int) -> list[str]:
    return [str(a[4][0]) for a in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    address: str,
    *,
    any_port: bool = False,
    allowed: Callable[[IP], bool] = is_public,
    look_up: LookUp = look_up,
    seconds: float = SECONDS,
    trust: ssl.SSLContext | None = None,
) -> Page:
    """The page at an http or https address, within `seconds`. Raises `ArticleError`.

    `allowed`, `look_up` and `trust` are there for tests with a server of their own.
    """
    deadline = time.monotonic() + seconds
    url = parse(address.strip(), any_port)
    try:
        for _ in range(MAX_REDIRECTS + 1):
            with Pinned(_checked(url, allowed, look_up, deadline), deadline) as backend:
                page = _get(url, backend, trust or _trusted(url.scheme))
            left(deadline)  # an answer that was cut may look complete
            if isinstance(page, Page):
                return page
            url = parse(page, any_port, base=url)
    except (httpcore.TimeoutException, TimeoutError):
        raise refusal(str(url), f"it takes more than {seconds:g} s") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        late = time.monotonic() >= deadline
        said = " ".join(str(error).split()).rstrip(".") or "the connection was closed"
        why = f"it takes more than {seconds:g} s" if late else said
        raise refusal(str(url), why) from None
    raise refusal(address, f"it redirects more than {MAX_REDIRECTS} times")


def _checked(
    url: httpx.URL, allowed: Callable[[IP], bool], look_up: LookUp, deadline: float
) -> list[IP]:
    """The addresses behind a host, all of which are allowed."""
    ip = literal(url)
    found = [ip] if ip else _looked_up(url, look_up, deadline)
    if not found or not all(allowed(ip) for ip in found):
        raise refusal(str(url), f"{url.host} is not on the public internet")
    return found


def _looked_up(url: httpx.URL, look_up: LookUp, deadline: float) -> list[IP]:
    """In a thread, since the system's look-up knows no limit on time."""
    answers: queue.Queue[list[str] | OSError] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(look_up(url.raw_host.decode("ascii"), _port(url)))
        except (OSError, UnicodeError) as error:
            answers.put(OSError(str(error)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=left(deadline))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError):
        raise refusal(str(url), f"there is no host {url.host}")
    return [ip_address(text) for text in answer]


def _get(url: httpx.URL, backend: "Pinned", trust: ssl.SSLContext | None) -> Page | str:
    """The page, or where it redirects to."""
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=_port(url), target=url.raw_path
    )
    headers = [("Host", url.netloc.decode("ascii")), *_HEADERS]
    with (
        httpcore.ConnectionPool(ssl_context=trust, network_backend=backend) as pool,
        pool.stream("GET", target, headers=headers) as response,
    ):
        answer = {name.decode("latin-1").lower(): value for name, value in response.headers}
        if response.status in _REDIRECTS and "location" in answer:
            return answer["location"].decode("utf-8", "replace")
        if response.status != 200:
            raise refusal(str(url), f"the server answers with status {response.status}")
        coding = answer.get("content-encoding", b"identity").strip().lower()
        data = _body(response.iter_stream(), coding, url)
    return Page(data, str(url), answer.get("content-type", b"").decode("latin-1").lower())


def _body(chunks: Iterable[bytes], coding: bytes, url: httpx.URL) -> bytes:
    """All bytes of an answer, unpacked, and never more than `MAX_BYTES` of them."""
    if coding not in (b"identity", b"", b"gzip", b"x-gzip", b"deflate"):
        raise refusal(str(url), "the server packs it in a way that nobody asked for")
    unpack = zlib.decompressobj(47) if coding not in (b"identity", b"") else None
    data = bytearray()
    try:
        for chunk in chunks:
            while chunk:
                data += unpack.decompress(chunk, MAX_BYTES - len(data) + 1) if unpack else chunk
                if len(data) > MAX_BYTES:
                    raise refusal(str(url), f"it is larger than {MAX_BYTES // 1_000_000} MB")
                chunk = unpack.unused_data if unpack and unpack.eof else b""
                if chunk.startswith(GZIP):  # an archive may have several members
                    unpack = zlib.decompressobj(47)
                else:
                    chunk = b""
    except zlib.error:
        raise refusal(str(url), "what the server sends is damaged") from None
    if unpack and not unpack.eof:
        raise refusal(str(url), "the server stops in the middle")
    return bytes(data)


@cache
def _trusted(scheme: str) -> ssl.SSLContext | None:
    """The usual authorities; reading them takes half a second, so not for http."""
    return httpcore.default_ssl_context() if scheme == "https" else None


def _port(url: httpx.URL) -> int:
    return url.port or PORTS[url.scheme]
