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
