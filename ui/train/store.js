// The training as this page has it: asks for the next picture, one ahead of another, and tells who draws.
// The mathematics, the steps and the words stay in Python; what is kept here is what came from there.
const beside = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const elements = beside("../elements/live_page.js");

const PICTURE_MS = 25; // between two pictures: forty a second are as smooth as an eye asks for
const WORDS_MS = 125; // between two chains: nobody reads faster
const REST_MS = 300; // after the last move, the link is written
const HEARD_MS = 4000; // what Python does not repeat by then, it has not heard
const AHEAD = 4; // pictures on their way at most, where the way is long
const TRIES_MS = [300, 600, 1200, 2500]; // after an answer that did not come

class Store {
  constructor() {
    this.listeners = new Map();
    this.query = null;
    this.view = {}; // how the page is looked at: the stop of the lecture, what is hidden
    this.colors = { classes: ["#808080"], p: ["#808080", "#808080"], y: ["#808080", "#808080"] }; // until Python says them
    this.step = 0;
    this.speed = 4;
    this.playing = false;
    this.curve = { every: 0, records: [] };
    this.named = null; // the language that the classes of its points are named in
    this.picture = {}; // the newest header, with points, weights and confusion as they were last said
    this.planes = null;
    this.waiting = []; // what a hand did: moves, [field, text], and steps or epochs further, { ahead } or { epochs }
    this.flying = 0;
    this.asked = 0; // the step that the last question leads to
    this.round = 0; // answers to what was asked before the last move or jump are nobody's
    this.failures = 0;
    this.latency = 0;
    this.error = "";
    this.returned = false;
    this.went = false; // Back or Forward was pressed: what Python says next leads there
    document.addEventListener("visibilitychange", () => this.looked());
    addEventListener("popstate", () => this.tell && this.goes());
  }

  // Whoever draws is told of every picture; a new one is told at once.
  listen(key, draw) {
    this.listeners.set(key, draw);
    if (this.query) draw(this);
  }

  leave(key, draw) {
    if (this.listeners.get(key) === draw) this.listeners.delete(key);
  }

  changed() {
    for (const draw of this.listeners.values()) draw(this);
  }

  // What Python says: another query than it said or heard last leads there; its own echo leads nowhere.
  said({ query, view, who, words, colors }, tell) {
    this.view = view;
    this.who = who;
    this.words = words;
    this.colors = colors;
    const { lang } = query;
    const translated = this.query && this.query.lang !== lang;
    const text = spelt(query);
    // A page that was left while it trained tells how far it came, and that takes the place of its link.
    if (!this.tell) Object.assign(this, { returned: !!this.query && spelt(this.query) !== text, went: false });
    this.tell = tell;
    if (this.query) this.query.lang = lang;
    if (text === this.told || (text === this.heard && !this.went)) {
      // Its echo; or what it knew before, where it has not heard yet: a page was left while it trained.
      this.heard = text;
      this.went = false;
      this.changed();
      if (translated) this.ask({ words: true });
      return this.settle();
    }
    this.told = this.heard = text;
    this.went = false;
    this.forget();
    this.query = query;
    this.step = Number(query.steps ?? 0);
    this.ask({ words: true });
  }

  // The visitor goes through the history: what the page has not told is left behind.
  goes() {
    this.went = true;
    clearTimeout(this.resting);
  }

  // All that is on its way or on the curve belongs to another run.
  forget() {
    clearTimeout(this.timer);
    this.round += 1;
    this.flying = 0;
    this.waiting = [];
    this.curve = { every: 0, records: [] };
    this.playing = false;
    this.returned = false;
    this.failures = 0;
  }

  play() {
    this.playing = true;
    this.error = "";
    this.changed();
    this.pump();
  }

  pause() {
    this.playing = false;
    this.changed();
    this.settle();
  }

  // One step, or one epoch.
  go(further) {
    if (this.playing) return this.pause();
    this.press(further);
  }

  move(field, text) {
    this.press([field, String(text)]);
  }

  // What a hand does: while pictures are on their way it waits for them, for it happens at the step that is seen.
  press(done) {
    this.waiting.push(done);
    this.pump();
    if (!this.playing) this.settle();
  }

  // What was done first: one step or epoch, or all moves up to the next of those.
  first() {
    const moves = this.waiting.findIndex((done) => !Array.isArray(done));
    if (moves === 0) return this.waiting.shift();
    return { moves: this.waiting.splice(0, moves < 0 ? this.waiting.length : moves) };
  }

  pump() {
    clearTimeout(this.timer);
    if (document.hidden || !this.query) return;
    if (this.waiting.length) {
      if (this.flying) return; // its answer pumps again
      return this.ask({ ...this.first(), words: true });
    }
    if (!this.playing) return;
    const now = performance.now();
    const wait = PICTURE_MS - (now - (this.last ?? 0));
    const room = this.full ? 1 : Math.min(AHEAD, 1 + Math.floor(this.latency / (2 * PICTURE_MS)));
    if (this.flying >= room) return;
    if (wait > 0) return void (this.timer = setTimeout(() => this.pump(), wait));
    const words = now - (this.worded ?? 0) > WORDS_MS;
    if (words) this.worded = now;
    this.ask({ ahead: this.speed, words });
    this.pump();
  }

  async ask({ ahead = 0, epochs = 0, moves = [], words = false }) {
    const { round } = this;
    const from = this.flying ? this.asked : this.step;
    this.asked = from + ahead;
    this.flying += 1;
    const began = (this.last = performance.now());
    const { records, every } = this.curve;
    const known = [every, records.length ? records[records.length - 1][0] : -1];
    const question = { query: { ...this.query, ...this.view }, who: this.who, step: from, ahead, epochs, moves, known, data: (this.named === this.query.lang && this.picture.points?.key) || "", words };
    let found;
    try {
      found = await fetchPicture(question);
    } catch (error) {
      if (round !== this.round) return;
      const pressed = !this.playing && ahead + epochs ? [{ ahead, epochs }] : [];
      this.lost(moves.length ? moves : pressed, error);
      return;
    }
    if (round !== this.round) return;
    this.flying -= 1;
    this.failures = 0;
    this.latency = 0.8 * this.latency + 0.2 * Math.min(performance.now() - began, 400);
    this.take(found, moves);
    this.pump();
  }

  take({ header, planes }, moves) {
    if (moves.length || header.anew) this.curve = { every: 0, records: [] };
    if (header.step < this.step && !moves.length) return; // it was overtaken
    if (header.points) this.named = header.query.lang;
    this.query = { ...header.query, lang: this.query.lang };
    this.step = header.step;
    this.anew = header.anew;
    this.full = header.full;
    this.error = header.problem ?? "";
    if (header.pictures) elements.then(({ show }) => Object.entries(header.pictures).forEach(([key, picture]) => show(key, picture)));
    for (const [key, picture] of Object.entries(header.pictures ?? {})) this.listeners.get(key)?.(this, picture);
    if (header.problem) {
      this.picture = { points: header.points };
      this.planes = null;
      this.playing &&= header.later;
    } else {
      this.grow(header);
      const { points, confusion } = this.picture;
      this.picture = { points, confusion, ...header };
      this.planes = planes;
      if (header.over) this.playing &&= false;
    }
    this.changed();
    if (!this.playing) this.settle();
  }

  grow({ every, curve }) {
    if (every !== this.curve.every) this.curve = { every, records: curve };
    else {
      const { records } = this.curve;
      const last = records.length ? records[records.length - 1][0] : -1;
      this.curve.records = [...records, ...curve.filter(([step]) => step > last)];
    }
  }

  // An answer that did not come is asked for again, of whoever answers then: the query says all there is to know.
  lost(done, error) {
    console.info("the training asks again", error);
    this.round += 1;
    this.flying = 0;
    this.waiting.unshift(...done);
    this.error = this.words?.lost ?? "";
    this.changed();
    const patience = TRIES_MS[Math.min(this.failures++, TRIES_MS.length - 1)];
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.playing || this.waiting.length ? this.pump() : this.ask({ words: true })), patience);
  }

  // Once nothing is on its way, Python hears where the page stands, and writes the link.
  settle() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      if (this.playing || !this.query || !this.tell) return;
      if (this.flying || this.waiting.length) return this.settle();
      const text = spelt(this.query);
      if (text === this.heard) return;
      const again = text === this.told; // a server that has just come to life has not known the page yet
      this.told = text;
      this.tell({ query: this.query, returned: this.returned });
      this.returned = false;
      this.resting = setTimeout(() => this.settle(), again ? 2 * HEARD_MS : HEARD_MS);
    }, REST_MS);
  }

  // A page that nobody sees does not train.
  looked() {
    if (!document.hidden) return this.pump();
    clearTimeout(this.timer);
  }
}

// A query as text, without the language: that is no state of the training.
function spelt({ lang, ...rest }) {
  return JSON.stringify(rest);
}

async function fetchPicture(question) {
  const request = { method: "POST", body: JSON.stringify(question), signal: AbortSignal.timeout(60_000) };
  const response = await fetch(new URL("training/picture", document.baseURI), request);
  if (!response.ok) throw new Error(`${response.status}`);
  const bytes = await response.arrayBuffer();
  const length = new DataView(bytes).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
  if (!header.planes) return { header, planes: null };
  const packed = new Blob([new Uint8Array(bytes, 4 + length)]).stream();
  const whole = packed.pipeThrough(new DecompressionStream("deflate"));
  return { header, planes: new Uint8Array(await new Response(whole).arrayBuffer()) };
}

export const store = new Store();

// A colour and a shape for each class: neither speaks alone.
export function color(label) {
  return store.colors.classes[label % store.colors.classes.length];
}

export function shape(context, label, x, y, r) {
  const path = [
    () => context.arc(x, y, r, 0, 2 * Math.PI),
    () => polygon(context, [[x, y - 1.25 * r], [x + 1.15 * r, y + 0.8 * r], [x - 1.15 * r, y + 0.8 * r]]),
    () => context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r),
    () => polygon(context, [[x, y - 1.3 * r], [x + 1.3 * r, y], [x, y + 1.3 * r], [x - 1.3 * r, y]]),
    () => polygon(context, [[x, y + 1.25 * r], [x + 1.15 * r, y - 0.8 * r], [x - 1.15 * r, y - 0.8 * r]]),
    () => polygon(context, Array.from({ length: 10 }, (_, i) => {
      const a = (Math.PI * i) / 5, s = (i % 2 ? 0.6 : 1.35) * r;
      return [x + s * Math.sin(a), y - s * Math.cos(a)];
    })),
  ][label % 6];
  context.beginPath();
  path();
}

function polygon(context, corners) {
  corners.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
}

export function rgb(color) {
  return [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
}

// The page's ground in the theme that is on: pale surfaces fade into it.
export function dark(element) {
  return getComputedStyle(element).colorScheme.includes("dark");
}

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
