"""A connection to addresses that were checked, which ends at a deadline come what may."""

import socket
import threading
import time
import typing
from contextlib import ExitStack, suppress

import httpcore

from index.addresses import IP


def left(deadline: float) -> float:
    """Seconds to the deadline. Raises `TimeoutError` when it has passed."""
    if (left := deadline - time.monotonic()) <= 0:
        raise TimeoutError
    return left


class Pinned(httpcore.NetworkBackend):
    """Connects to the addresses that were checked, whatever name is asked for, until a deadline.

    At the deadline the connection is cut from outside: limits on each read or write would let a
    slow drip hold it open, in the middle of a handshake too.
    """

    def __init__(self, addresses: list[IP], deadline: float) -> None:
        self.addresses = addresses
        self.deadline = deadline
        self._ends = ExitStack()

    def connect_tcp(
        self, host: str, port: int, *_: typing.Any, **__: typing.Any
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError("no address answers")
        for number, ip in enumerate(self.addresses):
            share = left(self.deadline) / (len(self.addresses) - number)  # or a dead one takes all
            try:
                stream = httpcore.SyncBackend().connect_tcp(str(ip), port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                self._cut_in_time(stream.get_extra_info("socket").dup())
                return stream
        raise failure

    def _cut_in_time(self, twin: socket.socket) -> None:
        def cut() -> None:
            with suppress(OSError):  # it may have ended by itself
                twin.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(left(self.deadline), cut)
        self._ends.callback(twin.close)
        self._ends.callback(timer.join)
        self._ends.callback(timer.cancel)
        timer.start()

    def __enter__(self) -> "Pinned":
        return self

    def __exit__(self, *error: object) -> None:
        self._ends.close()
