"""The path's bar, above the page at a stop: back, where one is, forward; the question, its answer, and the way off."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.elements.path_areas import again, goal
from ui.elements.static_scripts import script
from ui.language.escaping import safe
from ui.language.numbers import listed, number
from ui.language.sentences import _
from ui.lecture import walking
from ui.lecture.answers import Answer, answer, say
from ui.lecture.looking import Looking, looking
from ui.lecture.questions import Choice, Distribution, Goal, Number
from ui.lecture.stop import Stop
from ui.lecture.stops import STOPS
from ui.link.permalink import follow_link, keep_link, open_page
from ui.shell.contents import pages

GUESS = "path.guess"
KEYS = "path.keys"
ANSWERED = "path.keys.answered"
MOST_STEPS = 2 * len(STOPS)  # of one message from the keys
_keys = st.components.v2.component("path_keys", js=script("shell/path_keys.js"))


def path_bar(page: str) -> None:
    """Show the bar where the link names a stop; a stop of another page opens that page."""
    seen = looking()
    if seen.stop is None:
        return
    if seen.stop.page != page:
        open_page(pages()[seen.stop.page], walking.changed())
    with st.container(key="path"):
        _way(seen)
        _question(seen, seen.stop)
        with st.container(key="path_keys"):
            _keys(
                key=KEYS,
                data={"answered": st.session_state.get(ANSWERED, 0)},
                on_steps_change=_take_keys,
            )


def _way(seen: Looking) -> None:
    with st.container(key="path_way", horizontal=True, vertical_alignment="center"):
        n, last = seen.number, len(STOPS)
        _button("back", _("Back"), ":material/chevron_left:", lambda: go(n - 1), n == 1)
        place = _("{n} of {last}").format(n=n, last=last)
        st.html(f'<span class="path-place">{safe(place)}</span>', width="content")
        _button("forward", _("Forward"), ":material/chevron_right:", lambda: go(n + 1), n == last)
        title = say(seen.stop.title) if seen.stop else ""
        st.html(
            f'<b class="path-title" role="heading" aria-level="2">{safe(title)}</b>',
            width="stretch",
        )
        again()
        _button("leave", _("Leave the lecture"), ":material/close:", _leave)


def _button(
    name: str, label: str, icon: str, on_click: Callable[[], None], disabled: bool = False
) -> None:
    st.button(
        label, key=f"path.{name}", icon=icon, on_click=on_click, disabled=disabled, type="tertiary"
    )


def _question(seen: Looking, stop: Stop) -> None:
    """Show what the stop tells and asks, and once it is revealed, what the lecture says."""
    said = f"<p>{safe(say(stop.says))} <b>{safe(say(stop.question.asks))}</b></p>"
    found = answer(seen)
    if seen.revealed:
        said += _problem(safe(found.problem)) if found.problem else ""
        said += f'<p class="path-answer">{_verdict(found)}{safe(say(stop.reveals))}</p>'
    st.html(f'<div class="path-text">{said}</div>')
    if isinstance(stop.question, Goal):
        goal()
    if seen.revealed:
        return
    with st.container(key="path_answer", horizontal=True, vertical_alignment="bottom"):
        _field(seen, stop, found)
        st.button(_("Reveal"), key="path.reveal", on_click=_reveal_if_read, type="primary")
    if found.problem:
        kept = _("Nothing is revealed until it can be read, or the field is empty.")
        st.html(_problem(f"{safe(found.problem)}<br>{safe(kept)}"))


def _problem(said: str) -> str:
    return f'<p class="path-problem" role="alert">{said}</p>'


def _verdict(found: Answer) -> str:
    if not found.said:
        return ""
    mark = "✓" if found.good else "✗"
    return f'<b class="path-verdict">{mark} {safe(found.said)}</b> '


def _field(seen: Looking, stop: Stop, found: Answer) -> None:
    """Show where to answer; what cannot be read stays there, to be mended."""
    question, key = stop.question, f"{GUESS}.{seen.number}"
    if isinstance(question, Goal):
        return
    if isinstance(question, Choice):
        good = seen.guess and not found.problem
        st.session_state[key] = question.read(seen.guess) if good else None
        st.radio(
            _("Your answer"),
            range(len(question.answers)),
            format_func=lambda i: say(question.answers[i]),
            key=key,
            horizontal=True,
            label_visibility="collapsed",
            on_change=_guess,
            args=(key,),
        )
        return
    st.session_state[key] = seen.guess
    st.text_input(
        _("Your prediction"),
        key=key,
        placeholder=_example(question),
        label_visibility="collapsed",
        width=220,
        on_change=_guess,
        args=(key,),
    )


def _example(question: Number | Distribution) -> str:
    """Return what an answer looks like."""
    if isinstance(question, Number):
        return _("a number")
    return listed(number(share, 1) for share in (0.5, 0.3, 0.2))


def _guess(key: str) -> None:
    typed = st.session_state[key]
    text = "" if typed is None else str(typed).strip()
    follow_link(walking.changed(guess=text or None))


def _reveal_if_read() -> None:
    """Show the answer, but for a prediction that cannot be read: it may be mended first."""
    if answer(looking()).problem:
        keep_link()
    else:
        reveal()


def reveal() -> None:
    """Show the answer of the stop, and what it covered."""
    follow_link(walking.changed(reveal="1"))


def go(number: int, revealed: bool = False) -> None:
    """Go to a stop, on whichever page it is; ``revealed`` shows its answer too."""
    page, query = walking.to_stop(number)
    query |= {"reveal": "1"} if revealed else {}
    here = looking().stop
    if here is not None and here.page == page:
        follow_link(query)
    else:
        open_page(pages()[page], query)


def _leave() -> None:
    stop = looking().stop
    if stop is not None:
        follow_link(walking.off(stop.page))


def _take_keys() -> None:
    """Do what a presenter's keys said: a step forward reveals first, one back goes to the stop before."""
    sent = st.session_state[KEYS].get("steps")
    if not isinstance(sent, dict) or type(sent.get("number")) is not int:
        return
    if sent["number"] <= st.session_state.get(ANSWERED, 0):
        return  # it was done before
    st.session_state[ANSWERED] = sent["number"]
    if type(sent.get("by")) is int:
        _step(max(-MOST_STEPS, min(MOST_STEPS, sent["by"])))


def _step(by: int) -> None:
    """Walk so many steps, and open where that ends."""
    seen = looking()
    place = seen.number, seen.revealed
    for _i in range(abs(by)):
        place = _next(*place) if by > 0 else _before(*place)
    if place[0] != seen.number:
        go(*place)
    elif place[1] and not seen.revealed:
        reveal()


def _next(number: int, revealed: bool) -> tuple[int, bool]:
    if number and not revealed:
        return number, True
    return _at(number + 1) if 0 < number < len(STOPS) else (number, revealed)


def _before(number: int, revealed: bool) -> tuple[int, bool]:
    return _at(number - 1) if number > 1 else (number, revealed)


def _at(number: int) -> tuple[int, bool]:
    return number, "reveal" in walking.to_stop(number)[1]
