"""The way of the pictures: the same numbers as core, nothing from elsewhere, nothing that breaks it."""

from __future__ import annotations

import asyncio
import json
import struct
from typing import Any
from zlib import decompress

import numpy as np
import pytest
from starlette.requests import Request
from starlette.responses import Response

from core.softmax import softmax
from core.training.run import Run
from core.training.surface import PIXELS, surfaces
from core.training.training import Training
from ui.train.route import LONGEST, answer, read_question
from ui.train.state import Train, read_carried

Headers = dict[str, str]


def send(body: bytes, headers: Headers | None = None) -> Response:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    sent = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {"type": "http", "method": "POST", "headers": sent}
    return asyncio.run(answer(Request(scope, receive)))


def ask(**question: Any) -> tuple[dict[str, Any], bytes]:
    """Put a question, and return header and surfaces."""
    response = send(json.dumps({"query": {"lang": "en"}, "who": "me", **question}).encode())
    assert response.status_code == 200
    (length,) = struct.unpack_from("<I", bytes(response.body))
    return json.loads(bytes(response.body)[4 : 4 + length]), bytes(response.body)[4 + length :]


def trained(steps: int, run: Run | None = None) -> Training:
    training = Training(run or Run())
    training.advance(steps)
    return training


def test_a_picture_is_that_of_the_training() -> None:
    head, planes = ask(step=40, ahead=10, words=True)
    training = trained(50)
    assert head["step"] == 50
    assert head["scores"][0]["loss"] == training.train_score().loss
    assert head["scores"][1]["loss"] == training.held_score().loss
    found = np.frombuffer(decompress(planes), np.uint8).reshape(4, PIXELS, PIXELS)
    np.testing.assert_array_equal(found, surfaces(training))
    z = training.logits(training.data.all_inputs[[50]])[0]
    panel = head["pictures"]["softmax_bars"]["columns"]
    np.testing.assert_allclose(panel[1]["values"], softmax(z))
    assert head["chosen"]["at"] == training.data.all_inputs[50].tolist()
    assert np.array(head["points"]["at"]) == pytest.approx(training.data.all_inputs, abs=1e-4)
    assert read_carried(head["query"]) == Train(steps=50)


def test_only_what_is_new_is_sent() -> None:
    first, _planes = ask(step=40)
    then, _planes = ask(step=40, ahead=5, known=[first["every"], 35], data=first["points"]["key"])
    assert "points" not in then
    assert [row[0] for row in then["curve"]] == [36, 37, 38, 39, 40, 41, 42, 43, 44]
    assert "pictures" not in then


def test_moves_happen_at_the_step_that_is_seen() -> None:
    head, _planes = ask(step=40, ahead=99, moves=[["rate", "0,5"], ["add", "1,1,0"]])
    state = read_carried(head["query"])
    assert head["step"] == 40
    assert [(c.step, c.value) for c in state.changes] == [(40, 0.5)]
    assert len(head["points"]["labels"]) == 301
    then, _planes = ask(query=head["query"], step=40, ahead=20)
    assert then["scores"][0]["loss"] == trained(60, state.run).train_score().loss


def test_what_changes_the_network_begins_anew_and_says_so() -> None:
    head, _planes = ask(step=40, moves=[["hidden", "3"]])
    assert (head["step"], head["anew"], head["query"]["net"]) == (0, True, "3")


def test_a_bad_move_is_said_beside_its_control_and_changes_nothing() -> None:
    head, _planes = ask(query={"lang": "es"}, step=40, moves=[["rate", "1e99"], ["hidden", "0"]])
    assert read_carried(head["query"]) == Train(steps=40)
    strip = {c["field"]: c for c in head["pictures"]["train.network"]["controls"]}
    assert "no está entre" in strip["rate"]["problem"]
    assert strip["hidden"]["problem"]
    assert not strip["batch"]["problem"]


def test_nothing_to_train_on_is_said_and_the_controls_are_there() -> None:
    head, planes = ask(query={"lang": "en", "data": "own"}, step=0)
    assert head["problem"] == "there is no point to train on yet"
    assert not planes
    assert head["pictures"]["train.data"]


def test_a_run_that_explodes_stops_at_its_last_finite_step() -> None:
    wild = {"lang": "en", "act": "relu", "net": "32,32,32", "opt": "sgd", "rate": "10"}
    head, _planes = ask(query=wild, step=0, ahead=2000)
    assert head["over"]
    assert head["step"] < 100
    assert f"Step {head['step']} is the last finite one" in head["status"]
    assert read_carried(head["query"]).steps == head["step"]
    calm, _planes = ask(
        query=head["query"], step=head["step"], moves=[["rate", "0.01"], ["start", ""]]
    )
    then, _planes = ask(query=calm["query"], step=calm["step"], ahead=100)
    assert (then["step"], then["over"]) == (100, False)


def test_digits_bring_weights_and_confusion() -> None:
    head, planes = ask(query={"lang": "en", "data": "digits", "net": "none"}, step=30, words=True)
    assert not planes
    assert np.array(head["weights"]["pixels"]).shape == (10, 64)
    assert np.array(head["confusion"]).sum() == 359
    assert len(head["chosen"]["pixels"]) == 64


def test_a_drawing_is_read() -> None:
    head, _planes = ask(
        query={"lang": "en", "data": "digits"}, step=200, moves=[["drawing", "oBwCAeAe"]]
    )
    assert head["query"]["at"] == "drawing"
    assert max(head["chosen"]["pixels"]) > 200


def test_an_unknown_file_is_said() -> None:
    head, _planes = ask(query={"lang": "en", "data": "csv", "csv": "abc"}, step=10)
    assert "upload it again" in head["problem"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.org", "host": "here.org"},
        {"origin": "null", "host": "here.org"},
    ],
)
def test_other_sites_are_refused(headers: Headers) -> None:
    assert send(b'{"query": {}, "who": "me"}', headers).status_code == 403


def test_our_own_pages_are_not() -> None:
    headers = {"sec-fetch-site": "same-origin", "origin": "https://here.org", "host": "here.org"}
    assert send(b'{"query": {}, "who": "me"}', headers).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"nonsense",
        b"\xff",
        b"[" * 50_000,
        b'{"query": {}}',
        b'{"query": {"k": 3}, "who": "me"}',
        b'{"query": {}, "who": "me", "step": "1"}',
        b'{"query": {}, "who": "me", "step": 1.5}',
        b'{"query": {}, "who": "me", "moves": [["a"]]}',
        b'{"query": {}, "who": "me", "moves": [["a", 1]]}',
        b'{"query": {}, "who": "me", "moves": 5}',
        b'{"query": {}, "who": "me", "known": [1]}',
    ],
)
def test_what_is_no_question_gets_no_answer(body: bytes) -> None:
    assert send(body).status_code == 400


def test_a_question_has_its_limits() -> None:
    assert send(b" " * (LONGEST + 1)).status_code == 413
    body = {"query": {}, "who": "x" * 99, "step": 10**12, "ahead": 10**12, "epochs": 10**12}
    found = read_question(json.dumps(body).encode())
    assert found is not None
    assert (found.step, found.ahead, found.epochs, len(found.who)) == (50_000, 2000, 1, 40)
