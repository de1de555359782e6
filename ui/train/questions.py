"""The page's questions to the process that trains."""

from __future__ import annotations

from concurrent.futures import Future
from uuid import uuid4

import streamlit as st

from core.errors import InvalidInput
from core.training import pool
from core.training.asking import Answer, Ask
from ui.train.drawing import drawn_inputs
from ui.train.state import DRAWING, Train

SECONDS = 60  # the longest run there is takes a tenth of it on a free machine
WHO = "train.who"


def who() -> str:
    """Return a name for this visit, under which its training is kept."""
    name: str = st.session_state.setdefault(WHO, uuid4().hex)
    return name


def question(
    state: Train,
    name: str,
    *,
    step: int | None = None,
    epochs: int = 0,
    known: tuple[int, int] = (0, -1),
    want: frozenset[str] = frozenset(),
    batch: bool = False,
) -> Ask:
    """Return the question for a state; ``step`` where another step than the state's is meant."""
    return Ask(
        who=name,
        run=state.run,
        step=state.steps if step is None else step,
        epochs=epochs,
        point=drawn_inputs(state.ink) if state.point == DRAWING else state.point,
        label=state.label,
        known=known,
        want=want,
        batch=batch,
    )


def put(ask: Ask) -> Future[Answer]:
    """Put a question; the future has the answer or an `InvalidInput` that says why there is none."""
    try:
        return pool.ask(ask)
    except pool.Full:
        refused: Future[Answer] = Future()
        refused.set_exception(said(pool.Full()))
        return refused


def said(error: BaseException) -> InvalidInput:
    """Return an error of the pool as a sentence."""
    if isinstance(error, InvalidInput):
        return error
    if isinstance(error, KeyError):
        return InvalidInput("the uploaded file is not on this server: upload it again")
    if isinstance(error, pool.Full):
        return InvalidInput("too many people are training here right now: try again in a moment")
    return InvalidInput("the training has stopped: press Train to go on")


def answered(ask: Ask) -> Answer:
    """Put a question and wait for the answer.

    Raises
    ------
    InvalidInput
        There is none, and this is why.
    """
    try:
        return put(ask).result(SECONDS)
    except (InvalidInput, KeyError, pool.Full, pool.Gone, TimeoutError) as error:
        raise said(error) from error
