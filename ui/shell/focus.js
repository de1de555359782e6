// The focus stays with the hand.

// Tab goes from a button to the panel that it opened, which stands at the end of the document, and from there on as if it stood
// at its button.
document.addEventListener("keydown", (event) => {
  const panel = event.key === "Tab" && document.querySelector('[data-testid="stPopoverBody"]');
  const opener = panel && document.querySelector('[data-testid="stPopoverButton"][aria-expanded="true"]');
  if (!opener) return;
  const inside = [...panel.querySelectorAll("a[href], button, input, summary, textarea, [tabindex]")].filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }));
  const here = document.activeElement;
  const next = here === opener && !event.shiftKey ? inside[0] : here === inside[0] && event.shiftKey ? opener : null;
  if (next) {
    event.preventDefault();
    next.focus({ focusVisible: true });
  } else if (here === inside.at(-1) && !event.shiftKey) {
    opener.focus(); // and on from there, where the panel is in nobody's way
    opener.click();
  }
});

// Tab enters a group of choices at the chosen one.
document.addEventListener("focusin", ({ target, relatedTarget }) => {
  const group = target.closest?.('[role="radiogroup"]');
  if (!group || group.contains(relatedTarget) || !target.matches(":focus-visible") || target.ariaChecked === "true") return;
  group.querySelector('[role="radio"][aria-checked="true"]')?.focus({ focusVisible: true });
});

// A button that switches itself off under the hand (the last class taken away) keeps the focus in its place: a press too many
// does nothing, and Tab goes on from there. When it is switched on again, it has the focus back.
let pressed; // the button that has the focus, or had it last
const placeOf = (button) => button.closest('[data-testid="stButton"]');
function focusOn(button) {
  const place = button.disabled ? placeOf(button) : button;
  if (place !== button) place.tabIndex = -1;
  pressed = button;
  place.focus({ preventScroll: true });
}
document.addEventListener("focusin", ({ target }) => {
  if (!pressed || target !== placeOf(pressed)) pressed = target.closest?.("button");
});
new MutationObserver((changes) => {
  if (!pressed?.isConnected || !placeOf(pressed) || !changes.some(({ target }) => target === pressed)) return;
  if ([document.body, pressed, placeOf(pressed)].includes(document.activeElement)) focusOn(pressed);
}).observe(document.body, { attributes: true, attributeFilter: ["disabled"], subtree: true });

// A button that goes when it was pressed leaves the focus to what came for it; a link to another page, to its title.
const PATIENCE_MS = 4000; // what has not come by then will not come
const LOOK_MS = 50;
const title = () => document.querySelector('[data-testid="stMain"] h1');
const HEIRS = { "path-reveal": () => document.querySelector(".st-key-path-forward button"), "path-leave": title };
const rests = () => document.querySelector(".stApp")?.dataset.testScriptState === "notRunning";
const heirOf = (key) => HEIRS[key]?.() ?? document.querySelector(`[data-instead-of="${key}"]`);
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("button, [data-testid='stMain'] a[href]");
  const page = location.pathname;
  const key = button && [...(button.closest('[class*="st-key-"]')?.classList ?? [])].find((name) => name.startsWith("st-key-"))?.slice("st-key-".length);
  if (!key) return;
  const until = Date.now() + PATIENCE_MS;
  const follow = () => {
    const heir = !button.isConnected && (page === location.pathname ? heirOf(key) : rests() && (document.querySelector(`.st-key-${key} button`) ?? title()));
    if (!button.isConnected && document.activeElement !== document.body) return; // the hand is elsewhere
    if (!heir) return void (Date.now() < until && setTimeout(follow, LOOK_MS));
    if (heir.matches("button")) return focusOn(heir);
    heir.tabIndex = -1;
    heir.focus({ preventScroll: true });
    heir.scrollIntoView({ block: "nearest" });
  };
  follow();
});
