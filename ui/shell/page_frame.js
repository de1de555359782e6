// What the whole document needs: its language, and the class under the pointer, which lights up wherever it is shown.
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
// What is written anew, or only now, is lit like the rest; and the pointer may have come before this file did.
new MutationObserver(() => lit !== null && mark()).observe(document.body, { childList: true, subtree: true });
light(named([...document.querySelectorAll(":hover")].at(-1)));

// The page is shown once it stands (first_paint.py): its first run is over, and its bars are drawn.
const standing = () => document.querySelector(".stApp")?.dataset.testScriptState === "notRunning" && document.querySelector(".st-key-loss") && [...document.querySelectorAll(".bars")].every((bars) => bars.childElementCount);
let stands; // a first run may end only for the next to begin
const show = () => {
  clearTimeout(stands);
  if (standing()) stands = setTimeout(() => {
    document.documentElement.dataset.settled = "";
    built.disconnect();
  }, 60);
};
const built = new MutationObserver(show);
built.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
show();

// A tab that was chosen is in sight: where what it opens begins too low, the tab bar goes to the top of the window.
const TOP_PX = 64;
document.addEventListener("click", (event) => {
  const tabs = event.target.closest?.("[class*='-tab '], [class$='-tab']"); // the key of a tab bar is "<page>.tab"
  if (!tabs || !event.target.closest("button")) return;
  const watched = new ResizeObserver(() => {
    const panel = document.querySelector(".st-key-panel");
    const { top, height } = panel.getBoundingClientRect();
    if (top + height / 2 > innerHeight) document.querySelector("[data-testid='stMain']").scrollBy({ top: tabs.getBoundingClientRect().top - TOP_PX, behavior: "instant" });
  });
  const panel = document.querySelector(".st-key-panel");
  if (!panel) return;
  watched.observe(panel);
  setTimeout(() => watched.disconnect(), 1500);
});

// What is copied is read by spreadsheets and by Python: they know the hyphen as a minus, and no other sign.
document.addEventListener("copy", (event) => {
  const { target } = event;
  const text = target instanceof HTMLInputElement ? target.value.slice(target.selectionStart, target.selectionEnd) : String(getSelection());
  if (!text.includes("\u2212")) return;
  event.clipboardData.setData("text/plain", text.replaceAll("\u2212", "-"));
  event.preventDefault();
});

export default function ({ data }) {
  document.documentElement.lang = data.language;
  // A link that Python completed takes the place of the one that was come by: Back leads to where the visitor was.
  if (data.came !== data.complete && sameQuery(data.came)) history.replaceState(history.state, "", `?${data.complete}`);
}

const sameQuery = (query) => {
  const [here, there] = [location.search, query].map((text) => new URLSearchParams(text));
  here.sort();
  there.sort();
  return String(here) === String(there);
};
