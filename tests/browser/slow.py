"""A long way to the server: what is sent arrives late, and in order."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Thread


@contextmanager
def far_away(port: int, seconds: float) -> Iterator[str]:
    """Give the address of a server that is so many seconds from here, in each direction."""
    ends: list[socket.socket] = []
    threads: list[Thread] = []

    def start(work: Callable[..., None], *arguments: object) -> None:
        threads.append(Thread(target=work, args=arguments, daemon=True))
        threads[-1].start()

    def listen(listener: socket.socket) -> None:
        with suppress(OSError):  # closed
            while True:
                here, there = listener.accept()[0], socket.create_connection(("127.0.0.1", port))
                ends.extend((here, there))
                for source, sink in ((here, there), (there, here)):
                    parts: SimpleQueue[tuple[float, bytes]] = SimpleQueue()
                    start(_take, source, parts, seconds)
                    start(_deliver, sink, parts)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        start(listen, listener)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        threads[0].join()
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
    for thread in threads:
        thread.join()
    for end in ends:
        end.close()


def _take(source: socket.socket, parts: SimpleQueue[tuple[float, bytes]], seconds: float) -> None:
    content = b"-"
    while content:
        try:
            content = source.recv(65536)
        except OSError:
            content = b""
        parts.put((time.monotonic() + seconds, content))


def _deliver(sink: socket.socket, parts: SimpleQueue[tuple[float, bytes]]) -> None:
    with suppress(OSError):  # the other side is gone
        content = b"-"
        while content:
            due, content = parts.get()
            time.sleep(max(0.0, due - time.monotonic()))
            sink.sendall(content)
        sink.shutdown(socket.SHUT_WR)
