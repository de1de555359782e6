// A presenter's keys walk the path: PageDown and → a step forward, PageUp and ← back, where nothing else has them.
const BY = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };
const PATIENCE_MS = 4000; // an answer that has not come by then will not come
// What moves by these keys itself: bars, radio buttons, tabs, lists, text that is written.
const OWNERS = '[role="slider"], [role="radio"], [role="tab"], [role="listbox"], [role="option"], [role="combobox"], select, textarea, [contenteditable="true"], input';
// In one line of text PageUp and PageDown do nothing of their own.
const LINE = 'input:not([type="radio"], [type="range"], [type="checkbox"], [type="number"])';

// One message is on its way at a time: what a quick hand does meanwhile waits, and goes as one.
let waiting = 0;
let flying = null; // {number, timer}
let tell = () => {};

function flush() {
  if (flying || !waiting) return;
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
  if (!(at instanceof Element) || !at.closest(OWNERS)) return false;
  return !(event.key.startsWith("Page") && at.matches(LINE));
}

function press(event) {
  if (!(event.key in BY) || belongsElsewhere(event)) return;
  event.preventDefault();
  document.activeElement?.matches?.(LINE) && document.activeElement.blur(); // what was typed is told first
  waiting += BY[event.key];
  flush();
}

export default function ({ data, setTriggerValue }) {
  tell = (steps) => setTriggerValue("steps", steps);
  if (flying && data.answered >= flying.number) landed();
  document.addEventListener("keydown", press); // the same listener again is one listener
  return () => document.removeEventListener("keydown", press);
}
