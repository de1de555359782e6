// What the whole document needs: its language, and the class under the pointer, which lights up wherever it is shown.
let lit = null;

function light(event) {
  const place = event.target.closest?.("[data-class]");
  const next = place ? place.dataset.class : null;
  if (next === lit) return;
  lit = next;
  for (const element of document.querySelectorAll("[data-lit]")) element.removeAttribute("data-lit");
  if (next !== null) for (const element of document.querySelectorAll(`[data-class="${CSS.escape(next)}"]`)) element.setAttribute("data-lit", "");
}

document.addEventListener("pointerover", light);
document.addEventListener("focusin", light);

export default function ({ data }) {
  document.documentElement.lang = data.language;
}
