// The browser keeps the attempts, each under a key of its own, so that two tabs never overwrite each other's.
// Python says what to keep and what to drop; we say when that is done, and what is kept when a visit begins or
// another tab has changed it.
const PREFIX = "softmax.attempt.1.";
const ANSWER_MS = 4000; // a report that was not heard by then is sent again
const TRIES = 5;
const shelf = { element: null, session: "", kept: 0, trouble: null, tell: null, flying: null, owes: null, last: 0, tries: 0, changed: false };

export default function ({ parentElement, data, setTriggerValue }) {
  const said = JSON.parse(new TextDecoder().decode(data));
  const arrived = shelf.element !== parentElement || shelf.session !== said.session;
  shelf.tell = (report) => setTriggerValue("report", report);
  if (arrived) {
    forget();
    Object.assign(shelf, { element: parentElement, session: said.session, kept: 0, owes: null });
  }
  heard(said.heard);
  const news = keep(said);
  if (arrived && (said.count || keys().length || shelf.trouble)) owe(true);
  else if (news) owe(false);
}

// Do what Python says; true where it has to hear of it. What could not be kept, Python will say again.
function keep({ number, put, drop }) {
  const before = shelf.trouble;
  if (!drop.length && !Object.keys(put).length) return false;
  try {
    for (const key of drop) localStorage.removeItem(PREFIX + key);
    for (const [key, text] of Object.entries(put)) localStorage.setItem(PREFIX + key, text);
    shelf.trouble = null;
    shelf.kept = number;
  } catch (error) {
    shelf.trouble = error.name === "SecurityError" ? "forbidden" : "full";
  }
  return !shelf.trouble || shelf.trouble !== before;
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch (error) {
    console.info("the attempts cannot be kept here", error);
    shelf.trouble = "forbidden";
    return [];
  }
}

function rows() {
  return keys().map((key) => [key.slice(PREFIX.length), localStorage.getItem(key)]);
}

// A report is owed: that changes were kept, or also all that is kept. One is in flight at a time.
function owe(all) {
  shelf.owes = { all: all || Boolean(shelf.owes?.all) };
  send();
}

function send() {
  if (!shelf.owes || shelf.flying) return;
  // Numbers grow with time, so that an old answer is never taken for a new one.
  shelf.last = Math.max(shelf.last + 1, Date.now());
  shelf.flying = { number: shelf.last, all: shelf.owes.all };
  shelf.owes = null;
  shelf.patience = setTimeout(again, ANSWER_MS);
  const all = shelf.flying.all ? rows() : null;
  shelf.tell({ number: shelf.last, session: shelf.session, kept: shelf.kept, trouble: shelf.trouble, rows: all });
}

function heard(number) {
  if (shelf.flying?.number !== number) return;
  forget();
  send();
}

function forget() {
  clearTimeout(shelf.patience);
  shelf.flying = null;
  shelf.tries = 0;
}

function again() {
  const { all } = shelf.flying;
  shelf.flying = null;
  if (++shelf.tries < TRIES && shelf.element.isConnected) owe(all);
}

// Another tab has changed the shelf. A tab that nobody looks at waits until somebody does.
function look() {
  if (!shelf.changed || document.hidden || !shelf.element?.isConnected) return;
  shelf.changed = false;
  owe(true);
}

window.addEventListener("storage", ({ key }) => {
  if (key !== null && !key.startsWith(PREFIX)) return;
  shelf.changed = true;
  setTimeout(look); // a tab changes several rows at once
});
document.addEventListener("visibilitychange", look);
