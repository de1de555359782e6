"""The whole run in PyTorch, to copy and to take home: a script and a notebook that give the losses on screen."""

from __future__ import annotations

import streamlit as st

from core.notebook import write_notebook
from core.training.asking import Answer
from core.training.pool import TABLES
from core.training.script import POINTS_FILE, script
from core.training.sets import UPLOADED
from ui.language.escaping import safe
from ui.language.messages import sentence
from ui.language.sentences import _
from ui.train.notebook import notebook
from ui.train.state import Train, classes
from ui.train.trainer import arrive


def show(state: Train) -> None:
    """Show the script, the losses that it prints, and the downloads."""
    answer = arrive(state)
    if not isinstance(answer, Answer):
        st.html(f'<p class="note">{safe(sentence(answer))}</p>')
        return
    said = _("The lecture's multi-class example in PyTorch, with this run's numbers: softmax is the output layer, the target is one-hot, nn.CrossEntropyLoss is the cross-entropy. It needs nothing of this page.")  # fmt: skip
    st.html(f'<p class="hint">{safe(said)}</p>')
    k = classes(state)
    text = script(state.run, state.steps, k)
    with st.container(horizontal=True):
        _download(_("script (.py)"), text, "softmax_run.py", "text/x-python")
        written = write_notebook(notebook(state))
        _download(_("notebook (.ipynb)"), written, "softmax_run.ipynb", "application/x-ipynb+json")
        if state.data == UPLOADED and TABLES.get(state.table) is not None:
            _download(_("the points (.csv)"), points_file(state), POINTS_FILE, "text/csv")
    train, held = (_exact(score.loss) for score in (answer.train, answer.held))
    printed = safe(_("After step {step} it prints: training loss {train}, held-out loss {held}."))
    st.html(
        f'<p class="note" data-printed>{printed.format(step=state.steps, train=f"<b>{train}</b>", held=f"<b>{held}</b>")}</p>'
    )
    st.code(text, language="python")


def _download(label: str, text: str | bytes, name: str, kind: str) -> None:
    st.download_button(
        label, text, name, kind, key=f"train.{name}", on_click="ignore", icon=":material/download:"
    )


def _exact(loss: float) -> str:
    """Write a loss as Python prints it, whatever the visitor's language."""
    return f"{loss:.12g}"


def points_file(state: Train) -> str:
    """Return the uploaded points as the script reads them: x, y and the number of the class."""
    table = TABLES.get(state.table)
    assert table is not None
    rows = zip(table.inputs.tolist(), table.labels.tolist(), strict=True)
    return "".join(f"{x!r},{y!r},{k}\n" for (x, y), k in rows)
