// What of a page is live: all elements that follow a hand, and what the newest answer shows in them.
const { Channel, patched } = await import(new URL("channel.js" + new URL(import.meta.url).search, import.meta.url));

const elements = new Map(); // key -> element with {data, post, redraw(picture)}
const pages = new Map(); // name -> Page

export const shown = elements;

// The page of an element that is live, or undefined.
export function pageOf({ data }) {
  if (!data?.live) return undefined;
  const { page } = data.live;
  if (!pages.has(page)) pages.set(page, new Page(page));
  return pages.get(page);
}

class Page {
  constructor(name) {
    this.name = name;
    this.channel = new Channel(name, (number, changes) => this.heard(number, changes), () => this.lost());
    this.state = null; // {query, pictures} of the newest answer
    this.answers = []; // [number, changes] of those that are not drawn yet
    this.asked = []; // [number, stamp of the newest that was drawn when it was asked] of the questions that are not answered
    this.missed = new Set(); // keys of pictures that an answer did not lay over newer ones of Streamlit's
    this.obsolete = 0; // Streamlit has drawn something else since this question
    this.expected = ""; // what Streamlit will say once it has heard of what is drawn already
  }

  closed() {
    return this.channel.closed();
  }

  // Ask for what is to be seen after what the hand did, in this element and before in others, since Streamlit drew.
  ask(element) {
    const others = this.elements().filter((other) => other !== element && other.post.moves.size);
    const moves = [...others, element].flatMap(({ post }) => [...post.moves.values()]);
    this.seen = newest();
    const anew = element.post.begins && !others.length;
    element.post.begins = false;
    const number = this.channel.ask(element.data.live.query, moves, anew);
    this.asked.push([number, this.seen]);
    return number;
  }

  heard(number, changes) {
    this.answers.push([number, changes]);
    this.drawing ??= requestAnimationFrame(() => this.draw());
  }

  // Answers do not come evenly. Of two in one frame the second waits for the next; of more, all but the last do not.
  draw() {
    const changed = this.missed;
    this.missed = new Set();
    let number;
    do number = this.take(changed);
    while (this.answers.length > 1);
    this.drawing = this.answers.length ? requestAnimationFrame(() => this.draw()) : null;
    if (number <= this.obsolete) return;
    for (const { post } of this.elements()) post.shown(number);
    const seen = this.seenAt(number);
    for (const key of changed) if (!show(key, this.state.pictures[key], seen)) this.missed.add(key);
    for (const { post } of this.elements()) post.settle();
  }

  // The stamp of the newest that was drawn when a question was asked. Streamlit draws an element after the other: of what
  // it draws since, it says only with the bars whether that counts.
  seenAt(number) {
    const seen = this.asked.findLast(([asked]) => asked <= number)?.[1] ?? this.seen;
    this.asked = this.asked.filter(([asked]) => asked > number);
    return seen;
  }

  // Take the next answer in, note which pictures it changes, and return its number.
  take(changed) {
    const [number, changes] = this.answers.shift();
    const pictures = Array.isArray(changes) ? changes[0].pictures : changes.pictures;
    this.state = patched(this.state, changes);
    for (const key of Object.keys(Array.isArray(pictures) ? pictures[0] : pictures ?? {})) changed.add(key);
    return number;
  }

  // Streamlit drew an element. Is it what the hand knows already, or something else that counts from now on?
  redrawn(query) {
    for (const { post } of this.elements()) post.begin?.(query);
    if (this.busy() && JSON.stringify(query) === this.expected) return false;
    this.obsolete = this.channel.last;
    for (const { post } of this.elements()) post.unasked();
    return true;
  }

  busy() {
    return this.elements().some(({ post }) => post.moves.size);
  }

  // Streamlit was told what is drawn already.
  tell() {
    this.expected = JSON.stringify(this.state.query);
    return this.state.query;
  }

  // And has answered: elements that it did not draw again show that state, too.
  settled(query) {
    for (const { data } of this.elements()) data.live.query = query;
  }

  lost() {
    for (const { post } of this.elements()) post.lost();
  }

  elements() {
    return [...elements.values()].filter(({ data }) => data.live?.page === this.name);
  }
}

// The stamp of the newest that Streamlit drew, as far as it has come to the page.
function newest() {
  const words = [...document.querySelectorAll("[data-live]")].map((place) => Number(place.dataset.live));
  return Math.max(...words, ...[...elements.values()].map(({ data }) => data.run));
}

// Show a picture where nothing newer is drawn than that stamp; returns whether nothing was.
export function show(key, picture, seen = Infinity) {
  if (typeof picture === "object" && !Array.isArray(picture)) return elements.get(key)?.redraw(picture), true;
  const html = Array.isArray(picture) ? picture.join("") : picture;
  const places = [...document.querySelectorAll(`.st-key-${key} [data-live]`)]; // none, where its tab was left meanwhile
  const older = places.filter((place) => Number(place.dataset.live) <= seen);
  for (const place of older) place.innerHTML = html;
  return older.length === places.length;
}
