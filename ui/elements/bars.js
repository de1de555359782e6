// Bars to read and to drag. Draws what Python says and reports what the hand does; the mathematics stays in Python.
// The modules beside this one carry its version: a new one is never taken from a cache.
const beside = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const [{ Post }, { pageOf, shown }, { add, mark, place, rounded, say, set }, { Rows }] = await Promise.all(["post.js", "live_page.js", "drawing.js", "rows.js"].map(beside));

const REST_MS = 250; // after the last key, the hand rests
const ALL_LIVE_MS = 1000; // and after anything, where nothing but the link waits for its rest
const TOUCH_PX = 6; // a finger that went less far sideways has not begun to drag
const GRIP_PX = 6; // who takes a bar so near to its end has taken hold of it: it does not jump to the pointer
const drawn = new WeakMap();

export default function (component) {
  const root = component.parentElement.querySelector(".bars");
  if (!drawn.has(root)) drawn.set(root, new Bars(root));
  const bars = drawn.get(root);
  bars.answer(component);
  return () => bars.stop();
}

class Bars extends Rows {
  constructor(root) {
    super();
    this.root = root;
    this.shape = "";
    this.post = new Post(() => pageOf(this), () => pageOf(this).ask(this));
    this.hand = null; // the bar under the hand: {cell, value, start, low, high}
    root.addEventListener("focusout", (event) => root.contains(event.relatedTarget) || this.leave());
  }

  answer({ data, setTriggerValue }) {
    const said = JSON.parse(new TextDecoder().decode(data));
    const renewed = this.data && said.visit !== this.data.visit;
    this.post.send = (message) => setTriggerValue("hand", message);
    this.post.answered(said.answer);
    if (said.run !== this.data?.run) this.accept(said); // else nothing is new, and a live answer may be newer
    this.allLive = this.data.live?.all_live; // as Streamlit drew the page: it may have marked what a hand changes
    shown.set(this.data.key, this);
    this.draw();
    if (renewed) this.post.again(); // the server that it was sent to is gone
    if (this.post.untold.size) this.post.go();
  }

  // Streamlit drew the element again. A hand that has gone on since knows better what is to be seen.
  accept(said) {
    const { data } = this;
    this.data = said;
    if (!said.live) return;
    const anew = pageOf(this).redrawn(said.live.query);
    if (!anew && data) this.data = { ...data, run: said.run, answer: said.answer, problems: said.problems };
    else for (const bars of shown.values()) bars.again();
  }

  // What the hand did counts from another state now.
  again() {
    if (this.data.live && this.hand?.moved) this.move(this.hand.value, false);
    else if (this.post.fresh.size) this.post.go();
  }

  // A live answer says nothing of what was typed in vain: that message stays, until Python takes it back.
  redraw(picture) {
    const { problems, run, answer, live, visit } = this.data;
    this.data = { ...picture, problems, run, answer, live, visit };
    this.draw(this.inSight());
  }

  stop() {
    clearTimeout(this.post.patience);
    clearTimeout(this.rest);
    if (shown.get(this.data.key) === this) shown.delete(this.data.key);
  }

  draw(sees = () => true) {
    const { label, names, columns, edit_names, pick } = this.data;
    this.root.toggleAttribute("data-many", names.length > 8);
    const shape = JSON.stringify([names.length, edit_names, pick?.key, columns.map((c) => [c.key, c.color, c.minor, c.weight, c.words, !!c.edit, !!c.outline])]);
    if (shape !== this.shape) this.build();
    this.shape = shape;
    set(this.root, "aria-label", label);
    columns.forEach((column, c) => {
      say(this.titles[c].text, column.title);
      say(this.titles[c].arrow, column.arrow ? column.arrow + " " : "");
    });
    if (pick) say(this.pickTitle, pick.title);
    this.rows.forEach((row, i) => sees(i) && this.drawRow(row, i));
  }

  drawRow(row, i) {
    const { names, columns, strong, pick } = this.data;
    const problems = this.data.problems.filter(([at]) => at === i);
    const wrong = (key) => problems.some(([, column]) => column === key || column === null);
    this.drawName(row.name, i, wrong("name"));
    row.element.toggleAttribute("data-strong", strong === i);
    row.element.toggleAttribute("data-target", columns.some(({ outline }) => outline?.[i] === 1));
    if (pick) {
      row.pick.checked = (this.post.newest(0, pick.key, "pick") ?? pick.chosen) === i;
      set(row.pick, "aria-label", pick.title + ": " + names[i]);
    }
    columns.forEach((column, c) => this.drawCell(row.cells[c], column, i, wrong(column.key)));
    this.drawProblems(row.problem, problems, i);
  }

  // What is wrong is heard at once where it was typed; in another row (two codewords clash) it can be read there.
  drawProblems({ said }, problems, i) {
    said.parentElement.hidden = !problems.length;
    if (this.typed === i) set(said, "role", "alert");
    else said.removeAttribute("role");
    const kept = new Map([...said.children].map((part) => [part.dataset.field, part]));
    problems.forEach((problem, n) => {
      const field = String(problem[1]);
      const part = kept.get(field) ?? add(said, "span", "");
      part.dataset.field = field;
      say(part, (n ? " · " : "") + this.message(problem));
      kept.delete(field);
    });
    for (const part of kept.values()) part.remove();
  }

  // Where a row has several fields, a message names its own.
  message([, key, text]) {
    const fields = this.data.columns.filter((column) => column.edit);
    const field = fields.length > 1 && fields.find((column) => column.key === key);
    return field ? `${field.title}: ${text}` : text;
  }

  drawName(name, i, wrong) {
    const text = this.data.names[i];
    set(name, "title", text);
    if (name.tagName !== "INPUT") return say(name, text);
    set(name, "aria-label", `${this.data.name_label} ${i + 1}`);
    mark(name, wrong, this.rows[i].problem);
    this.drawTyped(name, text, wrong, this.post.newest(i, "name"));
  }

  // A cell of words: what stands there is read, or typed over.
  drawWord({ number }, column, i, wrong) {
    const text = column.texts[i];
    set(number, "data-title", column.title);
    if (!column.edit) return say(number, text);
    set(number, "data-mark", column.marks[i] ?? "");
    set(number, "aria-label", column.title + ", " + this.data.names[i]);
    mark(number, wrong, this.rows[i].problem);
    this.drawTyped(number, text, wrong, this.post.newest(i, column.key));
  }

  // What was typed in vain stays in its field, until the text that it was to replace is another.
  drawTyped(field, text, wrong, newest) {
    if (wrong && field.over === text) return;
    if (!field.dirty && newest === undefined && field.value !== text) field.value = text;
  }

  // What the hand said last is drawn, until Python has answered it.
  drawCell(cell, column, i, wrong) {
    if (column.words) return this.drawWord(cell, column, i, wrong);
    const held = this.hand?.cell === cell ? this.hand : null;
    const newest = held ? held.value : this.post.newest(i, column.key);
    const moved = typeof newest === "number";
    const value = moved ? newest : column.values[i];
    const text = moved ? this.write(value, column.digits) : column.texts[i];
    const { low, high } = held ?? column;
    const label = column.title + ", " + this.data.names[i];
    const typed = (wrong && cell.number.over !== undefined) || typeof newest === "string" || cell.number.dirty;
    const picture = JSON.stringify([value, text, low, high, column.outline?.[i], label, wrong, typed]);
    if (picture === cell.picture) return;
    cell.picture = picture;
    const zero = place(column.log ? 1 : 0, low, high, column.log); // what neither grows nor shrinks
    const end = place(value ?? (text ? low : 0), low, high, column.log); // no number at all is no bar
    cell.zero.style.left = zero + "%";
    cell.fill.style.left = Math.min(zero, end) + "%";
    cell.fill.style.width = Math.abs(end - zero) + "%";
    if (column.color === "gradient") cell.fill.style.setProperty("--color", value < 0 ? "var(--y)" : "var(--p)");
    if (cell.outline) {
      cell.outline.style.width = place(column.outline[i], low, high, column.log) + "%";
      cell.outline.style.visibility = column.outline[i] > 0 ? "visible" : "hidden";
    }
    if (!column.edit) return say(cell.number, text);
    if (!typed) cell.number.value = text;
    cell.grip.style.left = end + "%";
    set(cell.number, "aria-label", label);
    mark(cell.number, wrong, this.rows[i].problem);
    set(cell.track, "aria-label", label);
    set(cell.track, "aria-valuemin", low);
    set(cell.track, "aria-valuemax", high);
    set(cell.track, "aria-valuenow", value ?? low);
    set(cell.track, "aria-valuetext", text);
  }

  // As Python writes a number: the language's decimal sign, a true minus, powers of ten for the very large.
  write(value, digits) {
    const plain = Math.abs(value) < 1e5;
    return this.local(plain ? value.toFixed(digits) : value.toExponential(1));
  }

  local(text) {
    return text.replace("-", "\u2212").replace(".", this.data.decimal);
  }

  column(cell) {
    return this.data.columns.find((column) => column.key === cell.key);
  }

  refresh(cell) {
    cell.picture = "";
    const wrong = this.data.problems.some(([row, key]) => row === cell.row && (key === cell.key || key === null));
    this.drawCell(cell, this.column(cell), cell.row, wrong);
  }

  // The range in which a bar is drawn stays as it was when the hand took the bar: nothing slips from under it.
  take(cell) {
    if (this.hand?.cell === cell) return this.hand;
    this.settle();
    const { values, low, high } = this.column(cell);
    const newest = this.post.newest(cell.row, cell.key);
    const value = typeof newest === "number" ? newest : values[cell.row];
    return (this.hand = { cell, value, start: value, low, high });
  }

  move(value, resting) {
    const { cell } = this.hand;
    this.hand.value = value;
    if (resting) this.hand = null;
    this.post.put(cell.row, cell.key, value, resting);
    this.refresh(cell);
  }

  // A finger that only passes over a bar to scroll the page moves nothing: the browser cancels its pointer.
  grab(cell, event) {
    if (event.button) return;
    cell.track.setPointerCapture(event.pointerId);
    cell.track.focus({ preventScroll: true });
    this.take(cell);
    clearTimeout(this.rest);
    const { hand } = this;
    hand.box = cell.track.getBoundingClientRect();
    hand.moved = false;
    const end = hand.box.left + (hand.box.width * parseFloat(cell.grip.style.left)) / 100;
    hand.held = Math.abs(end - event.clientX) <= GRIP_PX;
    hand.off = hand.held ? end - event.clientX : 0;
    hand.from = event.pointerType === "touch" || hand.held ? event.clientX : null;
    hand.play = event.pointerType === "touch" ? TOUCH_PX : 1;
    if (hand.from === null) this.drag(cell, event);
    event.preventDefault();
  }

  drag(cell, event) {
    const { hand } = this;
    if (hand?.cell !== cell || !hand.box) return;
    if (hand.from !== null && event.type === "pointermove" && Math.abs(event.clientX - hand.from) < hand.play) return;
    hand.from = null;
    const share = Math.min(Math.max((event.clientX + hand.off - hand.box.left) / hand.box.width, 0), 1);
    const near = this.column(cell).log
      ? Number((hand.low * (hand.high / hand.low) ** share).toPrecision(2))
      : rounded(hand.low * (1 - share) + hand.high * share, hand.high / 250 - hand.low / 250);
    const value = Math.min(Math.max(near, hand.low), hand.high);
    hand.moved = true;
    if (value !== hand.value) this.move(value, false);
  }

  release(cell, event) {
    const { hand } = this;
    if (hand?.cell !== cell || !hand.box) return;
    if (event && !hand.moved && !hand.held) this.drag(cell, event); // a tap
    hand.box = null;
    if (!hand.moved && hand.value === hand.start) this.hand = null;
    else if (!hand.moved) this.pause(); // it was moved before, and still has to come to rest
    else if (this.allLive) this.pause();
    else this.move(hand.value, true);
  }

  // The browser took the finger for itself, to scroll: what it moved on its way goes back.
  letGo(cell) {
    const { hand } = this;
    if (hand?.cell !== cell || !hand.box) return;
    if (hand.moved && hand.start !== null) this.move(hand.start, true);
    this.hand = null;
  }

  key(cell, event) {
    if (event.key === "Escape" && this.hand?.cell === cell && this.hand.start !== null) return this.move(this.hand.start, true);
    const column = this.column(cell);
    const { low, high } = this.hand?.cell === cell ? this.hand : column;
    const now = this.hand?.cell === cell ? this.hand.value : this.post.newest(cell.row, cell.key) ?? column.values[cell.row];
    const steps = event.shiftKey || event.key.startsWith("Page") ? 10 : 1;
    const by = (n) => (column.log ? (now ?? low) * (1 + column.edit) ** n : (now ?? low) + column.edit * n);
    const to = { ArrowRight: by(steps), ArrowUp: by(steps), PageUp: by(steps), ArrowLeft: by(-steps), ArrowDown: by(-steps),
      PageDown: by(-steps), Home: low, End: high }[event.key];
    if (typeof to !== "number" || Number.isNaN(to)) return;
    event.preventDefault();
    const [floor, ceiling] = column.bounds;
    const value = Math.min(Math.max(to, floor), ceiling);
    this.take(cell).moved = true;
    this.move(Math.abs(value) < 1e9 ? Math.round(1e6 * value) / 1e6 : value, false);
    this.pause();
  }

  pause() {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.settle(), this.allLive ? ALL_LIVE_MS : REST_MS);
  }

  // The hand goes elsewhere, and does not take a bar along.
  leave() {
    if (this.hand?.box) return;
    this.settle();
    this.post.hurry();
  }

  // The hand rests: after a while without a move, or when it takes another bar.
  settle() {
    clearTimeout(this.rest);
    if (this.hand && !this.hand.box && this.hand.value !== null) this.move(this.hand.value, true);
    this.hand = null;
  }
}

// What the hand does next may ask Python, who must know what it did before.
const leave = (at) => [...shown.values()].forEach((bars) => bars.root.contains(at) || bars.leave());
document.addEventListener("pointerdown", (event) => leave(event.target), true);
document.addEventListener("visibilitychange", () => leave(null));
addEventListener("blur", () => leave(null));
