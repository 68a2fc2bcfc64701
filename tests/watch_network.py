"""Do `app.py`'s work and print, as JSON, every attempt to reach or look up another host.

Python's sockets are watched by an audit hook. Libraries written in Rust or C do not pass through
them, so the test repeats the run without any network where the system allows. `ask` asks once,
`serve` also asks through the web server, `look-up` proves that the watch sees an attempt.
"""

import json
import socket
import sys
from contextlib import suppress
from typing import Any

LOCAL = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None}
attempts: list[str] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in LOCAL:
        attempts.append(f"{event} {host}")


def serve() -> None:
    from gradio_client import Client

    import app
    from page.ui import build
    from qa import Chat

    demo = build(Chat.open(app.SEED))
    _, url, _ = demo.launch(prevent_thread_lock=True, quiet=True)
    Client(url, verbose=False).predict("Who reported it?", api_name="/ask")
    demo.close()


def main(what: str) -> None:
    sys.addaudithook(watch)
    if what == "look-up":
        with suppress(OSError):
            socket.gethostbyname("example.invalid")
        return
    import app

    app.main(["ask", "--json", "When were ATACMS first delivered?"])
    if what == "serve":
        serve()


if __name__ == "__main__":
    main(sys.argv[1])
    print(json.dumps(attempts), file=sys.stderr)
