// The pen on the canvas. While it is down, what it has drawn so far goes the live way, and the chain follows.
// The canvas waits 200 ms after the pen lifts before it sends, in case more follows; its own "send" button does
// not wait. So when the pen lifts we press it. The canvas's toolbar speaks English only and stands in the
// way of the page above it: it is hidden, the page has buttons in the visitor's language.
const { pageOf, shown } = await import(new URL("../elements/live_page.js" + new URL(import.meta.url).search, import.meta.url));

const PATIENCE = 300; // frames to wait for the canvas to appear
const SIDE = 280; // pixels of the canvas, on which Python counts
const BARS = "softmax_bars"; // the element whose query says what is drawn already
const UNHEARD_MS = 4000; // a stroke of which Streamlit says nothing for so long was drawn on paper that was just taken away
const watched = new WeakMap();

export default function ({ parentElement, data }) {
  const area = parentElement.closest(".st-key-canvas");
  if (!watched.has(area)) watched.set(area, new Pen(area));
  const { label, sheet } = JSON.parse(new TextDecoder().decode(data));
  watched.get(area).take(sheet);
  dress(area, label, PATIENCE);
}

// To its live page the pen is an element whose moves are strokes: by their number, where each has been so far.
class Pen {
  constructor(area) {
    this.area = this.root = area;
    this.post = this;
    this.moves = new Map();
    this.data = { run: 0 };
    this.down = ""; // "mouse" or "touch" while a stroke is drawn
    area.addEventListener("mousedown", (event) => event.button || this.touch("mouse", event), true);
    area.addEventListener("touchstart", (event) => this.touch("touch", event.changedTouches[0]), { capture: true, passive: true });
    addEventListener("mousemove", (event) => this.move("mouse", event), true);
    addEventListener("touchmove", (event) => this.move("touch", event.changedTouches[0]), { capture: true, passive: true });
    for (const lifted of ["mouseup", "touchend", "touchcancel"]) addEventListener(lifted, () => this.lift(), true);
  }

  // Another sheet of paper: what was drawn on the last one counts no more.
  take(sheet) {
    if (sheet !== this.sheet) {
      this.moves.clear();
      delete this.area.dataset.drawn;
    }
    this.sheet = sheet;
    shown.set("pen", this);
  }

  // Streamlit has drawn what the link holds now: the strokes in it need not be said any more.
  begin(query) {
    this.data = { live: { page: "pen", query }, run: 0 };
    this.begins = true;
    const known = count(query);
    for (const [row] of this.moves.values()) if (row < known) this.moves.delete(row);
  }

  touch(kind, at) {
    if (this.down && this.down !== kind) return;
    clearTimeout(this.unheard);
    this.area.dataset.drawn = ""; // what invites to draw goes: under a finger nothing is :active
    this.down = kind;
    const live = shown.get(BARS)?.data.live;
    if (!live) return;
    if (!this.data.live) this.begin(live.query);
    this.begins ||= !this.moves.size;
    this.row = Math.max(count(this.data.live.query), ...[...this.moves.keys()].map((row) => row + 1));
    this.draw(at);
  }

  move(kind, at) {
    if (this.down === kind && this.row !== undefined) this.draw(at);
  }

  draw({ clientX, clientY }) {
    const box = canvasOf(this.area)?.querySelector(".upper-canvas")?.getBoundingClientRect();
    if (!box) return;
    const at = [clientX - box.left, clientY - box.top].map((length) => length * (SIDE / box.width)).join(" ");
    const before = this.moves.get(this.row)?.[2];
    this.moves.set(this.row, [this.row, "stroke", before ? before + " " + at : at]);
    this.ask();
  }

  ask() {
    const page = pageOf(this);
    if (page && !page.closed()) this.asked = page.ask(this);
  }

  lift() {
    if (!this.down || !this.area.isConnected) return;
    this.down = "";
    this.row = undefined;
    setTimeout(() => send(this.area)); // after the canvas itself has seen the pen lift
    this.unheard = setTimeout(() => this.takeBack(), UNHEARD_MS);
  }

  // Show again what the link says: the canvas has not kept what the pen drew.
  takeBack() {
    if (this.down || !this.moves.size || !this.area.isConnected) return;
    this.moves.clear();
    this.begins = true;
    this.ask();
  }

  // What a live page asks of an element.
  shown(number) {
    this.answered = number;
  }

  settle() {
    if (!this.down && this.answered === this.asked && this.moves.size) pageOf(this).tell(); // the canvas tells it
  }

  again() {
    if (this.down && this.moves.size) this.ask();
  }

  lost() {
    this.again();
  }

  leave() {}

  unasked() {}

  redraw() {}
}

function count({ strokes }) {
  return strokes ? strokes.split(".").length : 0;
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
  // Nothing on the paper is done by keys, and what scrolls is a Tab stop unless it is told otherwise.
  top.closest(".dc-scroll").tabIndex = -1;
  top.setAttribute("role", "img");
  top.setAttribute("aria-label", label);
}
