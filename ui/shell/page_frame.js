// What the whole document needs: its language, and the class under the pointer, which lights up wherever it is shown. The
// focus and the voice have rooms of their own, which a first picture does not wait for.
for (const room of ["focus.js", "voice.js"]) import(new URL(room + new URL(import.meta.url).search, import.meta.url));
let lit = null;

const named = (element) => element?.closest?.("[data-class]")?.dataset.class ?? null;

function mark() {
  for (const element of document.querySelectorAll("[data-lit]")) if (element.dataset.class !== lit) element.removeAttribute("data-lit");
  if (lit === null) return;
  for (const element of document.querySelectorAll(`[data-class="${CSS.escape(lit)}"]:not([data-lit])`)) element.setAttribute("data-lit", "");
}

function light(next) {
  if (next === lit) return;
  lit = next;
  mark();
}

document.addEventListener("pointerover", (event) => light(named(event.target)));
document.addEventListener("focusin", (event) => light(named(event.target)));
// Streamlit says of the uploader's box that it is no more than layout, and lets it take the focus all the same.
const named_box = () => document.querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]').forEach((box) => box.setAttribute("role", "group"));
// Streamlit's own names and words are English, or those of an arrow: they are said in the visitor's language.
let stock = { names: [], words: [] }; // [selector, name], [selector, Streamlit's words, ours]
const theirs = new WeakMap(); // a text -> as Streamlit wrote it
const named_stock = () => {
  for (const [selector, name] of stock.names) for (const found of document.querySelectorAll(selector)) if (found.ariaLabel !== name) found.ariaLabel = name;
  for (const [selector, from, to] of stock.words) for (const { firstChild } of document.querySelectorAll(selector)) {
    if (!(firstChild instanceof Text)) continue;
    if (!theirs.has(firstChild)) theirs.set(firstChild, firstChild.nodeValue);
    const said = theirs.get(firstChild).replace(from, to);
    if (firstChild.nodeValue !== said) firstChild.nodeValue = said;
  }
};
const name_all = () => (named_box(), named_stock());
new MutationObserver(name_all).observe(document.body, { childList: true, subtree: true });
name_all();
// What is written anew, or only now, is lit like the rest; and the pointer may have come before this file did.
new MutationObserver(() => lit !== null && mark()).observe(document.body, { childList: true, subtree: true });
light(named([...document.querySelectorAll(":hover")].at(-1)));

// The page is shown once it stands (first_paint.py): its first run is over, and its bars are drawn.
const standing = () => document.querySelector(".stApp")?.dataset.testScriptState === "notRunning" && document.fonts.status === "loaded" && document.querySelector(".st-key-loss") && [...document.querySelectorAll(".bars")].every((bars) => bars.childElementCount);
let stands; // a first run may end only for the next to begin
const show = () => {
  if ("settled" in document.documentElement.dataset) return; // a font that comes later tells nothing new
  clearTimeout(stands);
  if (standing()) stands = setTimeout(() => {
    document.documentElement.dataset.settled = "";
    built.disconnect();
  }, 120);
};
const built = new MutationObserver(show);
built.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
document.fonts.addEventListener("loadingdone", show); // a font may come last, and changes no element
show();

// A tab that was chosen is in sight: where what it opens begins too low, the tab bar goes to the top of the window.
const TOP_PX = 64;
const bringIntoSight = (event) => {
  const tabs = event.target.closest?.("[class*='-tab '], [class$='-tab']"); // the key of a tab bar is "<page>.tab"
  if (!tabs || !event.target.closest("button")) return;
  const key = [...tabs.classList].find((name) => name.startsWith("st-key-"));
  const look = () => {
    const panel = document.querySelector(".st-key-panel")?.getBoundingClientRect();
    const bar = document.querySelector("." + key)?.getBoundingClientRect();
    if (!panel || !bar) return;
    const below = Math.ceil(panel.top + panel.height / 2 - innerHeight);
    const most = innerWidth <= 640 ? bar.top - TOP_PX : panel.top - TOP_PX; // the panels of a phone are long: the next tab stays at hand
    if (below > 0) document.querySelector("[data-testid='stMain']").scrollBy({ top: Math.max(bar.top - TOP_PX, Math.min(below, most)), behavior: "instant" });
  };
  clearInterval(looking);
  looking = setInterval(look, 50); // while it is being drawn, and until the visitor scrolls by themselves
  setTimeout(clearInterval, 5000, looking);
};
let looking;
document.addEventListener("click", bringIntoSight, true); // a tab keeps its click to itself
document.addEventListener("keyup", (event) => ["Enter", " "].includes(event.key) && bringIntoSight(event), true); // and makes none of a key
for (const own of ["wheel", "touchmove", "keydown"]) document.addEventListener(own, () => clearInterval(looking), { passive: true });

// A page that was chosen from a phone's menu is in sight: the menu goes.
document.addEventListener("click", ({ target }) => {
  if (innerWidth <= 768 && target.closest?.('[data-testid="stSidebarNavLink"]')) document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
});

// What is copied is read by spreadsheets and by Python: they know the hyphen as a minus, and nothing between thousands.
document.addEventListener("copy", (event) => {
  const { target } = event;
  const text = target instanceof HTMLInputElement ? target.value.slice(target.selectionStart, target.selectionEnd) : String(getSelection());
  const plain = text.replaceAll("\u2212", "-").replace(/(?<=\d)\u202f(?=\d{3})/g, "");
  if (plain === text) return;
  event.clipboardData.setData("text/plain", plain);
  event.preventDefault();
});

// On paper the link stands too: that of the page as it is now. What "Share" has prepared for it may be older.
addEventListener("beforeprint", () => {
  const prepared = document.querySelector(".st-key-printed p")?.textContent;
  const known = prepared && new URL(prepared).searchParams;
  const current = known && [...new URL(location.href).searchParams].every(([name, value]) => known.get(name) === value);
  document.body.dataset.printed = current ? "prepared" : "link";
  document.body.dataset.link = location.href;
});

export default function ({ data }) {
  document.documentElement.lang = data.language;
  stock = data.stock;
  named_stock();
  later(data.later);
  // A link that Python completed takes the place of the one that was come by: Back leads to where the visitor was.
  if (data.came !== data.complete && sameQuery(data.came)) history.replaceState(history.state, "", `?${data.complete}`);
}

// What a first chart needs is fetched once the page is at rest, unless the visitor saves data: then when it is asked for.
let fetched = false;
function later(files) {
  if (fetched || navigator.connection?.saveData) return;
  const app = document.querySelector('[data-testid="stApp"]');
  const rests = app?.dataset.testScriptState === "notRunning" && !document.querySelector('[data-testid="stSkeleton"]');
  if (!rests || document.readyState !== "complete") return setTimeout(() => later(files), 500);
  fetched = true;
  (window.requestIdleCallback ?? setTimeout)(() => {
    for (const file of files) {
      if (performance.getEntriesByName(new URL(file, document.baseURI).href).length) continue; // a chart has come already
      const link = Object.assign(document.createElement("link"), { rel: "prefetch", as: "script", crossOrigin: "anonymous" });
      link.href = new URL(file, document.baseURI);
      document.head.append(link);
    }
  });
}

const sameQuery = (query) => {
  const [here, there] = [location.search, query].map((text) => new URLSearchParams(text));
  here.sort();
  there.sort();
  return String(here) === String(there);
};
