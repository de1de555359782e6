"""The process that trains: ``python -m core.training.worker`` reads questions and writes answers.

It stands apart from the server so that nobody on another page waits for it, and has one thread, so that sums
come out the same everywhere. All who ask have their turns.
"""

from __future__ import annotations

import gc
import os
import pickle
import struct
import sys
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from queue import SimpleQueue
from typing import IO, Any

from core.errors import InvalidInput
from core.training.asking import Ask, answer, trained
from core.training.kept import Kept, Unknown

LENGTH = struct.Struct("<I")
TABLE = "table"  # an answer that asks for the table
NICE = 5  # the server that waits for a hand goes first


def send(pipe: IO[bytes], message: Any) -> None:
    """Write a message, its length ahead of it."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(LENGTH.pack(len(body)) + body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Read a message; raise EOFError where the other side has gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    body = pipe.read(length)
    if len(body) < length:
        raise EOFError
    return pickle.loads(body)  # our own process at the other end


class Work:
    """The questions that are being answered, each of which has its turn."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out = out
        self.kept = Kept()
        self.turns: deque[tuple[int, Ask, Iterator[None]]] = deque()

    def add(self, number: int, ask: Ask) -> None:
        """Take a question."""
        self.turns.append((number, ask, self._answering(number, ask)))

    def turn(self) -> None:
        """Let the next question have its turn; what one asker asks is answered in order."""
        number, ask, answering = self.turns.popleft()
        if next(answering, self) is not self:
            # It goes on after the others; before what the same asker asked later.
            later = [i for i, (_n, other, _a) in enumerate(self.turns) if other.who == ask.who]
            self.turns.insert(later[0] if later else len(self.turns), (number, ask, answering))

    def _answering(self, number: int, ask: Ask) -> Iterator[None]:
        try:
            training = self.kept.find(ask)
            yield from trained(training, ask)
            found: Any = replace(answer(training, ask), waiting=len(self.turns))
        except Unknown:
            found = TABLE
        except InvalidInput as error:
            found = (error.template, error.values)
        send(self.out, (number, found))


def main() -> None:
    """Answer until nobody asks any more."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    questions: SimpleQueue[tuple[int, Ask] | None] = SimpleQueue()

    def listen() -> None:
        while True:
            try:
                questions.put(receive(sys.stdin.buffer))
            except EOFError:
                questions.put(None)
                return

    threading.Thread(target=listen, daemon=True).start()
    work = Work(sys.stdout.buffer)
    gc.freeze()
    while True:
        while not work.turns or not questions.empty():
            asked = questions.get()
            if asked is None:
                return
            work.add(*asked)
        work.turn()


if __name__ == "__main__":
    main()
