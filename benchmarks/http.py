"""One connection that is kept open, as a browser's: JSON goes in, JSON comes out."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit


class HttpError(RuntimeError):
    """The server answered with another status than 200."""


class Connection:
    """An HTTP connection of one visitor, opened at the first question."""

    def __init__(self, url: str, cookie: str = "") -> None:
        self.address = urlsplit(url)
        self.cookie = f"Cookie: {cookie}\r\n" if cookie else ""
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, question: object) -> Any:
        """Return the JSON that answers a question; it must come with its length."""
        if self.streams is None:
            self.streams = await asyncio.open_connection(self.address.hostname, self.address.port)
        reader, writer = self.streams
        body = json.dumps(question).encode()
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: {self.address.netloc}\r\n"
            f"{self.cookie}Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        answer = await reader.readexactly(int(fields["content-length"]))
        if " 200 " not in head[0]:
            raise HttpError(f"{path}: {head[0]}")
        return json.loads(answer)

    def close(self) -> None:
        """Close the connection."""
        if self.streams:
            self.streams[1].close()
