"""Addresses: what is refused before a connection is made, and what a server cannot do to us.

The servers are real ones on loopback, which only the parameters of these tests let through; no
name is looked up outside.
"""

import gzip
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpcore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.addresses import IP, is_address, is_public, parse
from index.article import ArticleError
from index.connection import Pinned
from index.fetch import MAX_BYTES, Page, fetch
from index.importing import article_at
from tests.samples.make import body, page
from tests.samples.story import TITLE

# Each is refused by its spelling or by its number: nothing is looked up.
HOSTILE = """
file:///etc/passwd
ftp://example.com/
gopher://example.com/
javascript://example.com/%0aalert(1)
data:text/html,hello
jar:http://example.com/!/a
ssh://example.com
http:example.com
http:///example.com
http://
https://
//example.com/
http://localhost/
http://localhost./
http://LOCALHOST/
http://a.localhost/
http://localhost.localdomain/
http://printer/
http://printer.local/
http://wiki.internal/
http://metadata.google.internal/computeMetadata/v1/
http://router.home.arpa/
http://nas.lan/
http://hidden.onion/
http://example.com./
http://127.0.0.1/
http://127.0.0.1:80/
http://127.1/
http://127.0.1/
http://127.255.255.254/
http://0.0.0.0/
http://0/
http://2130706433/
http://017700000001/
http://0x7f000001/
http://0x7f.0.0.1/
http://0177.0.0.1/
http://127.0.0.1./
http://127.0.0.01/
http://%31%32%37.0.0.1/
http://127。0。0。1/
http://①②⑦.0.0.1/
http://10.0.0.1/
http://10.255.255.255/
http://172.16.0.1/
http://172.31.255.255/
http://192.168.0.1/
http://100.64.0.1/
http://100.100.100.200/latest/meta-data/
http://169.254.169.254/latest/meta-data/
http://169.254.1.1/
http://168.63.129.16/
http://192.0.0.1/
http://192.0.2.1/
http://192.88.99.1/
http://198.18.0.1/
http://198.51.100.1/
http://203.0.113.1/
http://224.0.0.1/
http://239.255.255.250/
http://240.0.0.1/
http://255.255.255.255/
http://[::]/
http://[::1]/
http://[0:0:0:0:0:0:0:1]/
http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/
http://[::ffff:8.8.8.8]/
http://[::127.0.0.1]/
http://[64:ff9b::7f00:1]/
http://[64:ff9b::169.254.169.254]/
http://[64:ff9b:1::1]/
http://[2002:7f00:1::]/
http://[2002:a9fe:a9fe::1]/
http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/
http://[2001:db8::1]/
http://[3fff::1]/
http://[fe80::1]/
http://[fe80::1%25eth0]/
http://[fe80::1%eth0]/
http://[fc00::1]/
http://[fd00:ec2::254]/latest/meta-data/
http://[fec0::1]/
http://[ff02::1]/
http://[ff0e::1]/
http://[5f00::1]/
http://[::1/
http://user@example.com/
http://user:secret@example.com/
http://@example.com/
http://example.com@127.0.0.1/
http://127.0.0.1#@example.com/
http://127.0.0.1?@example.com/
http://example.com:22/
http://example.com:8080/
http://example.com:0/
http://example.com:65536/
http://example.com:80:80/
http://example.com:8０80/
http://example.com\\@127.0.0.1/
http:\\\\127.0.0.1\\
http://exa mple.com/
http://example.com/a b
http://example.com/\ta
http://example.com/%s
http://127.0.0.1%00.example.com/
http://exam_ple/
http://-example.com/
http://example..com/
http://.example.com/
http://example.com,127.0.0.1/
http://ex*mple.com/
http://example.com;127.0.0.1/
http://[example.com]/
http://xn--/
http://a.b.0x7f/
http://a.b.127/
"""
TABLE = [line for line in HOSTILE.strip().split("\n") if "%s" not in line] + [
    "http://example.com/\r\nHost: 127.0.0.1",
    "http://example.com/\0",
    "http://exam\u200bple.com/\u2028",
    "http://example.com/" + "a" * 2000,
    "http://" + "a" * 64 + ".com/",
    "http://" + "a." * 130 + "com/",
]


looked_up: list[str] = []


def never(host: str, port: int) -> list[str]:
    """Look-ups run in a thread, where a failed assertion would be lost."""
    looked_up.append(host)
    return []


def test_hostile_addresses_are_all_refused(capsys: pytest.CaptureFixture[str]) -> None:
    fetched = []
    for address in TABLE:
        try:
            fetch(address, look_up=never, seconds=1)
        except ArticleError as error:
            said = str(error)
            assert said.isprintable() and said.endswith(".") and "is not fetched: " in said, said
        else:
            fetched.append(address)
    with capsys.disabled():
        print(f"\n{len(TABLE)} hostile addresses, {len(TABLE) - len(fetched)} refused")
    assert fetched == [] and looked_up == []
    assert len(set(TABLE)) == len(TABLE) >= 60


GOOD = (
    "http://example.com", "https://example.com:443/a?b=c#d", "http://EXAMPLE.com/ä",
    "https://bücher.example/", "https://a_b.example.com/", "http://8.8.8.8/",
    "http://[2606:4700::1111]/", "http://example.com/@user", "https://web.archive.org/http://x.y/",
)  # fmt: skip


@pytest.mark.parametrize("address", GOOD)
def test_ordinary_addresses_pass(address: str) -> None:
    """So that the table above is not refused by a rule that refuses everything."""
    assert parse(address).host


def test_where_names_lead_is_what_counts() -> None:
    """A public name with one private address behind it is refused, wherever in the list it is."""
    for found in (["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["2606:4700::1", "::ffff:10.0.0.1"], []):
        with pytest.raises(ArticleError, match="is not on the public internet"):
            fetch("http://rebind.example/", look_up=lambda host, port, f=found: f)


@settings(deadline=None)  # the first example loads tables
@given(st.text(max_size=60))
def test_any_text_parses_or_is_refused(text: str) -> None:
    for address in (text, f"http://{text}", f"http://example.com/{text}", f"http://a.b:{text}/"):
        try:
            url = parse(address)
        except ArticleError as error:
            assert str(error).isprintable()
        else:
            assert url.scheme in ("http", "https") and not url.userinfo


@settings(deadline=None)  # the first example loads tables
@given(st.ip_addresses(v=4))
def test_an_ipv4_address_inside_another_is_never_public(ip: Any) -> None:
    number = int(ip)
    for prefix in (0, 0xFFFF << 32, 0x64FF9B << 96, 0x64FF9B0001 << 80, 0x20010000 << 96):
        assert not is_public(ip_address((prefix | number).to_bytes(16, "big")))
    assert not is_public(ip_address((0x2002 << 112 | number << 80).to_bytes(16, "big")))


@pytest.mark.parametrize("text", ["https://a.b/c", "HTTP://a", "http:a", "file:///x", "ftp://x"])
def test_meant_as_an_address(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize("text", ["a.txt", "/a/b", "c:\\a.txt", "-", "", "notes: https://a.b"])
def test_meant_as_a_path(text: str) -> None:
    assert not is_address(text)


class Handler(BaseHTTPRequestHandler):
    """Answers by path; what it was asked is kept in `server.asked`."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        name, _, rest = self.path.strip("/").partition("/")
        getattr(self, f"answer_{name}")(rest)

    def answer(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def answer_story(self, rest: str) -> None:
        data = page(body()).encode()
        self.answer(data, Content_Type="text/html; charset=utf-8", Content_Length=str(len(data)))

    def answer_zipped(self, rest: str) -> None:
        whole = page(body()).encode()  # in two members, as an archive may have
        data = gzip.compress(whole[:500]) + gzip.compress(whole[500:])
        self.answer(data, Content_Encoding="gzip")

    def answer_hops(self, rest: str) -> None:
        where = "/story" if rest == "1" else f"/hops/{int(rest) - 1}"
        self.answer(b"", 302, Location=where)

    def answer_loop(self, rest: str) -> None:
        self.answer(b"", 301, Location="/loop")

    def answer_to(self, rest: str) -> None:
        self.answer(b"", 307, Location=rest)

    def answer_status(self, rest: str) -> None:
        self.answer(b"no", int(rest))

    def answer_large(self, rest: str) -> None:
        self.answer(b"a" * (MAX_BYTES + 1))

    def answer_endless(self, rest: str) -> None:
        self.answer(b"")
        with_pipe_broken(lambda: self.wfile.write(b"a" * 65536))

    def answer_bomb(self, rest: str) -> None:
        self.answer(gzip.compress(bytes(200_000_000), 1), Content_Encoding="gzip")

    def answer_cut(self, rest: str) -> None:
        self.answer(gzip.compress(page(body()).encode())[:-20], Content_Encoding="gzip")

    def answer_garbage(self, rest: str) -> None:
        self.answer(b"no gzip at all", Content_Encoding="gzip")

    def answer_odd(self, rest: str) -> None:
        self.answer(b"x", Content_Encoding="zstd")

    def answer_drip(self, rest: str) -> None:
        self.answer(b"")
        with_pipe_broken(lambda: (self.wfile.write(b"a"), time.sleep(0.05)))

    def answer_headers(self, rest: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        with_pipe_broken(lambda: (self.wfile.write(b"a"), time.sleep(0.05)))

    def answer_nothing(self, rest: str) -> None:
        self.connection.close()

    def log_message(self, *arguments: Any) -> None:
        pass


def with_pipe_broken(act: Any) -> None:
    try:
        while True:
            act()
    except OSError:
        pass


def loopback(ip: IP) -> bool:
    return str(ip) == "127.0.0.1"


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def get(server: ThreadingHTTPServer, path: str, **options: Any) -> Page:
    address = f"http://127.0.0.1:{server.server_port}{path}"
    try:
        return fetch(address, any_port=True, allowed=loopback, look_up=never, **options)
    finally:
        assert looked_up == []


def test_a_page_is_fetched_honestly(
    server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    found = get(server, "/story#part")
    assert found.data == page(body()).encode() and found.media_type.startswith("text/html")
    assert found.address.endswith("/story")
    path, headers = server.asked[-1]  # type: ignore[attr-defined]
    assert (path, headers["User-Agent"]) == ("/story", "Footnote/0.1")
    assert headers["Host"] == f"127.0.0.1:{server.server_port}" and "Cookie" not in headers


def test_a_page_becomes_an_article(server: ThreadingHTTPServer) -> None:
    address = f"http://127.0.0.1:{server.server_port}/hops/2"
    article = article_at(address, any_port=True, allowed=loopback)
    assert article.title == TITLE and str(article.source).endswith("/story")


def test_what_is_zipped_is_unpacked(server: ThreadingHTTPServer) -> None:
    assert get(server, "/zipped").data == page(body()).encode()


def test_five_redirects_and_no_more(server: ThreadingHTTPServer) -> None:
    assert get(server, "/hops/5").address.endswith("/story")
    with pytest.raises(ArticleError, match="redirects more than 5 times"):
        get(server, "/hops/6")


REFUSED = {
    "/loop": "redirects more than 5 times",
    "/status/404": "status 404",
    "/status/500": "status 500",
    "/status/304": "status 304",
    "/large": "larger than 10 MB",
    "/endless": "larger than 10 MB",
    "/bomb": "larger than 10 MB",
    "/cut": "stops in the middle",
    "/garbage": "damaged",
    "/odd": "nobody asked for",
    "/nothing": "[Ss]erver disconnected",
    "/drip": "more than 1 s",
    "/headers": "more than 1 s",
    "/to/http://169.254.169.254/latest/": "not on the public internet",
    "/to/http://10.0.0.1/": "not on the public internet",
    "/to/http://[::1]/": "not on the public internet",
    "/to///localhost/": "inside a private network",
    "/to/file:///etc/passwd": "only http and https",
    "/to/http://user:secret@example.com/": "user name or a password",
    "/to/http://2130706433/": "its host is neither",
    "/to/http://example.com\\@127.0.0.1/": "space or control character",
}


@pytest.mark.parametrize("path", REFUSED)
def test_what_a_server_may_not_do(path: str, server: ThreadingHTTPServer) -> None:
    seconds = 1 if path in ("/drip", "/headers") else 20
    begun = time.monotonic()
    with pytest.raises(ArticleError, match=REFUSED[path]) as caught:
        get(server, path, seconds=seconds)
    assert str(caught.value).isprintable() and str(caught.value).endswith(".")
    assert time.monotonic() - begun < seconds + 5


def test_a_look_up_that_hangs_is_left() -> None:
    def slow(host: str, port: int) -> list[str]:
        time.sleep(5)
        return ["8.8.8.8"]

    begun = time.monotonic()
    with pytest.raises(ArticleError, match=r"more than 0\.2 s"):
        fetch("http://slow.example/", look_up=slow, seconds=0.2)
    assert time.monotonic() - begun < 3


def test_an_address_that_does_not_answer_leaves_time_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[tuple[str, float]] = []

    def connect(_: object, ip: str, port: int, timeout: float) -> httpcore.NetworkStream:
        tried.append((ip, round(timeout)))
        raise httpcore.ConnectTimeout("silence")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    both = [ip_address("2001:4860::1"), ip_address("8.8.8.8")]
    with Pinned(both, time.monotonic() + 10) as pinned, pytest.raises(httpcore.ConnectTimeout):
        pinned.connect_tcp("example.org", 443)
    assert tried == [("2001:4860::1", 5), ("8.8.8.8", 10)]


def test_an_unknown_host_is_said() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("unknown")

    with pytest.raises(ArticleError, match=r"there is no host nowhere\.example\.$"):
        fetch("http://nowhere.example/", look_up=unknown)


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A server whose certificate is for good.example, and what trusts it."""
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = make_certificate(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked = []  # type: ignore[attr-defined]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, ssl.create_default_context(cafile=str(certificate))
    server.shutdown()
    server.server_close()


def make_certificate(folder: Path) -> tuple[Path, Path]:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=good.example",
         "-addext", "subjectAltName=DNS:good.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, certificate


def secure_get(secure: tuple[int, ssl.SSLContext], host: str, trusted: bool = True) -> Page:
    port, trust = secure
    return fetch(
        f"https://{host}:{port}/story", any_port=True, allowed=loopback,
        look_up=lambda host, port: ["127.0.0.1"], trust=trust if trusted else None,
    )  # fmt: skip


def test_the_connection_goes_to_the_checked_address_under_its_name(
    secure: tuple[int, ssl.SSLContext],
) -> None:
    assert secure_get(secure, "good.example").data == page(body()).encode()


def test_a_certificate_for_another_name_is_refused(secure: tuple[int, ssl.SSLContext]) -> None:
    with pytest.raises(ArticleError, match="certificate"):
        secure_get(secure, "other.example")


def test_a_certificate_of_nobody_known_is_refused(secure: tuple[int, ssl.SSLContext]) -> None:
    with pytest.raises(ArticleError, match="certificate"):
        secure_get(secure, "good.example", trusted=False)
