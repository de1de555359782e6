// A browser that slept, or was offline, may believe in a connection that is dead. Whatever is sent finds out.
const ASLEEP_MS = 30_000; // a shorter absence ends no connection
let say = null;
let hidden = 0;
let awake = Date.now();

export default function ({ setTriggerValue }) {
  say = () => setTriggerValue("beat", Date.now());
}

addEventListener("online", () => say?.());
addEventListener("pageshow", (event) => event.persisted && say?.());
document.addEventListener("visibilitychange", () => {
  if (document.hidden) hidden = Date.now();
  else if (hidden && Date.now() - hidden > ASLEEP_MS) say?.();
});
// A machine that sleeps hides no page: its clock jumps.
setInterval(() => {
  if (Date.now() - awake > ASLEEP_MS && !document.hidden) say?.();
  awake = Date.now();
}, 5000);

// A run whose parts Streamlit's browser part cannot place (its page was left, and come back to, while it came) is given up, and
// the page stays as it is, deaf. Its link holds all of it: it is loaded anew, though not again and again.
const GIVEN_UP = "Bad delta path index";
const AGAIN_MS = 10_000;
addEventListener("error", ({ message }) => {
  if (!message?.includes(GIVEN_UP) || Date.now() - (sessionStorage.getItem(GIVEN_UP) ?? 0) < AGAIN_MS) return;
  sessionStorage.setItem(GIVEN_UP, Date.now());
  location.reload();
});
