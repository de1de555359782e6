// What an element of bars is made of: a row of titles, and for each class a name, its bars and its fields. Built once
// for each shape; `bars.js` draws in it, and follows the hand.
const { add } = await import(new URL("drawing.js" + new URL(import.meta.url).search, import.meta.url));

const SHOWN_DIGITS = 6; // of a number that is about to be typed over; the number itself keeps all
let made = 0; // what one element names, a group of radio buttons or a message, no other element does

// To a screen reader it is a table: a cell is said with its row and its column. What holds a slider and a field is no box.
const cellIn = (row, role = "cell") => add(row, "span", "bars-cell", role);

export class Rows {
  build() {
    const { names, columns, edit_names, pick } = this.data;
    this.root.replaceChildren();
    this.root.onscroll = () => this.draw(this.inSight());
    this.hand = this.typed = null;
    const template = (shown, widest) => (edit_names ? `minmax(3.5rem, var(--widest-name, ${widest}rem))` : `fit-content(var(--widest-name, ${widest + 1}rem))`) +
      columns.map((c) => (c.words ? (shown(c) ? " max-content" : "") : (shown(c) && c.weight ? ` minmax(var(--least-track, 2.5rem), ${c.weight}fr)` : "") + " max-content")).join("") + (pick ? " max-content" : "");
    this.root.style.setProperty("--wide", template(() => true, 8));
    this.root.style.setProperty("--narrow", template((column) => !column.minor, 5));
    const head = add(this.root, "div", "bars-row bars-head", "row");
    add(head, "span", "bars-name", "cell");
    this.titles = columns.map((column) => this.buildTitle(head, column));
    if (pick) this.pickTitle = add(head, "span", "bars-pick-title", "columnheader");
    this.rows = names.map((_, i) => this.buildRow(i));
  }

  // Which rows can be seen, where they scroll: the others wait until the hand rests, or until they are scrolled to.
  inSight() {
    const { scrollTop, clientHeight, scrollHeight } = this.root;
    if (scrollHeight <= clientHeight) return () => true;
    const row = scrollHeight / this.rows.length;
    return (i) => i > scrollTop / row - 4 && i < (scrollTop + clientHeight) / row + 4;
  }

  buildTitle(head, column) {
    const title = add(head, "span", (column.words ? "bars-word" : "bars-title") + (column.minor ? " bars-minor" : ""), "columnheader");
    title.dataset.column = column.key;
    title.toggleAttribute("data-bare", column.weight === 0);
    return { arrow: add(title, "span", "bars-arrow"), text: add(title, "span", "") };
  }

  buildRow(i) {
    const element = add(this.root, "div", "bars-row", "row");
    element.dataset.class = i;
    const name = add(cellIn(element, "rowheader"), this.data.edit_names ? "input" : "span", "bars-name");
    if (this.data.edit_names) {
      name.autocomplete = "off";
      this.makeTyped(name, i, () => this.data.names[i], (text) => this.post.put(i, "name", text, true));
    }
    const cells = this.data.columns.map((column) => this.buildCell(element, column, i));
    const pick = this.data.pick && this.buildPick(element, i);
    const problem = add(element, "div", "bars-problem", "cell");
    problem.said = add(problem, "div", "");
    problem.said.setAttribute("aria-atomic", "false"); // a field's message is heard without those of the fields beside it
    problem.id = `bars-problem-${(this.id ??= ++made)}-${i}`;
    return { element, name, cells, pick, problem };
  }

  buildPick(row, i) {
    const radio = add(cellIn(row), "input", "bars-pick");
    radio.type = "radio";
    radio.name = "pick " + this.data.pick.key + " " + (this.id ??= ++made);
    radio.onchange = () => this.post.put(i, this.data.pick.key, i, true, "pick");
    return radio;
  }

  buildWord(row, column, i) {
    const number = add(column.edit ? cellIn(row) : row, column.edit ? "input" : "span", "bars-word" + (column.minor ? " bars-minor" : ""), column.edit ? "" : "cell");
    number.dataset.column = column.key;
    if (column.edit) {
      number.autocomplete = "off";
      number.spellcheck = false;
      if (column.bits) number.inputMode = "numeric";
      number.placeholder = " "; // so that a style sheet knows an empty field
      this.makeTyped(number, i, () => this.column({ key: column.key }).texts[i], (text) => this.post.put(i, column.key, text, true));
    }
    return { key: column.key, row: i, number };
  }

  buildCell(row, column, i) {
    if (column.words) return this.buildWord(row, column, i);
    const place = column.edit ? cellIn(row) : row;
    const track = add(place, "div", "bars-track");
    track.classList.toggle("bars-minor", column.minor);
    track.hidden = column.weight === 0;
    track.style.setProperty("--color", "var(--" + column.color + ")");
    const cell = { track, key: column.key, row: i };
    cell.zero = add(track, "div", "bars-zero");
    cell.fill = add(track, "div", "bars-fill");
    if (column.outline) cell.outline = add(track, "div", "bars-outline");
    cell.number = add(place, column.edit ? "input" : "span", "bars-value", column.edit ? "" : "cell");
    track.dataset.column = cell.number.dataset.column = column.key;
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
    track.onpointerup = (event) => this.release(cell, event);
    track.onpointercancel = () => this.letGo(cell);
    track.onlostpointercapture = () => this.release(cell);
    number.inputMode = this.column(cell).low < 0 ? "text" : "decimal"; // the keys of "decimal" have no minus on every phone
    number.autocomplete = "off";
    const shown = () => this.column(cell).texts[cell.row];
    this.makeTyped(number, cell.row, shown, (text) => {
      if (this.hand?.cell === cell) this.hand = null;
      this.post.put(cell.row, cell.key, text, true);
    });
    number.addEventListener("focus", () => {
      const value = this.column(cell).values[cell.row];
      if (value !== null && number.getAttribute("aria-invalid") !== "true") number.value = this.local(String(Number(value.toPrecision(SHOWN_DIGITS))));
      number.select();
    });
    number.addEventListener("blur", () => {
      if (!number.dirty) this.refresh(cell);
    });
  }

  // A field that is typed into: Enter or leaving sends the text, Escape takes it back.
  makeTyped(field, row, shown, send) {
    const commit = () => {
      if (!field.dirty) return;
      field.dirty = false;
      this.typed = row;
      field.over = shown();
      send(field.value);
    };
    field.oninput = () => (field.dirty = true);
    field.onblur = commit;
    field.onkeydown = (event) => {
      if (event.key === "Enter") commit();
      if (event.key !== "Escape") return;
      field.value = shown();
      field.dirty = field.getAttribute("aria-invalid") === "true"; // then Python hears of it, and its message goes
      commit();
    };
  }
}
