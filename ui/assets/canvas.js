// What the drawing canvas lacks: it waits 200 ms after the pen is lifted before it sends, and its tools speak English.
// Its "send" button sends at once; so that button is pressed when the pen is lifted.
let words = [];
let drawing = null;

const root = () => document.querySelector(".st-key-canvas [data-testid='stBidiComponentIsolated']")?.shadowRoot;
const inCanvas = (event) => event.composedPath().includes(root()?.querySelector(".dc-container"));

function down(event) {
  drawing = inCanvas(event) ? root() : null;
}

function up() {
  const place = drawing;
  drawing = null;
  // After the canvas has made a path of the stroke, which it does in this same turn.
  if (place) setTimeout(() => place.querySelector(".dc-icon-button")?.click());
}

for (const name of ["mousedown", "touchstart"]) window.addEventListener(name, down, { capture: true, passive: true });
for (const name of ["mouseup", "touchend", "touchcancel"]) window.addEventListener(name, up);

function speak() {
  const buttons = root()?.querySelectorAll(".dc-icon-button") ?? [];
  buttons.forEach((button, i) => {
    button.title = words[i] ?? button.title;
    button.setAttribute("aria-label", button.title);
  });
  return buttons.length > 0;
}

export default function ({ data }) {
  words = data.words;
  let tries = 0;
  const again = setInterval(() => (speak() || ++tries > 50) && clearInterval(again), 100);
  return () => clearInterval(again);
}
