"""Nothing of the page is to be had without a log-in, where there is one, on any address."""

import base64
import io
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import app
from page.login import PAUSE, LoginError, account_line, check_open, read_accounts
from page.server import listen, running
from tests.fakes import unindexed_chat

PASSWORD = "a long secret: with Ümlaut"
# Of each kind that the server has: pages, files, the API old and new, the queue, MCP.
PATHS = (
    "/", "/config", "/theme.css", "/static/img/logo.svg", "/login", "/token", "/app_id",
    "/gradio_api/info", "/gradio_api/call/ask", "/gradio_api/call/ask/1", "/gradio_api/queue/join",
    "/gradio_api/queue/data?session_hash=x", "/gradio_api/heartbeat/x", "/gradio_api/cancel",
    "/gradio_api/reset", "/gradio_api/upload", "/gradio_api/file=/etc/passwd", "/gradio_api/mcp/",
    "/gradio_api/mcp/schema", "/gradio_api/startup-events", "/manifest.json", "/nothing",
)  # fmt: skip


@pytest.fixture(scope="module")
def auth_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("auth") / "users"
    path.write_text(f"# who may ask\n{account_line('ada', PASSWORD)}\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def address(auth_file: Path) -> Iterator[str]:
    chat = unindexed_chat("The mill in Halden closed in May 1999.", "The mill")
    with running(chat, mcp=True, accounts=read_accounts(auth_file), suggestions=[]) as address:
        yield address


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_without_a_log_in(address: str, path: str, method: str) -> None:
    answer = httpx.request(method, address + path, timeout=10)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert "mill" not in answer.text


@pytest.mark.parametrize(
    "header",
    [
        "Basic " + base64.b64encode(b"ada:wrong password").decode(),
        "Basic " + base64.b64encode(f"bob:{PASSWORD}".encode()).decode(),
        "Basic " + base64.b64encode(b"ada").decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:x").decode(),
        "Basic not base64!",
        "Basic",
        "Bearer ada",
        "",
    ],
)
def test_wrong_log_ins_are_refused(address: str, header: str) -> None:
    answer = httpx.get(address, headers={"Authorization": header}, timeout=10)
    assert answer.status_code == 401 and "mill" not in answer.text


@pytest.mark.parametrize("user", ["ada", "bob"])
def test_a_wrong_guess_waits(address: str, user: str) -> None:
    begun = time.monotonic()
    assert httpx.get(address, auth=(user, "a wrong guess"), timeout=10).status_code == 401
    assert time.monotonic() - begun >= PAUSE


def test_with_a_log_in_page_api_and_mcp_answer(address: str) -> None:
    with httpx.Client(base_url=address, auth=("ada", PASSWORD), timeout=30) as client:
        assert "mill" in client.get("/").text
        data = {"data": ["When did the mill in Halden close?", []]}
        event = client.post("/gradio_api/call/ask", json=data).json()["event_id"]
        assert "1999" in client.get(f"/gradio_api/call/ask/{event}").text
        hello = {
            "jsonrpc": "2.0", "id": 1, "method": "initialize",
            "params": {
                "protocolVersion": "2025-03-26", "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        }  # fmt: skip
        accept = {"Accept": "application/json, text/event-stream"}
        answer = client.post("/gradio_api/mcp/", json=hello, headers=accept)
        assert answer.status_code == 200 and "serverInfo" in answer.text


def test_without_accounts_this_machine_asks_freely() -> None:
    with running(unindexed_chat("The mill closed.", "The mill"), suggestions=[]) as address:
        assert "mill" in httpx.get(address).text


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_open_to_others_only_with_accounts_or_when_meant(host: str, auth_file: Path) -> None:
    try:
        listening = listen(host, 0)
    except OSError:
        pytest.skip(f"this machine cannot listen on {host}")
    with listening:
        with pytest.raises(LoginError, match="--auth-file FILE, or --public"):
            check_open(listening, None, public=False)
        check_open(listening, None, public=True)
        check_open(listening, read_accounts(auth_file), public=False)
    for own in ("127.0.0.1", "localhost"):
        with listen(own, 0) as listening:
            check_open(listening, None, public=False)


def test_the_program_refuses_before_it_loads_or_writes_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert app.main(["--host", "0.0.0.0", "--port", "0"]) == 2
    out, error = capsys.readouterr()
    assert out == "" and error.count("\n") == 1 and "--public" in error
    assert app.main(["--auth-file", str(tmp_path / "nothing"), "--port", "0"]) == 2
    out, error = capsys.readouterr()
    assert out == "" and error.count("\n") == 1 and "cannot be read" in error
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "has no account"),
        (b"# nobody\n\n", "has no account"),
        (b"\xff\xfe", "cannot be read"),
        (b"ada:secret", "line 1 is not an account"),
        (b"# one\nada:scrypt$32768$8$3$c2FsdHNhbHQ=$a2V5", "line 2 is not an account"),
        (b"ada:scrypt$1048576$64$3$c2FsdHNhbHQ=$" + base64.b64encode(b"k" * 64), "line 1"),
        (b"ada:scrypt$-1$8$3$c2FsdHNhbHQ=$" + base64.b64encode(b"k" * 64), "line 1"),
        (b"ada:scrypt$1000$8$3$c2FsdHNhbHQ=$" + base64.b64encode(b"k" * 64), "line 1"),
        (b"ada:md5$32768$8$3$c2FsdHNhbHQ=$" + base64.b64encode(b"k" * 64), "line 1"),
    ],
)
def test_bad_auth_file_is_one_sentence(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "users").write_bytes(content)
    with pytest.raises(LoginError, match=reason) as refused:
        read_accounts(tmp_path / "users")
    assert "\n" not in str(refused.value) and "secret" not in str(refused.value)


def test_the_program_prints_an_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def typed(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    typed(f"{PASSWORD}\n")
    assert app.main(["password", "ada"]) == 0
    line = capsys.readouterr().out
    assert line.count("\n") == 1 and PASSWORD not in line
    (tmp_path / "users").write_text(line, encoding="utf-8")
    assert read_accounts(tmp_path / "users")["ada"].fits(PASSWORD)
    for user, password in (("ada", "short"), ("a:b", PASSWORD), ("#a", PASSWORD), ("", PASSWORD)):
        typed(f"{password}\n")
        assert app.main(["password", user]) == 2
        out, error = capsys.readouterr()
        assert out == "" and error.count("\n") == 1 and "$" not in error


def test_the_same_password_is_hashed_differently_each_time() -> None:
    assert account_line("ada", PASSWORD) != account_line("ada", PASSWORD)
