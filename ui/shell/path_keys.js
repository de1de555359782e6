// A presenter's keys walk the path: PageDown and → a step forward, PageUp and ← back, where nothing else has them.
const BY = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };
const PATIENCE_MS = 4000; // an answer that has not come by then will not come
const AWAY_MS = 3000; // from one page to the next the bar is away for a moment, and the keys are still its own
// What moves by PageUp and PageDown itself: bars, lists, written text of many lines.
const PAGED = '[role="slider"], [role="listbox"], [role="option"], [role="combobox"], [role="dialog"], select, textarea, [contenteditable="true"], input[type="range"], input[type="number"]';
// By arrows move radio buttons, tabs and lines of text too.
const OWNERS = PAGED + ', [role="radio"], [role="radiogroup"], [role="tab"], input';

// One message is on its way at a time: what a quick hand does meanwhile waits, and goes as one.
let waiting = 0;
let flying = null; // {number, timer}
let tell; // of the bar that stands now
let seen = 0; // when a bar stood last

function here() {
  const stands = !!document.querySelector(".st-key-path_keys");
  if (stands) seen = Date.now();
  return stands;
}

const onPath = () => new URLSearchParams(location.search).has("stop"); // who has left it has the keys back at once
const near = () => here() || (onPath() && Date.now() - seen < AWAY_MS);

function flush() {
  if (flying || !waiting) return;
  if (!near()) waiting = 0;
  if (!here()) return void setTimeout(flush, 200);
  const number = Date.now();
  flying = { number, timer: setTimeout(landed, PATIENCE_MS) };
  tell({ number, by: waiting });
  waiting = 0;
}

function landed() {
  clearTimeout(flying?.timer);
  flying = null;
  flush();
}

function belongsElsewhere(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return true;
  const at = event.composedPath()[0];
  return at instanceof Element && !!at.closest(event.key.startsWith("Page") ? PAGED : OWNERS);
}

document.addEventListener("keydown", (event) => {
  if (!(event.key in BY) || !near() || belongsElsewhere(event)) return;
  event.preventDefault();
  if (document.activeElement?.matches("input[type='text']")) document.activeElement.blur(); // what was typed is told first
  waiting += BY[event.key];
  flush();
});

// Enter in the field of a prediction reveals, as it sends any form; Streamlit's own Enter has told what was typed.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || !field.matches?.(".st-key-path_answer input[type='text']")) return;
  if (field.value.trim()) document.querySelector(".st-key-path-reveal button")?.click();
});

export default function ({ data, setTriggerValue }) {
  tell = (steps) => setTriggerValue("steps", steps);
  document.querySelector(".st-key-path_keys")?.setAttribute("data-keys", ""); // they are heard from now on
  if (flying && data.answered >= flying.number) landed();
  else flush();
}
