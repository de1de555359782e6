// What the hand does, on its way to Python: by the live way of its page while that is open, and to Streamlit, who hears
// of it when the hand rests, or of everything where there is no live way.
const ANSWER_MS = 4000; // an answer of Streamlit's that has not come by then will not come: tell again
const TRIES = 5;
const AWAY_MS = 250; // while nobody is there to hear it, it waits, however long that takes

export class Post {
  // `live()`: the live page, or undefined; `ask()`: ask it, returns the question's number; `send(message)`: tell Streamlit.
  constructor(live, ask) {
    this.live = live;
    this.ask = ask;
    this.moves = new Map(); // "row column" -> [row, column, value]: what Streamlit has not answered
    this.untold = new Map(); // of these, what it was not told either
    this.fresh = new Map(); // and what no answer at all shows: id -> {move, number of the question}
    this.flying = null; // {number, moves, resting, drawn}: what Streamlit was told
    this.begins = false; // the hand has begun anew: all that it did before is settled
    this.resting = false; // what is untold ends with the hand at rest
    this.last = 0;
    this.tries = 0;
  }

  put(row, column, value, resting, id = row + " " + column) {
    const move = [row, column, value];
    const asked = this.fresh.get(id);
    const same = this.moves.get(id)?.[2] === value; // the hand only says that it rests
    this.begins ||= !this.moves.size;
    this.moves = after(this.moves, new Map([[id, move]]));
    this.untold = after(this.untold, new Map([[id, move]]));
    if (asked || !same) this.fresh.set(id, { move, number: same ? asked.number : Infinity });
    this.resting = resting;
    this.go();
  }

  go() {
    const live = this.live();
    if (!live || live.closed()) return this.tell();
    const unasked = [...this.fresh.values()].filter(({ number }) => number === Infinity);
    if (!unasked.length) return this.settle();
    const number = this.ask();
    for (const fresh of unasked) fresh.number = number;
  }

  // A live answer is drawn, which knows all that was asked so far.
  shown(number) {
    for (const [id, fresh] of this.fresh) if (fresh.number <= number) this.fresh.delete(id);
  }

  settle() {
    if (this.resting && !this.fresh.size) this.tell();
  }

  // No live answer will come: by another way, if there is one.
  lost() {
    this.unasked();
    if (this.fresh.size) this.go();
  }

  unasked() {
    for (const fresh of this.fresh.values()) fresh.number = Infinity;
  }

  tell() {
    if (this.flying || !this.untold.size) return;
    // Numbers grow with time, so that a page that is shown again never takes an old answer for its own.
    this.last = Math.max(this.last + 1, Date.now());
    const drawn = this.resting && !!this.live()?.state && ![...this.untold.keys()].some((id) => this.fresh.has(id));
    const moves = [...this.untold.values()];
    this.flying = { number: this.last, moves: this.untold, resting: this.resting, query: drawn ? this.live().tell() : null };
    this.untold = new Map();
    this.patience = setTimeout(() => this.again(), ANSWER_MS);
    this.send({ number: this.last, moves, resting: this.resting, drawn, seen: this.live()?.seen });
  }

  // The hand goes elsewhere: Streamlit hears at once what it does not know, ahead of what the hand does there.
  hurry() {
    if (!this.untold.size) return;
    this.takeBack();
    this.resting = true;
    this.tell();
  }

  // Streamlit has answered. Returns whether the hand has gone on since.
  answered(number) {
    if (this.flying?.number !== number) return this.untold.size > 0;
    clearTimeout(this.patience);
    const { moves, query } = this.flying;
    this.flying = null;
    this.tries = 0;
    for (const [id, move] of moves) if (this.fresh.get(id)?.move === move) this.fresh.delete(id);
    if (query && !this.untold.size) this.live()?.settled(query);
    if (!query || !this.untold.size) this.moves = new Map(this.untold); // else they still count from where the hand started
    return this.untold.size > 0;
  }

  // What was lost is told again, unless the hand has moved that bar since.
  again() {
    clearTimeout(this.patience);
    if (!this.flying) return;
    if (away()) return (this.patience = setTimeout(() => this.again(), AWAY_MS));
    const { resting } = this.flying;
    if (!this.untold.size) this.resting = resting;
    if (++this.tries < TRIES) this.takeBack();
    this.flying = null;
    this.tell();
  }

  takeBack() {
    if (!this.flying) return;
    clearTimeout(this.patience);
    this.untold = after(this.flying.moves, this.untold);
    this.flying = null;
  }

  // The newest value of a bar that no answer shows yet. What was typed may be wrong, and only Streamlit says so.
  newest(row, column, id = row + " " + column) {
    const typed = this.moves.get(id)?.[2];
    return this.fresh.get(id)?.move[2] ?? (typeof typed === "string" ? typed : undefined);
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
