"""The sandbox's child: reads documents from its pipe and answers what text is in them.

It ends when the pipe does. A parser that goes wrong, takes too much or is made to do something
else costs this process and nothing more: it may not write a file, start a program or reach a
host. The rules on files and hosts hold for Python code; native code is held by the limits.
"""

import json
import os
import resource
import sys
from contextlib import suppress
from dataclasses import asdict
from multiprocessing.connection import Connection
from typing import Any

from index.article import ArticleError
from index.importing.formats import from_html, from_markdown, from_zip
from index.importing.imported import MAX_TEXT, TOO_LONG
from index.importing.pdf import from_pdf

IMPORTERS = {"html": from_html, "markdown": from_markdown, "zip": from_zip, "pdf": from_pdf}
# What no parser has to do. Audit events are by name; see the table in Python's documentation.
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork",
              "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.kill", "os.truncate", "os.link",
              "os.symlink", "os.chmod", "os.chown", "os.utime", "shutil.")  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def serve(pipe: Connection, memory: int, seconds: int) -> None:
    """Answer requests, a kind and then the bytes, until the other end hangs up."""
    with suppress(EOFError, OSError):
        _warm()
        _confine(memory)
        pipe.send_bytes(b"ready")
        while True:
            kind = pipe.recv_bytes().decode("ascii")
            data = pipe.recv_bytes()
            # Processor time adds up over requests, so the limit moves on with them.
            used = sum(os.times()[:2])
            _limit(resource.RLIMIT_CPU, int(used) + seconds + 1)
            pipe.send_bytes(json.dumps(_answer(kind, data)).encode())


def _answer(kind: str, data: bytes) -> dict[str, Any]:
    try:
        found = IMPORTERS[kind](data)
        return {"imported": asdict(found)} if len(found.text) <= MAX_TEXT else {"refused": TOO_LONG}
    except ArticleError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": "reading it takes too much memory"}
    except Exception:
        # The process boundary: parsers raise whatever they like on damaged input.
        return {"refused": "it is damaged or not what it says it is"}


def _warm() -> None:
    """Load what parsers load late, while files may be opened freely and memory is not limited."""
    from_html(b"<html><body><article><p>Warm.</p></article></body></html>")


def _confine(memory: int) -> None:
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    sys.addaudithook(_forbid)


def _limit(what: int, most: int) -> None:
    """The soft limit, which a process cannot be trusted to raise; some systems refuse a few."""
    with suppress(ValueError, OSError):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most, most if what != resource.RLIMIT_CPU else hard))


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    writes = event == "open" and (set(arguments[1] or "") & set("wax+") or arguments[2] & _WRITING)
    if writes or event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is forbidden here")


if __name__ == "__main__":
    descriptor, memory, seconds = map(int, sys.argv[1:])
    serve(Connection(descriptor), memory, seconds)
