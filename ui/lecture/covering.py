"""What an open question covers: by the elements that would show it, on the server, for everyone who opens its link."""

from __future__ import annotations

from ui.language.escaping import safe
from ui.language.sentences import _
from ui.lecture.looking import looking

UNKNOWN = "?"


def covers() -> frozenset[str]:
    """Return what is covered now; see `ui.lecture.stop.Stop.covers`."""
    stop = looking().open
    return stop.covers if stop else frozenset()


def covered(place: str) -> bool:
    """Return whether an area must not be shown now."""
    return place in covers()


def cover_html() -> str:
    """Return what stands in the place of a covered area."""
    said = _("Covered until you reveal the answer.")
    return f'<p class="covered"><b>{UNKNOWN}</b> {safe(said)}</p>'
