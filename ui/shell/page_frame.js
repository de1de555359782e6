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

export default function ({ data }) {
  document.documentElement.lang = data.language;
  later(data.later);
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
