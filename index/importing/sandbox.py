"""A child process that reads documents, within limits on time, memory and output.

Whatever a file does to its parser, the caller gets an `Imported` or an `ArticleError`: a child
that crashes, hangs or says too much is ended, and the next document gets a new one. What a child
says is JSON of known fields, never a pickle. Not covered: systems without `resource` (Windows);
macOS does not enforce the limit on memory.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Event, Lock, Timer
from typing import Any

from index.article import ArticleError
from index.importing.imported import MAX_TEXT, TOO_LONG, Format, Imported

SECONDS = 20  # for one document
START_SECONDS = 60  # for a child to load its libraries: one, but many on a busy machine
MEMORY = 1_000_000_000  # bytes of address space; the libraries alone take 220 million
MAX_FILE = 50_000_000  # bytes of a document


class Sandbox:
    """One child, started when first needed and used again until it fails; `with` ends it."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self.memory = memory
        self.started = 0  # children so far
        self._child: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._lock = Lock()

    def read(self, kind: Format, data: bytes) -> Imported:
        """The text of a document. Raises `ArticleError` whose message lacks the name."""
        if len(data) > MAX_FILE:
            raise ArticleError(f"it is larger than {MAX_FILE // 1_000_000} MB")
        with self._lock:
            answer = self._exchange(kind, data)
        if "refused" in answer:
            raise ArticleError(str(answer["refused"]))
        return _imported(answer)

    def close(self) -> None:
        if self._child:
            self._child.kill()
            self._child.wait()
            self._child = None
        if self._pipe:
            self._pipe.close()
            self._pipe = None

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _exchange(self, kind: Format, data: bytes) -> dict[str, Any]:
        child, pipe = self._running()
        expired = Event()

        def expire() -> None:
            expired.set()
            child.kill()

        timer = Timer(self.seconds, expire)
        timer.start()
        try:
            pipe.send_bytes(kind.encode())
            pipe.send_bytes(data)
            answer: dict[str, Any] = json.loads(pipe.recv_bytes(_most_bytes()))
        except (EOFError, OSError, ValueError, RecursionError):
            # A broken pipe, a message that is too long, or one that is no JSON.
            timer.cancel()
            self.close()
            why = f"reading it takes more than {self.seconds:g} s" if expired.is_set() else _CRASHED
            raise ArticleError(why) from None
        finally:
            timer.cancel()
            timer.join()
        if expired.is_set():  # it answered in the instant that it was ended
            self.close()
        return answer

    def _running(self) -> tuple[subprocess.Popen[bytes], Connection]:
        if self._child is None or self._pipe is None or self._child.poll() is not None:
            self.close()
            self._child, self._pipe = _start(self.memory, int(self.seconds) + 1)
            self.started += 1
            if not self._pipe.poll(START_SECONDS) or not _ready(self._pipe):
                self.close()
                raise ArticleError("the process that reads such files does not start")
        return self._child, self._pipe


_CRASHED = "it is damaged in a way that stops its reader"


def _ready(pipe: Connection) -> bool:
    """Whether the child says that its libraries are loaded; not if it ended first."""
    with suppress(EOFError, OSError):
        return pipe.recv_bytes(16) == b"ready"
    return False


def _most_bytes() -> int:
    return 12 * MAX_TEXT  # JSON writes a character in at most twelve


def _start(memory: int, seconds: int) -> tuple[subprocess.Popen[bytes], Connection]:
    ours, theirs = Pipe()
    # No secrets, proxies or settings of the user's are of use to a parser.
    environment = {
        "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
        "PYTHONSAFEPATH": "1",  # adds nothing to these, as the working directory
        "LC_ALL": "C.UTF-8",
    }
    command = [sys.executable, "-m", "index.importing.child"]
    with theirs:
        child = subprocess.Popen(
            [*command, str(theirs.fileno()), str(memory), str(seconds)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()], env=environment,
        )  # fmt: skip
    return child, ours


def _imported(answer: dict[str, Any]) -> Imported:
    """The child's words checked: it may be under the influence of what it read."""
    match answer.get("imported"):
        case {"text": str(text), "pages": [*pages], **rest} if len(text) <= MAX_TEXT and all(
            type(page) is int for page in pages
        ):
            title, published = (
                value if isinstance(value := rest.get(name), str) else None
                for name in ("title", "published")
            )
            return Imported(text, title, published, tuple(pages))
    raise ArticleError(TOO_LONG)
