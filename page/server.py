"""The page on an address: a web server of one process that talks to nobody else.

The socket is bound here and not by Gradio, which would move on to another port where this one
is taken. The content security policy makes the browser refuse whatever is not of this server.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import fastapi
import gradio as gr
import uvicorn
from starlette.routing import Mount

from index.library import Library
from page.login import Accounts, Login, check_open
from page.opening import MAX_FILE
from page.suggesting import Suggester
from page.ui import build
from qa import Chat

STYLE = Path(__file__).parent / "style.css"
GRACE = 5  # seconds that requests have to end by themselves, once the server ends
# Gradio's page has scripts of its own inside it and compiles component code in the browser.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]


class AddressError(OSError):
    """The address cannot be listened on; the message says why, in one sentence."""


def serve(
    chat: Chat,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    mcp: bool = False,
    accounts: Accounts | None = None,
    public: bool = False,
    library: Library | None = None,
) -> None:
    """Serve the page until interrupted.

    Whoever may ask can read every article of the `library`.

    Raises `AddressError` where the address cannot be listened on, and `LoginError` where others
    could reach it, there are no `accounts` and it is not meant to be `public`.
    """
    with listen(host, port) as listening:
        check_open(listening, accounts, public)
        server = Server(chat, mcp, accounts, library=library)
        print(f"Ask the article at {address(listening)}/", flush=True)
        server.run(sockets=[listening])


@contextmanager
def running(
    chat: Chat, port: int = 0, mcp: bool = False, accounts: Accounts | None = None, **options: Any
) -> Iterator[str]:
    """The page served in the background on this machine; yields its address."""
    with listen("127.0.0.1", port) as listening:
        web = Server(chat, mcp, accounts, **options)
        thread = Thread(target=web.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not web.started and thread.is_alive():
            sleep(0.02)
        try:
            yield address(listening)
        finally:
            web.should_exit = True
            thread.join()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one. Raises `AddressError`."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except UnicodeError as error:
        raise AddressError(f"Cannot listen on {host}: that is no name of a host.") from error
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else "a port is below 65536"
        raise AddressError(f"Cannot listen on {host}, port {port}: {reason}.") from error


def address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(uvicorn.Server):
    """A web server of the page about `chat`.

    When it ends it tells Gradio's open event streams and the suggester; they would hold it up. One
    that opens in that moment is not told, so what is still open after `GRACE` is broken off.
    """

    def __init__(
        self, chat: Chat, mcp: bool, accounts: Accounts | None = None, **options: Any
    ) -> None:
        self.suggester = Suggester()
        page = application(build(chat, suggester=self.suggester, **options), mcp)
        served = guarded(Login(page, accounts) if accounts is not None else page)
        config = uvicorn.Config(served, log_level="warning", timeout_graceful_shutdown=GRACE)
        super().__init__(config)
        self.streams_end = page.state.streams_end

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.suggester.end()
        self.streams_end.set()
        await super().shutdown(sockets)


def application(blocks: gr.Blocks, mcp: bool = False) -> fastapi.FastAPI:
    """The blocks as a web application in our look, without Gradio's footer and history.

    With `mcp`, agents find `ask` and `check` as tools at `/gradio_api/mcp`; it needs `gradio[mcp]`.
    """
    app = fastapi.FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        head=f"<style>{STYLE.read_text(encoding='utf-8')}</style>",
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]).set(
            body_background_fill="#fbfaf6", body_background_fill_dark="#17181a"
        ),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=mcp,
        max_file_size=MAX_FILE,
    )
    gradio_app: Any = next(r.app for r in app.routes if isinstance(r, Mount))
    app.state.streams_end = gradio_app.stop_event
    return app


def guarded(app: Any) -> Any:
    """The application with our headers on every answer."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = message | {"headers": [*message.get("headers", ()), *HEADERS]}
            await send(message)

        await app(scope, receive, sending)

    return wrapped
