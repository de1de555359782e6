"""A line to a server that can be cut, and mended."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread


class Line:
    """A line on a port of its own.

    ``cut`` is a plug pulled out: what is connected breaks, and nobody can connect. ``mend`` puts it back. A line
    that is ``held`` loses nothing and passes nothing on, as a phone that sleeps.
    """

    def __init__(self, port: int) -> None:
        self._server_port = port
        self._open = True
        self._loop = asyncio.new_event_loop()
        self._ends: set[asyncio.StreamWriter] = set()
        self._passing = asyncio.Event()
        self._passing.set()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._listener = self._do(asyncio.start_server(self._connected, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """Break what is connected, and refuse what wants to connect."""
        self._do(self._break())

    def mend(self) -> None:
        """Let everybody connect again."""
        self._open = True
        self._loop.call_soon_threadsafe(self._passing.set)

    def hold(self) -> None:
        """Pass nothing on, until it is mended."""
        self._loop.call_soon_threadsafe(self._passing.clear)

    def close(self) -> None:
        """Take the line away."""
        self.cut()
        self._listener.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _break(self) -> None:
        self._open = False
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    async def _connected(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if not self._open:
            back.transport.abort()
            return
        try:
            there, forth = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            back.transport.abort()
            return
        self._ends |= {back, forth}
        await asyncio.gather(self._pass(here, forth), self._pass(there, back))
        self._ends -= {back, forth}

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while content := await source.read(65536):
                await self._passing.wait()
                sink.write(content)
                await sink.drain()
        await self._passing.wait()
        with suppress(OSError, RuntimeError):
            sink.close()


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """Give a line to a server on this machine."""
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
