"""The one error that a bad value raises, in words that can be translated."""

from __future__ import annotations


class InvalidInput(ValueError):
    """A ``ValueError`` that keeps its sentence apart from the values in it.

    The template is the key of the translation, so a page can say the same thing in the
    visitor's language; ``str(error)`` is the English sentence.

    Parameters
    ----------
    template
        A sentence in English with ``{named}`` gaps. It names the argument, the rule and what it got.
    values
        What goes into the gaps.

    Examples
    --------
    >>> error = InvalidInput("{name} must not be empty", name="p")
    >>> str(error)
    'p must not be empty'
    >>> error.template, error.values
    ('{name} must not be empty', {'name': 'p'})
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values
