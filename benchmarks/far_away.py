"""A long and narrow way to a server: what is sent arrives late, in order, and no faster than the way is wide."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE = 16_384  # bytes that travel together


class Way:
    """One direction, shared by all connections: seconds that it takes, and bytes a second that it holds."""

    def __init__(self, seconds: float, rate: float) -> None:
        self.seconds = seconds
        self.rate = rate
        self.free = 0.0

    def arrives(self, now: float, size: int) -> float:
        """Return when so many bytes, sent now, have come."""
        self.free = max(self.free, now) + size / self.rate
        return self.free + self.seconds

    async def carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        """Carry all that comes from a source, until it ends."""
        loop = asyncio.get_running_loop()
        parts: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def deliver() -> None:
            content = b"-"
            with suppress(OSError):  # the other side is gone
                while content:
                    due, content = await parts.get()
                    await asyncio.sleep(due - loop.time())
                    sink.write(content)
                    await sink.drain()
            sink.close()

        delivering = asyncio.create_task(deliver())
        content = b"-"
        while content:
            try:
                content = await source.read(PIECE)
            except OSError:
                content = b""
            parts.put_nowait((self.arrives(loop.time(), len(content)), content))
        await delivering


@contextmanager
def far_away(port: int, seconds: float, rate: float = float("inf")) -> Iterator[str]:
    """Give the address of a server that is so many seconds from here, in each direction.

    Parameters
    ----------
    port
        Where the server listens on loopback.
    seconds
        Of each direction: half a round trip.
    rate
        Bytes a second of each direction.
    """
    loop = asyncio.new_event_loop()
    there, back = Way(seconds, rate), Way(seconds, rate)
    ends: list[asyncio.StreamWriter] = []
    carried: set[asyncio.Task[None]] = set()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        carried.add(task)
        task.add_done_callback(carried.discard)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.close()
            return
        ends.extend((writer, far_writer))
        await asyncio.gather(there.carry(reader, far_writer), back.carry(far_reader, writer))

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    starting = asyncio.start_server(connect, "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result()

    async def stop() -> None:
        server.close()
        for end in ends:
            end.transport.abort()  # then all that reads or writes there ends by itself
        await asyncio.gather(*carried, return_exceptions=True)

    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
