// The table of attempts: Python writes it, and hears which drawing is to be opened again or removed.
const shown = new WeakMap(); // the place of a table -> {html, tell}

export default function ({ parentElement, data, setTriggerValue }) {
  const place = parentElement.querySelector(".attempts");
  const html = new TextDecoder().decode(data);
  if (!shown.has(place)) place.addEventListener("click", (event) => click(event, shown.get(place)));
  const before = shown.get(place)?.html;
  shown.set(place, { html, tell: (act) => setTriggerValue("act", act) });
  if (html !== before) write(place, html);
}

// The table stays where it was scrolled to, and the keyboard where it was, or near it.
function write(place, html) {
  const top = place.querySelector(".attempts-rows")?.scrollTop ?? 0;
  const buttons = () => [...place.querySelectorAll("[data-act]")];
  const at = buttons().indexOf(document.activeElement);
  place.innerHTML = html;
  const rows = place.querySelector(".attempts-rows");
  if (rows) rows.scrollTop = top;
  if (at >= 0) buttons()[Math.min(at, buttons().length - 1)]?.focus({ preventScroll: true });
}

// A drawing's link can also be opened elsewhere, as any link: then we stay out of the way.
function click(event, { tell }) {
  const control = event.target.closest("[data-act]");
  if (!control || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  tell({ number: Date.now(), act: control.dataset.act, key: control.dataset.key });
}
