// What the hand does, on its way to Python: by the long way (Streamlit's), or by the short one of a live page.
const ANSWER_MS = 4000; // an answer that has not come by then will not come: send again
const TRIES = 5;
const AWAY_MS = 250; // while nobody is there to hear it, it waits, however long that takes
const CLOSED_MS = 3000; // a live page that did not answer is left alone for so long
let closedUntil = 0;

// One message is in flight at a time. What the hand does meanwhile waits: the newest move of each bar only.
export class Post {
  constructor() {
    this.flying = null; // {number, moves, resting}
    this.waiting = new Map(); // "row column" -> [row, column, value]
    this.unsettled = new Map(); // answered by the short way, and not yet told to Streamlit: goes along until it is
    this.resting = false; // the waiting moves end with the hand at rest
    this.last = 0;
    this.told = 0; // the last message that went the long way
    this.tries = 0;
  }

  put(row, column, value, resting, id = row + " " + column) {
    this.waiting = after(this.waiting, new Map([[id, [row, column, value]]]));
    this.resting = resting;
    this.flush();
  }

  flush(short = true) {
    if (this.flying || !this.waiting.size) return;
    // Numbers grow with time, so that a page that is shown again never takes an old answer for its own.
    this.last = Math.max(this.last + 1, Date.now());
    const moves = after(this.unsettled, this.waiting);
    const drawn = this.resting && text(moves) === text(this.unsettled); // the hand only says that it rests
    const ask = short && !drawn;
    this.flying = { number: this.last, moves, resting: this.resting };
    this.waiting = new Map();
    this.patience = setTimeout(() => this.again(), ANSWER_MS);
    this.send({ number: this.last, moves: [...moves.values()], resting: this.resting, drawn }, ask);
  }

  // The hand goes elsewhere: what only the short way knows goes the long way at once, ahead of what the hand does there.
  hurry() {
    if (!this.flying || (this.told === this.flying.number && !this.waiting.size)) return;
    clearTimeout(this.patience);
    this.waiting = after(this.flying.moves, this.waiting);
    this.flying = null;
    this.resting = true;
    this.flush(false);
  }

  answered(number, settled) {
    if (this.flying?.number !== number) return;
    clearTimeout(this.patience);
    this.unsettled = settled ? new Map() : this.flying.moves;
    this.flying = null;
    this.tries = 0;
  }

  // What was lost waits again, unless the hand has moved that bar since.
  again() {
    clearTimeout(this.patience);
    if (!this.flying) return;
    if (away()) return (this.patience = setTimeout(() => this.again(), AWAY_MS));
    const lost = this.flying;
    this.flying = null;
    if (!this.waiting.size) this.resting = lost.resting;
    if (++this.tries < TRIES) this.waiting = after(lost.moves, this.waiting);
    this.flush();
  }

  // The newest value of a bar that Python has not answered yet.
  newest(row, column, id = row + " " + column) {
    return (this.waiting.get(id) ?? this.flying?.moves.get(id))?.[2];
  }
}

// Moves after earlier ones: the newest of each bar, in the order in which the hand made them.
function after(earlier, moves) {
  const all = new Map(earlier);
  for (const [id, move] of moves) {
    all.delete(id);
    all.set(id, move);
  }
  return all;
}

function away() {
  return document.querySelector('[data-testid="stApp"]')?.dataset.testConnectionState !== "CONNECTED";
}

const text = (moves) => JSON.stringify([...moves.values()]);

export function closed() {
  return Date.now() < closedUntil;
}

// Ask a live page for its pictures after some moves; null: take the long way.
export async function ask({ page, query }, moves) {
  if (closed()) return null;
  try {
    const question = { method: "POST", body: JSON.stringify({ query, moves }), signal: AbortSignal.timeout(ANSWER_MS / 2) };
    const response = await fetch(new URL("live/" + page, document.baseURI), question);
    if (response.ok) return await response.json();
  } catch (error) {
    console.info("live bars take the long way", error);
  }
  closedUntil = Date.now() + CLOSED_MS;
  return null;
}
