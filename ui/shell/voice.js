// A screen reader hears what follows from a hand: once, when it rests. What it does to a bar, the bar says itself.
const heard = document.body.appendChild(Object.assign(document.createElement("div"), { className: "heard" }));
heard.setAttribute("role", "status");
const HEARD_MS = 800;
const MOST_NAMES = 12;

const text = (element) => element?.innerText.replace(/\s+/g, " ").trim() ?? "";
const words = (selector) => text(document.querySelector(selector));
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// Where one is on the path, and what is asked there.
const question = () => [".path-place", ".path-title", ".path-text p:first-child"].map(words).filter(Boolean).join(". ");

const prediction = () => [".says", ".answer", ".doubt b", ".hint"].map((part) => words(".st-key-prediction " + part)).filter(Boolean).join(". ");

// The classes, where one came or went: not where the page with them is another.
let counted = {};
const came = () => {
  const bars = document.querySelector(".st-key-weather_states, .st-key-softmax_bars");
  const classes = bars ? all(".bars-row:not(.bars-head) .bars-name", bars).map(({ title }) => title) : [];
  const before = counted;
  counted = { page: location.pathname, n: classes.length };
  return before.page === counted.page && before.n && before.n !== counted.n ? classes.slice(0, MOST_NAMES).join(", ") : "";
};

// A class and its p: the most probable one, and the one that the loss is of.
const share = (which, y = "") => {
  const row = document.querySelector(".st-key-softmax_bars .bars-row" + which);
  const p = row?.querySelector('.bars-value[data-column="p"]')?.textContent;
  return p ? `${row.querySelector(".bars-name").title}: ${y}p = ${p}` : "";
};

// Lists of numbers: of each only those are said that are others than before, after its title.
const averages = () => all(".averages").map((list, i) => ["averages " + i, [text(list.previousElementSibling), ...all(".average", list).map(text)]]);

// What says of itself that it is heard when it changes, by the name that it gives itself; in other words, where it has them.
const named = (name) => "named " + name;
const marked = () => all("[data-heard]").map((element) => [named(element.dataset.heard), element.dataset.said ?? text(element)]);

const outcome = () => {
  const network = prediction();
  return {
    question: question(),
    answer: words(".path-answer"),
    goal: words(".path-goal"),
    network,
    came: came(),
    likeliest: network ? "" : share("[data-strong]"),
    target: network ? "" : share("[data-target]:not([data-strong])", "y = 1, "),
    loss: words(".st-key-loss :is(.loss, .hint)"),
    point: words(".of-point"),
    training: words(".train-status"),
    ...Object.fromEntries(marked()),
    ...Object.fromEntries(averages()),
  };
};

// What of a part is news.
const news = (now, before) => {
  if (!Array.isArray(now)) return now === before ? "" : now;
  const [title, ...items] = now;
  const fresh = items.filter((item, i) => item !== before?.[i + 1]);
  return fresh.length ? `${title}: ${fresh.join(", ")}` : "";
};

// A table that is wider than its place scrolls by keys too.
const reachTables = () => {
  for (const table of all(".numbers")) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    else table.removeAttribute("tabindex");
  }
};

let said; // what a screen reader knows; nothing before the page stands
let rests;
const speak = () => {
  const now = outcome();
  const fresh = Object.fromEntries(Object.entries(now).map(([part, words]) => [part, news(words, said?.[part])]));
  delete fresh[named(document.activeElement?.dataset?.heard)]; // what has the focus is read anyway
  // What a stop asks or reveals is the word; what that uncovers on the page can be read there.
  const parts = fresh.question || fresh.answer ? [fresh.question, fresh.answer] : Object.values(fresh);
  const sentence = parts.filter(Boolean).map((part) => part.replace(/[.]([)]?)$/, "$1")).join(". ");
  if (said && sentence) heard.textContent = sentence;
  said = now;
  reachTables();
};
const stands = () => "settled" in document.documentElement.dataset;
if (stands()) speak();
new MutationObserver((changes) => {
  if (!stands() || changes.every((change) => heard.contains(change.target))) return;
  if (!said) return speak();
  clearTimeout(rests);
  rests = setTimeout(speak, HEARD_MS);
}).observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["data-settled", "data-said"] });
