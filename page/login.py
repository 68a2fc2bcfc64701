"""Who may ask: accounts from a file of hashed passwords, checked before the page sees a request.

Gradio's own log-in guards its routes one by one and leaves some open, MCP among them, so the check
stands in front of all of it: HTTP Basic, which browsers, `gradio_client` and MCP clients speak.

Not covered: encryption. Whoever serves a network puts a proxy with TLS in front, or passwords can
be read on the way.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import ipaddress
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# As OWASP advises for scrypt: 32 MB and some 80 ms for one try.
COST, BLOCK, LANES = 1 << 15, 8, 3
MOST_MEMORY = 1 << 27  # bytes that a line of the file may make us use
SHORTEST = 8  # characters of a password
PAUSE = 1.0  # seconds that a wrong password waits for its answer
REALM = b'Basic realm="Footnote", charset="UTF-8"'


class LoginError(ValueError):
    """The accounts cannot be used, or are missing; the message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Hashed:
    """A password as scrypt makes it."""

    cost: int
    block: int
    lanes: int
    salt: bytes
    key: bytes

    def fits(self, password: str) -> bool:
        return hmac.compare_digest(self.key, _scrypt(password, self))


Accounts = Mapping[str, Hashed]


def account_line(user: str, password: str) -> str:
    """A line for the file of accounts. Raises `LoginError`."""
    if not user or ":" in user or user != user.strip() or not user.isprintable() or user[0] == "#":
        raise LoginError(
            f"{user!r} cannot be a user's name: it is empty, opens with # or has a colon or blanks"
            " around it."
        )
    if len(password) < SHORTEST:
        raise LoginError(f"The password needs at least {SHORTEST} characters.")
    new = Hashed(COST, BLOCK, LANES, secrets.token_bytes(16), b"")
    salt, key = (base64.b64encode(part).decode() for part in (new.salt, _scrypt(password, new)))
    return f"{user}:scrypt${COST}${BLOCK}${LANES}${salt}${key}"


def read_accounts(path: Path) -> dict[str, Hashed]:
    """The accounts of a file, a line each. Raises `LoginError`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise LoginError(f"The auth file {path} cannot be read: {why}.") from error
    accounts = {}
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            user, _, rest = line.strip().partition(":")
            accounts[user] = _hashed(rest, f"The auth file {path}, line {number}")
    if not accounts:
        raise LoginError(f"The auth file {path} has no account: `python app.py password USER`.")
    return accounts


def _hashed(text: str, where: str) -> Hashed:
    try:
        name, cost, block, lanes, salt, key = text.split("$")
        found = Hashed(
            int(cost), int(block), int(lanes),
            base64.b64decode(salt, validate=True), base64.b64decode(key, validate=True),
        )  # fmt: skip
        if name != "scrypt" or len(found.key) != 64 or len(found.salt) < 8:
            raise ValueError
        if not 1 <= found.lanes <= 16 or not 0 < 128 * found.cost * found.block <= MOST_MEMORY:
            raise ValueError
        _scrypt("", found)
    except (ValueError, binascii.Error, OverflowError, MemoryError):
        raise LoginError(
            f"{where} is not an account: `python app.py password USER` prints one."
        ) from None
    return found


def _scrypt(password: str, hashed: Hashed) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=hashed.salt, n=hashed.cost, r=hashed.block, p=hashed.lanes,
        maxmem=2 * MOST_MEMORY,
    )  # fmt: skip


def check_open(listening: socket.socket, accounts: Accounts | None, public: bool) -> None:
    """Raise `LoginError` where others than this machine could ask without a log-in."""
    host = listening.getsockname()[0]
    if accounts is None and not public and not ipaddress.ip_address(host).is_loopback:
        raise LoginError(
            f"On {host} anybody who reaches this machine could ask: give --auth-file FILE, or "
            "--public if that is meant."
        )


class Login:
    """The web application `app`, for the users of `accounts` alone."""

    def __init__(self, app: Callable[..., Any], accounts: Accounts) -> None:
        self._app = app
        self._accounts = accounts
        self._secret = secrets.token_bytes(32)
        self._known: set[bytes] = (
            set()
        )  # what was right before; scrypt is too slow for each request
        self._one = asyncio.Semaphore(1)  # so that guessing takes no more than one processor

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan" or await self._may(dict(scope["headers"])):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            headers = [(b"www-authenticate", REALM), (b"content-type", b"text/plain")]
            await send({"type": "http.response.start", "status": 401, "headers": headers})
            await send({"type": "http.response.body", "body": b"Please log in.\n"})

    async def _may(self, headers: Mapping[bytes, bytes]) -> bool:
        said = headers.get(b"authorization", b"")
        if not said.lower().startswith(b"basic "):
            return False
        sealed = hmac.digest(self._secret, said, "sha256")
        if sealed in self._known:
            return True
        try:
            user, _, password = base64.b64decode(said[6:], validate=True).decode().partition(":")
        except ValueError:
            return False
        async with self._one:
            # For an unknown user as long as for a known one, so that nobody can tell.
            hashed = self._accounts.get(user) or next(iter(self._accounts.values()))
            right = await asyncio.to_thread(hashed.fits, password) and user in self._accounts
        if right:
            self._known.add(sealed)
        else:
            await asyncio.sleep(PAUSE)
        return right
