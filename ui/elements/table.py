"""Tables of numbers as HTML."""

from __future__ import annotations

from collections.abc import Sequence


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    foot: Sequence[str] = (),
    *,
    classes: bool = True,
) -> str:
    """Return a table. The cells are HTML already: make typed text `safe` first.

    Parameters
    ----------
    classes
        A row for each class, which lights up with its bars.
    """
    header = "".join(f"<th scope='col'>{cell}</th>" if cell else "<td></td>" for cell in head)
    body = "".join(
        f"<tr{f' data-class={i}' if classes else ''}>{_line(row)}</tr>"
        for i, row in enumerate(rows)
    )
    footer = f"<tfoot><tr>{_line(foot)}</tr></tfoot>" if foot else ""
    return f'<div class="numbers"><table><thead><tr>{header}</tr></thead><tbody>{body}</tbody>{footer}</table></div>'


def _line(cells: Sequence[str]) -> str:
    first, *rest = cells
    head = f"<th scope='row'>{first}</th>" if first else "<td></td>"
    return head + "".join(f"<td>{cell}</td>" for cell in rest)
