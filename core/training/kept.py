"""Trainings that are kept, so that going on is cheap. The run says everything: what is lost is trained again."""

from __future__ import annotations

from collections import OrderedDict

from core.training.asking import Ask
from core.training.run import Table
from core.training.training import Training

MOST_TRAININGS = 100
MOST_TABLES = 20


class Unknown(Exception):
    """The run names a table that is not known here."""


class Kept:
    """The training of each asker, the last hundred of them."""

    def __init__(self) -> None:
        self.trainings: OrderedDict[str, Training] = OrderedDict()
        self.tables: OrderedDict[str, Table] = OrderedDict()

    def find(self, ask: Ask) -> Training:
        """Return a training of the asked run, at its step or before.

        Raises
        ------
        Unknown
            The table is not known.
        InvalidInput
            There is no point to train on.
        """
        own = self.trainings.get(ask.who)
        found = own if own is not None and usable(own, ask) else self._nearest(ask)
        if found is None:
            found = Training(ask.run, self._table(ask))
        elif found.run != ask.run:
            found = found.continued(ask.run)
        elif found is not own and found.step < ask.step:
            found = found.continued(ask.run)  # somebody else's goes its own way
        self.trainings[ask.who] = found
        self.trainings.move_to_end(ask.who)
        if len(self.trainings) > MOST_TRAININGS:
            self.trainings.popitem(last=False)
        return found

    def _nearest(self, ask: Ask) -> Training | None:
        able = [training for training in self.trainings.values() if usable(training, ask)]
        return max(able, key=lambda training: training.step, default=None)

    def _table(self, ask: Ask) -> Table | None:
        name = ask.run.table
        if not name:
            return None
        if ask.table is not None:
            self.tables[name] = ask.table
            if len(self.tables) > MOST_TABLES:
                self.tables.popitem(last=False)
        if name not in self.tables:
            raise Unknown(name)
        self.tables.move_to_end(name)
        return self.tables[name]


def usable(training: Training, ask: Ask) -> bool:
    """Return whether a training can go on to what is asked."""
    return training.step <= ask.step and ask.run.goes_on(training.run, training.step)
