"""One screen that says what this is, with a miniature to move and doors to the pages."""

import streamlit as st

from ui.contents import pages
from ui.miniature import LINK, miniature
from ui.notices import link_problems
from ui.text import _, safe

lead = safe(
    _("Drag a grey bar: scores become probabilities, and the right answer gets cheaper or dearer.")
)
st.title(_("Softmax, entropy and cross-entropy, by hand"), anchor=False)
st.html(f'<p class="lead">{lead}</p>')
link_problems(LINK)
with st.container(key="chain"):
    miniature()

doors = {
    "softmax": _(
        "From logits to probabilities to the loss: every step in sight, its gradient, and why it never overflows."
    ),
    "weather": _(
        "Invent a code for the weather of one city and pay for it, in bits, in another. Entropy is the best you can do."
    ),
    "digit": _(
        "Draw a digit. A real network turns it into ten logits, and you see what its answer costs."
    ),
}
known = pages()
with st.container(key="doors", horizontal=True):
    for name, what in doors.items():
        with st.container(key=f"door_{name}", border=True):
            st.page_link(known[name], label=f"**{known[name].title}**")
            st.html(f"<p>{safe(what)}</p>")
