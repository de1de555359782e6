// The canvas waits 200 ms after the pen lifts before it sends, in case more follows; its own "send" button does
// not wait. So when the pen lifts we press it. The canvas's toolbar speaks English only and stands in the
// way of the page above it: it is hidden, the page has buttons in the visitor's language.
const PATIENCE = 300; // frames to wait for the canvas to appear
const watched = new WeakMap();

export default function ({ parentElement, data }) {
  const area = parentElement.closest(".st-key-canvas");
  if (!watched.has(area)) watched.set(area, watch(area));
  const { label } = JSON.parse(new TextDecoder().decode(data));
  dress(area, label, PATIENCE);
}

function watch(area) {
  let drawing = false;
  const down = () => (drawing = true);
  const up = () => {
    if (!drawing || !area.isConnected) return;
    drawing = false;
    setTimeout(() => send(area)); // after the canvas itself has seen the pen lift
  };
  area.addEventListener("mousedown", down, true);
  area.addEventListener("touchstart", down, { capture: true, passive: true });
  for (const lifted of ["mouseup", "touchend", "touchcancel"]) window.addEventListener(lifted, up, true);
  return true;
}

// A page that is left while its drawing still loads: the canvas then clears itself, which is gone, and nobody hears of it.
window.addEventListener("unhandledrejection", (event) => {
  const { message, stack } = event.reason ?? {};
  if (/clearRect/.test(message) && /streamlit-drawable-canvas/.test(stack)) event.preventDefault();
});

function canvasOf(area) {
  for (const element of area.querySelectorAll("*")) {
    if (element.shadowRoot && element.shadowRoot.querySelector(".dc-root")) return element.shadowRoot;
  }
  return null;
}

function send(area) {
  const button = canvasOf(area)?.querySelector(".dc-toolbar button");
  if (button) button.click();
}

function dress(area, label, patience) {
  const root = canvasOf(area);
  if (!root) {
    if (patience) requestAnimationFrame(() => dress(area, label, patience - 1));
    return;
  }
  if (!root.querySelector("style.dress")) {
    const style = document.createElement("style");
    style.className = "dress";
    style.textContent = ".dc-toolbar { display: none !important; } .dc-canvas { outline: none !important; }";
    root.append(style);
  }
  const top = root.querySelector(".upper-canvas");
  if (!top) return;
  top.setAttribute("role", "img");
  top.setAttribute("aria-label", label);
}
