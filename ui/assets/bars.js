// Bars to read and to drag. Draws what Python says and reports what the hand does; the mathematics stays in Python.
// One message is in flight at a time: what the hand does meanwhile waits, the newest move of each bar only.
const REST_MS = 250; // after the last key, the hand rests
const ANSWER_MS = 4000; // an answer that has not come by then will not come: send again
const drawn = new WeakMap();
let made = 0; // radio buttons of one element share a name that no other element has

export default function (component) {
  const root = component.parentElement.querySelector(".bars");
  if (!drawn.has(root)) drawn.set(root, new Bars(root));
  const bars = drawn.get(root);
  bars.answer(component);
  return () => bars.stop();
}

class Bars {
  constructor(root) {
    this.root = root;
    this.shape = "";
    this.sent = 0; // number of the message in flight; 0: none
    this.count = 0;
    this.waiting = new Map(); // "row column" -> [row, column, value]
    this.resting = false; // the waiting moves end with the hand at rest
    this.hand = null; // the bar under the hand: {row, column, value}
  }

  answer({ data, setTriggerValue }) {
    this.data = JSON.parse(new TextDecoder().decode(data));
    this.trigger = setTriggerValue;
    if (this.data.answer === this.sent) this.landed();
    this.draw();
    this.flush();
  }

  landed() {
    this.sent = 0;
    clearTimeout(this.patience);
  }

  report(row, column, value, resting) {
    this.waiting.set(row + " " + column, [row, column, value]);
    this.resting = resting;
    this.flush();
  }

  flush() {
    if (this.sent || !this.waiting.size) return;
    // Numbers grow with time, so that a page that is shown again never takes an old answer for its own.
    this.sent = this.count = Math.max(this.count + 1, Date.now());
    const moves = [...this.waiting.values()];
    this.waiting.clear();
    this.patience = setTimeout(() => { this.landed(); this.flush(); }, ANSWER_MS);
    this.trigger("hand", { number: this.sent, moves, resting: this.resting });
  }

  stop() {
    clearTimeout(this.patience);
    clearTimeout(this.rest);
  }

  draw() {
    const { names, columns, edit_names, pick } = this.data;
    const shape = JSON.stringify([names.length, edit_names, pick && pick.key, columns.map((c) => [c.key, c.edit, !!c.outline])]);
    if (shape !== this.shape) this.build();
    this.shape = shape;
    this.root.setAttribute("aria-label", this.data.label);
    columns.forEach((column, c) => (this.titles[c].textContent = column.title));
    if (pick) this.pickTitle.textContent = pick.title;
    this.rows.forEach((row, i) => this.drawRow(row, i));
  }

  drawRow(row, i) {
    const { names, columns, problems, strong, pick } = this.data;
    if (row.name.tagName !== "INPUT") row.name.textContent = names[i];
    else if (document.activeElement !== row.name && row.name.value !== names[i]) row.name.value = names[i];
    row.name.title = names[i];
    row.element.toggleAttribute("data-strong", strong === i);
    if (pick) {
      row.pick.checked = pick.chosen === i;
      row.pick.setAttribute("aria-label", pick.title + ": " + names[i]);
    }
    columns.forEach((column, c) => this.drawCell(row.cells[c], column, i));
    const wrong = problems[i];
    row.problem.hidden = !wrong;
    row.problem.textContent = wrong || "";
    for (const cell of row.cells) if (cell.number.tagName === "INPUT") cell.number.setAttribute("aria-invalid", String(!!wrong));
  }

  drawCell(cell, column, i) {
    const inHand = this.hand && this.hand.cell === cell;
    const value = inHand ? this.hand.value : column.values[i];
    const [low, high] = inHand ? this.hand.range : [column.low, column.high];
    const along = column.log ? Math.log : (x) => x;
    const at = (x) => (100 * (along(Math.min(Math.max(x, low), high)) - along(low))) / (along(high) - along(low) || 1);
    const shown = value === null ? low : value;
    const zero = at(0);
    const end = at(shown);
    cell.zero.style.left = zero + "%";
    cell.fill.style.left = Math.min(zero, end) + "%";
    cell.fill.style.width = Math.abs(end - zero) + "%";
    if (cell.grip) cell.grip.style.left = end + "%";
    if (cell.outline) cell.outline.style.width = at(column.outline[i]) + "%";
    if (cell.outline) cell.outline.style.visibility = column.outline[i] > 0 ? "visible" : "hidden";
    const text = inHand ? this.write(value) : column.texts[i];
    if (cell.number.tagName !== "INPUT") cell.number.textContent = text;
    else if (document.activeElement !== cell.number && !this.data.problems[i]) cell.number.value = text;
    if (column.edit) {
      cell.track.setAttribute("aria-label", column.title + ", " + this.data.names[i]);
      cell.number.setAttribute("aria-label", column.title + ", " + this.data.names[i]);
      cell.track.setAttribute("aria-valuemin", low);
      cell.track.setAttribute("aria-valuemax", high);
      cell.track.setAttribute("aria-valuenow", shown);
      cell.track.setAttribute("aria-valuetext", text);
    }
  }

  write(value) {
    return value.toFixed(2).replace("-", "\u2212").replace(".", this.data.decimal);
  }

  build() {
    const { names, columns, edit_names, pick } = this.data;
    this.root.replaceChildren();
    this.root.style.gridTemplateColumns =
      (edit_names ? "minmax(5rem, 8rem)" : "fit-content(9rem)") +
      columns.map(() => " minmax(3rem, 1fr) max-content").join("") + (pick ? " max-content" : "");
    const head = add(this.root, "div", "bars-row bars-head");
    add(head, "span", "bars-name").textContent = "";
    this.titles = columns.map(() => add(head, "span", "bars-title"));
    if (pick) this.pickTitle = add(head, "span", "bars-pick-title");
    this.rows = names.map((_, i) => this.buildRow(i));
  }

  buildRow(i) {
    const element = add(this.root, "div", "bars-row");
    element.dataset.class = i;
    const name = add(element, this.data.edit_names ? "input" : "span", "bars-name");
    if (this.data.edit_names) {
      name.setAttribute("aria-label", this.data.name_label + " " + (i + 1));
      name.maxLength = 300;
      name.onchange = () => this.report(i, "name", name.value, true);
    }
    const cells = this.data.columns.map((column) => this.buildCell(element, column, i));
    const pick = this.data.pick && this.buildPick(element, i);
    const problem = add(element, "div", "bars-problem");
    problem.setAttribute("role", "alert");
    return { element, name, cells, pick, problem };
  }

  buildPick(row, i) {
    const radio = add(row, "input", "bars-pick");
    radio.type = "radio";
    radio.name = "pick " + this.data.pick.key + " " + (this.id ??= ++made);
    radio.onchange = () => this.report(i, this.data.pick.key, 1, true);
    return radio;
  }

  buildCell(row, column, i) {
    const track = add(row, "div", "bars-track");
    track.style.setProperty("--color", "var(--" + column.color + ")");
    const cell = { track, key: column.key, row: i };
    cell.zero = add(track, "div", "bars-zero");
    cell.fill = add(track, "div", "bars-fill");
    if (column.outline) cell.outline = add(track, "div", "bars-outline");
    cell.number = add(row, column.edit ? "input" : "span", "bars-value");
    if (column.edit) this.makeEditable(cell);
    return cell;
  }

  makeEditable(cell) {
    const { track, number } = cell;
    cell.grip = add(track, "div", "bars-grip");
    track.setAttribute("role", "slider");
    track.tabIndex = 0;
    track.onkeydown = (event) => this.key(cell, event);
    track.onpointerdown = (event) => this.grab(cell, event);
    track.onpointermove = (event) => this.drag(cell, event);
    track.onpointerup = track.onpointercancel = (event) => this.release(cell, event);
    number.inputMode = "decimal";
    number.autocomplete = "off";
    number.onfocus = () => number.select();
    number.onkeydown = (event) => event.key === "Enter" && number.blur();
    number.onchange = () => { number.setAttribute("aria-invalid", "false"); this.report(cell.row, cell.key, number.value, true); };
  }

  column(cell) {
    return this.data.columns.find((column) => column.key === cell.key);
  }

  // The range in which a bar is drawn stays as it was when the hand took the bar: nothing slips from under it.
  take(cell, value) {
    const { low, high } = this.column(cell);
    const range = this.hand && this.hand.cell === cell ? this.hand.range : [low, high];
    this.hand = { cell, range, value };
  }

  grab(cell, event) {
    if (event.button) return;
    cell.track.setPointerCapture(event.pointerId);
    cell.track.focus({ preventScroll: true });
    this.take(cell, 0);
    this.pulling = true;
    this.drag(cell, event);
    event.preventDefault();
  }

  drag(cell, event) {
    if (!this.pulling || !this.hand || this.hand.cell !== cell) return;
    const box = cell.track.getBoundingClientRect();
    const [low, high] = this.hand.range;
    const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    const value = this.column(cell).log
      ? Number((low * (high / low) ** share).toPrecision(3))
      : Math.round(100 * (low + share * (high - low))) / 100;
    if (value === this.hand.value && event.type === "pointermove") return;
    this.hand.value = value;
    this.drawCell(cell, this.column(cell), cell.row);
    this.report(cell.row, cell.key, value, false);
  }

  release(cell) {
    if (!this.pulling) return;
    this.pulling = false;
    const { value } = this.hand;
    this.hand = null;
    this.keep(cell, value);
    this.report(cell.row, cell.key, value, true);
  }

  // Until Python answers, the bar stays where the hand left it.
  keep(cell, value) {
    const column = this.column(cell);
    column.values[cell.row] = value;
    column.texts[cell.row] = this.write(value);
  }

  key(cell, event) {
    const column = this.column(cell);
    const steps = event.shiftKey || event.key.startsWith("Page") ? 10 : 1;
    const now = this.hand && this.hand.cell === cell ? this.hand.value : column.values[cell.row] ?? column.low;
    const more = column.log ? now * (1 + column.edit) ** steps : now + column.edit * steps;
    const less = column.log ? now / (1 + column.edit) ** steps : now - column.edit * steps;
    const to = { ArrowRight: more, ArrowUp: more, PageUp: more, ArrowLeft: less, ArrowDown: less, PageDown: less,
      Home: column.low, End: column.high }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const [floor, ceiling] = column.bounds;
    const value = Math.round(1e6 * Math.min(Math.max(to, floor), ceiling)) / 1e6;
    this.take(cell, value);
    this.drawCell(cell, column, cell.row);
    this.report(cell.row, cell.key, value, false);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.settle(cell), REST_MS);
  }

  settle(cell) {
    if (!this.hand || this.hand.cell !== cell || this.pulling) return;
    const { value } = this.hand;
    this.hand = null;
    this.keep(cell, value);
    this.report(cell.row, cell.key, value, true);
  }
}

function add(parent, tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  parent.append(element);
  return element;
}
