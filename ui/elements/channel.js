// The live way of a page: what the hand does goes to Python every frame, and answers come back when they come. A
// websocket while that is open, else one request after the other; where both are closed, nobody is asked here.
const FRAME_MS = 1000 / 60;
const SPARE = 2; // questions on their way beyond what the round trip takes: answers do not come evenly
const FORGET_MS = 5000; // the shortest round trip of the last and of this span counts: a network may change
const ANSWER_MS = 2000; // an answer that has not come by then will not come
const CLOSED_MS = 3000; // a way that failed is left alone for so long
const LATER_MS = [500, 1000, 2000, 5000, 15000, 30000]; // until a closed websocket is tried again

export class Channel {
  // `heard(number, changes)`: an answer; `changes` as Python's `changed` writes them. `lost()`: no answer will come.
  constructor(page, heard, lost) {
    Object.assign(this, { page, heard, lost });
    this.last = 0; // number of the newest question
    this.next = null; // the newest question, while it waits
    this.flying = []; // {number, at} of those on their way
    this.socket = null;
    this.told = null; // the query that the socket's questions start from
    this.closedUntil = 0;
    this.tries = 0;
    this.best = [FRAME_MS, FRAME_MS]; // shortest round trips, of the span before and of this one
    this.span = 0; // when this one began
    addEventListener("visibilitychange", () => this.open());
    addEventListener("online", () => this.open());
    this.open();
  }

  closed() {
    return performance.now() < this.closedUntil;
  }

  // Ask what is to be seen after moves from a query; `anew`: the hand starts here. Returns the question's number.
  ask(query, moves, anew) {
    this.next = { number: ++this.last, query, moves, anew: anew || !!this.next?.anew };
    this.flush();
    return this.last;
  }

  flush() {
    if (!this.next || this.waits) return;
    const open = this.socket?.readyState === WebSocket.OPEN;
    if (this.flying.length >= (open ? this.most() : 1)) return;
    const question = this.next;
    this.next = null;
    this.flying.push({ number: question.number, at: performance.now() });
    this.patience ??= setTimeout(() => this.fail(), ANSWER_MS);
    if (open) this.say(question);
    else this.post(question);
    // More than one question a frame would show nothing more.
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      this.flush();
    });
  }

  // As many questions may be on their way as the quickest round trip has frames: when answers get slower, the
  // questions get fewer.
  most() {
    return Math.ceil(Math.min(...this.best) / FRAME_MS) + SPARE;
  }

  measure(taken) {
    const now = performance.now();
    if (now > this.span + FORGET_MS) {
      this.best = now > this.span + 2 * FORGET_MS ? [taken, taken] : [this.best[1], taken];
      this.span = now;
    }
    this.best[1] = Math.min(this.best[1], taken);
  }

  say({ number, query, moves, anew }) {
    const start = JSON.stringify({ query });
    if (anew || start !== this.told) this.socket.send((this.told = start));
    this.socket.send(JSON.stringify([number, moves]));
  }

  async post({ number, query, moves }) {
    try {
      const question = { method: "POST", body: JSON.stringify({ query, moves }), signal: AbortSignal.timeout(ANSWER_MS) };
      const response = await fetch(new URL("live/" + this.page, document.baseURI), question);
      if (!response.ok) throw new Error(response.status);
      this.answered(number, [await response.json()]);
    } catch (error) {
      console.info("the live page takes the long way", error);
      if (this.flying.some((question) => question.number === number)) this.fail();
    }
  }

  answered(number, changes) {
    const question = this.flying.find((asked) => asked.number === number);
    if (!question) return;
    this.measure(performance.now() - question.at);
    this.flying = this.flying.filter((asked) => asked.number > number); // an answer answers what was asked before, too
    clearTimeout(this.patience);
    this.patience = this.flying.length ? setTimeout(() => this.fail(), ANSWER_MS) : null;
    if (changes) this.heard(number, changes);
    else this.refused();
    this.flush();
  }

  // No answer: what was asked goes the next way.
  fail() {
    const { socket } = this;
    if (socket?.readyState !== WebSocket.OPEN) return this.refused();
    socket.close(); // where the network is gone, it is long before that is said
    this.closedSocket(socket);
  }

  refused() {
    this.closedUntil = performance.now() + CLOSED_MS;
    this.drop();
    this.lost();
  }

  drop() {
    clearTimeout(this.patience);
    this.patience = null;
    this.flying = [];
    this.next = null;
  }

  open() {
    if (document.hidden || this.socket?.readyState < WebSocket.CLOSING) return;
    clearTimeout(this.later);
    const socket = (this.socket = new WebSocket(new URL("channel/" + this.page, document.baseURI.replace(/^http/, "ws"))));
    const began = performance.now();
    socket.onopen = () => {
      if (socket !== this.socket) return;
      const now = performance.now();
      Object.assign(this, { tries: 0, told: null, closedUntil: 0, span: -Infinity });
      this.best.fill(now - began); // a guess, until answers come
      if (!this.flying.length) this.flush();
    };
    socket.onmessage = ({ data }) => this.answered(...JSON.parse(data));
    socket.onclose = () => this.closedSocket(socket);
  }

  closedSocket(socket) {
    if (socket !== this.socket) return;
    this.socket = null;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.open(), LATER_MS[Math.min(this.tries++, LATER_MS.length - 1)]);
    if (!this.flying.length && !this.next) return;
    this.drop();
    this.lost(); // what was asked is asked again, by the way that is open
  }
}

// What Python's `changed` says, done: [it] anew, or by key or place what changed in it.
export function patched(thing, changes) {
  if (Array.isArray(changes)) return changes[0];
  for (const [key, change] of Object.entries(changes)) thing[key] = patched(thing[key], change);
  return thing;
}
