"""Tables of states as files: whatever people have comes in, and nothing that a spreadsheet would run goes out.

From bytes to a table, a step a module: `encoding` (bytes to text), `grid` (text to cells), `layout` (which rows are
titles, the head, a total), `numerals` (cells to numbers), `columns` (which column is what), `reading` (all of them).
What had to be guessed stands in the `Reading`, so that a page can say it and ask.
"""

from ui.weather.table_file.reading import (
    MOST_BYTES,
    Choices,
    Reading,
    StateTable,
    read_file,
    read_state_table,
)
from ui.weather.table_file.writing import write_state_table

__all__ = [
    "MOST_BYTES",
    "Choices",
    "Reading",
    "StateTable",
    "read_file",
    "read_state_table",
    "write_state_table",
]
