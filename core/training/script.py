"""A run as a plain PyTorch script and as a notebook: at most 60 lines, nothing of ours, the same losses."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise

from core.notebook import Cell
from core.training import generators
from core.training.run import OF_DATA, Change, Run, Settings
from core.training.sets import DIGITS, MADE, OWN, TABLES, UPLOADED, classes_of, inputs_of

MODULES = {"tanh": "nn.Tanh()", "relu": "nn.ReLU()", "sigmoid": "nn.Sigmoid()"}
MOST_LINES = 60
WIDTHS = (100, 150, 250, 10_000)
POINTS_FILE = "points.csv"


def script(run: Run, steps: int, classes: int | None = None) -> str:
    """Return the run as a script that prints the losses after ``steps`` steps.

    Parameters
    ----------
    classes
        Of an uploaded table: how many there are. Its points are read from ``points.csv``.

    Examples
    --------
    >>> text = script(Run(), 200)
    >>> text.count(chr(10)) <= MOST_LINES, "torch.optim.Adam" in text
    (True, True)
    """
    return "\n\n".join(parts(run, steps, classes)) + "\n"


def parts(run: Run, steps: int, classes: int | None = None) -> list[str]:
    """Return the script in parts that say one thing each: imports, data, network, training, result.

    Many changes share their lines, so that there are at most 60.
    """
    for width in WIDTHS:
        found = _parts(run, steps, classes, width)
        if sum(part.count("\n") + 2 for part in found) <= MOST_LINES:
            break
    return found


def _parts(run: Run, steps: int, classes: int | None, width: int) -> list[str]:
    k = classes or classes_of(run.settings)
    imports = ["import numpy as np", "import torch", "from torch import nn"]
    if run.settings.data in (*TABLES, DIGITS):
        name = f"load_{run.settings.data}"
        imports.insert(2, f"from sklearn.datasets import {name}")
    ordered = sorted(imports, key=lambda line: (line.startswith("from torch"), line))
    return [
        "\n".join(ordered),
        _data(run),
        _network(run.settings, k),
        _training(run),
        _steps(run, steps, width),
    ]


def _data(run: Run) -> str:
    s = run.settings
    lines = []
    if s.data in MADE:
        lines += [_quoted(s.data), ""]
    lines.append(
        f"points, noise, share, data_seed = {s.points}, {s.noise!r}, {s.held!r}, {s.data_seed}"
    )
    if run.own:
        mine = ", ".join(f"({p.step}, {p.x!r}, {p.y!r}, {p.label})" for p in run.own)
        lines.append(f"own = np.array([{mine}])  # step, x, y, class")
    elif s.data == OWN:
        lines.append("own = np.empty((0, 4))")
    lines += [
        "",
        "def load():",
        '    """Make the points of this step, and hold a share of them out."""',
    ]
    lines.append("    global X, y, X_test, y_test, order")
    lines += [f"    {line}" for line in _whole(s)]
    lines.append("    held, kept = np.split(rng.permutation(len(y)), [round(share * len(y))])")
    if run.own:
        lines += [
            "    mine = own[own[:, 0] <= step]",
            "    X, X_test = np.concatenate([X[kept], mine[:, 1:3]]), X[held]",
            "    y, y_test = np.concatenate([y[kept], mine[:, 3].astype(int)]), y[held]",
        ]
    else:
        lines.append("    X, y, X_test, y_test = X[kept], y[kept], X[held], y[held]")
    lines.append("    X, y, X_test, y_test = map(torch.from_numpy, (X, y, X_test, y_test))")
    lines.append("    order = []")
    return "\n".join(lines)


def _whole(s: Settings) -> list[str]:
    rng = "rng = np.random.default_rng(data_seed)"
    if s.data in MADE:
        return [rng, f"X, y = {s.data}(rng, {s.classes}, points, noise)"]
    if s.data == DIGITS:
        return [rng, "X, y = load_digits(return_X_y=True)", "X = X / 16"]
    if s.data in TABLES:
        columns = list(s.columns)
        return [
            rng,
            f"X, y = load_{s.data}(return_X_y=True)",
            f"X = X[:, {columns}]",
            "X = (X - X.mean(axis=0)) / X.std(axis=0)",
        ]
    if s.data == UPLOADED:
        return [
            rng,
            f'X = np.loadtxt("{POINTS_FILE}", delimiter=",", ndmin=2)',
            "X, y = X[:, :2], X[:, 2].astype(int)",
        ]
    return [rng, "X, y = np.empty((0, 2)), np.empty(0, int)"]


def _quoted(name: str) -> str:
    """Return a generator's source with its docstring on one line, as `ast` writes it."""
    return ast.unparse(ast.parse(inspect.getsource(getattr(generators, name))))


def _network(s: Settings, classes: int) -> str:
    sizes = (inputs_of(s), *s.hidden, classes)
    modules = []
    for n, m in pairwise(sizes):
        modules += [f"nn.Linear({n}, {m})", MODULES[s.activation]]
    listed = ", ".join(modules[:-1])
    lines = [
        f"model = nn.Sequential({listed}).double()",
        f"rng = np.random.default_rng({s.seed})  # the weights, then the order of each epoch",
        "with torch.no_grad():",
        "    for layer in model[::2]:",
        "        m, n = layer.weight.shape",
        *(f"        {line}" for line in _initial(s.init)),
        "        layer.bias.zero_()",
        "cross_entropy = nn.CrossEntropyLoss()  # softmax and -ln p of the true class",
        f"optimiser = {_optimiser(s)}",
    ]
    return "\n".join(lines)


def _initial(init: str) -> list[str]:
    if init == "zeros":
        return ["layer.weight.zero_()"]
    drawn = {
        "xavier": "np.sqrt(6 / (n + m)) * rng.uniform(-1, 1, size=(n, m))",
        "he": "np.sqrt(2 / n) * rng.normal(size=(n, m))",
    }[init]
    return [f"layer.weight.copy_(torch.from_numpy({drawn}).T)"]


def _optimiser(s: Settings) -> str:
    arguments = f"model.parameters(), lr={s.rate!r}, weight_decay={s.decay!r}"
    return {
        "sgd": f"torch.optim.SGD({arguments})",
        "momentum": f"torch.optim.SGD({arguments}, momentum=0.9)",
        "adam": f"torch.optim.Adam({arguments})",
    }[s.optimiser]


def _training(run: Run) -> str:
    lines = [
        f"step, batch = 0, {run.settings.batch}; load()",
        "",
        "def train(steps):",
        '    """Take some steps of gradient descent."""',
        "    global step, order",
        "    for _ in range(steps):",
        "        if len(order) == 0:  # a new epoch",
        "            order = rng.permutation(len(X))",
        "        rows, order = order[:batch], order[batch:]",
        "        optimiser.zero_grad()",
        "        cross_entropy(model(X[rows]), y[rows]).backward()",
        "        optimiser.step()",
        "        step += 1",
    ]
    if run.own:
        lines += [
            "        if step in own[:, 0]:  # points that came on the way",
            "            load()",
        ]
    return "\n".join(lines)


def _steps(run: Run, steps: int, width: int) -> str:
    done, at = [], 0
    for change in sorted(run.changes, key=lambda c: c.step):
        if change.step > steps:
            break
        if change.step > at:
            done.append(f"train({change.step - at})")
        at = change.step
        if said := _changed(run, change):
            done.append(said)
    done.append(f"train({steps - at})")
    lines = _packed(done, width)
    lines.append('print("training loss in nats:", cross_entropy(model(X), y).item())')
    lines.append('print("held-out loss in nats:", cross_entropy(model(X_test), y_test).item())')
    return "\n".join(lines)


def _packed(statements: list[str], width: int) -> list[str]:
    """Return statements, several on a line as far as they fit."""
    lines: list[str] = []
    for said in statements:
        joined = f"{lines[-1]}; {said}" if lines else said
        if lines and len(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(said)
    return lines


NAMES = {"points": "points", "noise": "noise", "held": "share", "data_seed": "data_seed"}


def _changed(run: Run, change: Change) -> str:
    field, value, now = change.field, change.value, run.at(change.step)
    if field in OF_DATA:
        return f"{NAMES[field]} = {value!r}; load()"
    if field == "batch":
        return f"batch = {value}"
    if field == "optimiser":
        return f"optimiser = {_optimiser(now)}"
    if field == "activation":
        part = f"{MODULES[value]} if i % 2 else part"
        return f"model = nn.Sequential(*[{part} for i, part in enumerate(model)])"
    if any(c.field == "optimiser" and c.step == change.step for c in run.changes):
        return ""  # the new optimiser has it already
    name = {"rate": "lr", "decay": "weight_decay"}[field]
    return f"optimiser.param_groups[0][{name!r}] = {value!r}"


def cells(run: Run, steps: int, classes: int | None = None, title: str = "") -> list[Cell]:
    """Return the same as the cells of a notebook: one for each part of the script.

    >>> [cell.text.splitlines()[0] for cell in cells(Run(), 10, title="A run")][:2]
    ['# A run', 'import numpy as np']
    """
    head = [Cell("markdown", f"# {title}")] if title else []
    return [*head, *(Cell("code", part) for part in parts(run, steps, classes))]
