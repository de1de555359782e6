// The data and what the network says everywhere: regions by class and certainty, points, the chosen one; or the
// weights as pictures, where the data are pictures.
const beside = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { store, element, shape, rgb, dark, color } = await beside("store.js");
const drawn = new WeakMap();
const FINE = 3; // pixels drawn between two of the bytes
const REACH_PX = 12; // a click this near to a point means the point

export default function (component) {
  const root = component.parentElement.querySelector(".train-regions");
  const { words, drawing } = JSON.parse(new TextDecoder().decode(component.data));
  if (!drawn.has(root)) drawn.set(root, new Regions(root));
  const regions = drawn.get(root);
  Object.assign(regions, { words, drawing });
  store.listen("regions", regions.draw);
  return () => store.leave("regions", regions.draw);
}

class Regions {
  constructor(root) {
    this.root = root;
    this.adding = null; // the class that a click adds a point of
    this.cursor = [0, 0]; // where the keys stand, while no place is chosen
    this.draw = () => this.show();
    this.field = element("canvas", { className: "train-field" });
    this.marks = element("canvas", { className: "train-marks", tabIndex: 0 });
    this.marks.setAttribute("role", "application"); // its keys are its own
    this.invite = element("p", { className: "train-invite" });
    this.plane = element("div", { className: "train-plane" }, this.field, this.marks, this.invite);
    this.weights = element("div", { className: "train-weights" });
    this.tools = element("div", { className: "train-tools" });
    root.append(this.plane, this.weights, this.tools);
    this.marks.addEventListener("click", (event) => this.press(event)); // a finger that scrolls on it sets nothing
    this.marks.addEventListener("keydown", (event) => this.key(event));
    for (const turn of ["focus", "blur"]) this.marks.addEventListener(turn, () => this.drawMarks());
    new ResizeObserver(() => this.show()).observe(this.plane);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.show());
  }

  show() {
    const { points, weights } = store.picture;
    this.plane.hidden = !points?.at.length && !!weights;
    this.weights.hidden = !this.plane.hidden;
    if (weights) this.drawWeights(weights);
    const empty = points && !points.at.length && !weights;
    this.invite.hidden = !empty;
    if (this.invite.textContent !== this.words.invite) this.invite.textContent = this.words.invite;
    if (empty) this.adding ??= 0;
    this.marks.setAttribute("aria-label", this.words.plane);
    if (!this.plane.hidden) {
      this.drawField();
      this.drawMarks();
    }
    this.drawTools();
  }

  // Between the bytes the probabilities are interpolated, and then the largest is taken: borders stay sharp.
  drawField() {
    const { planes, picture } = store;
    const { pixels: n, classes } = picture;
    const side = (n ?? 2) * FINE;
    const context = this.field.getContext("2d");
    if (this.field.width !== side) this.field.width = this.field.height = side;
    if (!planes) return context.clearRect(0, 0, side, side);
    const ground = dark(this.root) ? [24, 28, 34] : [255, 255, 255];
    const colors = Array.from({ length: classes }, (_, k) => rgb(color(k)));
    const image = context.createImageData(side, side);
    for (let y = 0, at = 0; y < side; y++) {
      const v = Math.min(Math.max((y + 0.5) / FINE - 0.5, 0), n - 1.001), j = v | 0, b = v - j;
      for (let x = 0; x < side; x++, at += 4) {
        const u = Math.min(Math.max((x + 0.5) / FINE - 0.5, 0), n - 1.001), i = u | 0, a = u - i;
        let best = 0, most = -1;
        for (let k = 0, o = j * n + i; k < classes; k++, o += n * n) {
          const p = (1 - b) * ((1 - a) * planes[o] + a * planes[o + 1]) + b * ((1 - a) * planes[o + n] + a * planes[o + n + 1]);
          if (p > most) (most = p), (best = k);
        }
        const sure = Math.max(0, (most / 255 - 1 / classes) / (1 - 1 / classes));
        const share = 0.06 + 0.64 * sure;
        for (let c = 0; c < 3; c++) image.data[at + c] = ground[c] + share * (colors[best][c] - ground[c]);
        image.data[at + 3] = 255;
      }
    }
    context.putImageData(image, 0, 0);
  }

  drawMarks() {
    const { points, chosen, borders, arrows } = store.picture;
    const size = this.plane.clientWidth, scale = devicePixelRatio || 1;
    if (!size || !points) return this.marks.getContext("2d").clearRect(0, 0, this.marks.width, this.marks.height);
    const place = chosen?.at ?? (document.activeElement === this.marks ? this.cursor : null);
    const said = JSON.stringify([points.key, place, borders, arrows, size, dark(this.root), store.colors.classes]);
    if (said === this.marked) return;
    this.marked = said;
    if (this.marks.width !== Math.round(size * scale)) this.marks.width = this.marks.height = Math.round(size * scale);
    const context = this.marks.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, size, size);
    const x = (value) => (size * (value + points.edge)) / (2 * points.edge);
    const y = (value) => size - x(value);
    const [ink, ground] = this.inks();
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    for (const [x0, y0, x1, y1] of borders ?? []) line(context, x(x0), y(y0), x(x1), y(y1));
    const r = points.at.length > 800 ? 2.5 : 4;
    points.at.forEach(([px, py], i) => {
      shape(context, points.labels[i], x(px), y(py), r);
      context.fillStyle = color(points.labels[i]);
      context.strokeStyle = points.held[i] ? ink : ground;
      context.lineWidth = points.held[i] ? 1.2 : 0.8;
      context.fill();
      context.stroke();
    });
    if (arrows) this.drawArrows(context, arrows, x, y, ink);
    if (!place) return;
    const [cx, cy] = [x(place[0]), y(place[1])];
    for (const [tone, width] of [[ground, 5], [ink, 2.5]]) {
      context.strokeStyle = tone;
      context.lineWidth = width;
      context.beginPath();
      context.arc(cx, cy, 9, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  // What is drawn on the plane, and the ground it stands on.
  inks() {
    return dark(this.root) ? ["#f2f2f2", "#181c22"] : ["#1b1f24", "#ffffff"];
  }

  // The weights of softmax regression: for each class the direction in which its logit grows, from the middle.
  drawArrows(context, arrows, x, y, ink) {
    const [wx, wy] = arrows;
    const longest = Math.max(1e-9, ...wx.map((w, k) => Math.hypot(w, wy[k])));
    const reach = 1.6 * Math.min(1, longest);
    wx.forEach((w, k) => {
      const [tx, ty] = [x((reach * w) / longest), y((reach * wy[k]) / longest)];
      for (const [tone, width] of [[ink, 5], [color(k), 3]]) {
        context.strokeStyle = context.fillStyle = tone;
        context.lineWidth = width;
        line(context, x(0), y(0), tx, ty);
        const a = Math.atan2(ty - y(0), tx - x(0)), s = width + 5;
        context.beginPath();
        context.moveTo(tx + s * Math.cos(a), ty + s * Math.sin(a));
        context.lineTo(tx + s * Math.cos(a + 2.4), ty + s * Math.sin(a + 2.4));
        context.lineTo(tx + s * Math.cos(a - 2.4), ty + s * Math.sin(a - 2.4));
        context.fill();
      }
    });
  }

  // Blue: ink there speaks for the class; orange: against it.
  drawWeights({ pixels, largest }) {
    const { points, chosen } = store.picture;
    const many = pixels.length;
    if (this.weights.dataset.many !== String(many)) {
      this.weights.dataset.many = String(many);
      this.pictures = pixels.map(() => element("canvas", { width: 8, height: 8 }));
      this.captions = pixels.map(() => element("figcaption"));
      this.seen = element("canvas", { width: 8, height: 8, className: "train-digit" });
      const turn = (by, text) => {
        const made = element("button", { type: "button", textContent: text });
        made.addEventListener("click", () => store.move("point", Math.max(0, (store.picture.chosen?.index || 0) + by)));
        return made;
      };
      this.turns = [turn(-1, "‹"), turn(1, "›")];
      const grid = element("div", { className: "train-tens" }, ...pixels.map((_p, k) => element("figure", {}, this.pictures[k], this.captions[k])));
      this.note = element("p", { className: "hint" });
      this.weights.replaceChildren(grid, this.note, element("div", { className: "train-turn" }, this.turns[0], this.seen, this.turns[1]));
    }
    this.turns[0].ariaLabel = this.words.before;
    this.turns[1].ariaLabel = this.words.after;
    const outputs = many === store.picture.classes && store.query.net === "none";
    this.note.textContent = (outputs ? this.words.weights : this.words.units).replace("{largest}", largest);
    const night = dark(this.root), ground = night ? [24, 28, 34] : [255, 255, 255];
    const [blue, orange] = ["p", "y"].map((name) => rgb(store.colors[name][Number(night)]));
    pixels.forEach((values, k) => {
      paint(this.pictures[k], values, (v) => {
        const share = Math.abs(v - 128) / 127, tone = v < 128 ? orange : blue;
        return ground.map((g, c) => g + share * (tone[c] - g));
      });
      const name = outputs ? (points?.names[k] ?? String(k)) : "";
      if (this.captions[k].textContent !== name) this.captions[k].textContent = name;
    });
    if (chosen?.pixels) paint(this.seen, chosen.pixels, (v) => [v, v, v]);
  }

  drawTools() {
    const { points, chosen } = store.picture;
    const names = points?.names ?? [];
    const plane = !this.plane.hidden, held = !!points?.held.some(Boolean), { own = 0 } = store.picture;
    const said = JSON.stringify([names, plane, held, own, this.adding, chosen?.free, chosen?.label, this.words, this.drawing, store.colors.classes]);
    if (said === this.tooled) return;
    this.tooled = said;
    const words = this.words;
    const pick = (value, label, ...inner) => {
      const made = element("button", { type: "button", title: label, ariaLabel: label }, ...inner);
      made.setAttribute("aria-pressed", String(this.adding === value));
      made.addEventListener("click", () => {
        this.adding = value;
        this.drawTools();
      });
      return made;
    };
    const clear = element("button", { type: "button", className: "train-clear", textContent: `${words.clear}: ${own}` });
    Object.assign(clear.dataset, { heard: "own points", said: `${words.own}: ${own}` });
    clear.addEventListener("click", () => store.move("clear", ""));
    // Short, so that it has a place in the row: nothing below moves when a free point is chosen.
    const target = element("label", { className: "train-target" }, element("i", { textContent: "y" }), " =");
    const choose = element("select", { ariaLabel: words.target }, ...names.map((textContent, value) => element("option", { value, textContent })));
    choose.value = String(chosen?.label ?? 0);
    choose.addEventListener("change", () => store.move("label", choose.value));
    target.append(choose);
    const parts = () => [...this.tools.querySelectorAll("button, select")];
    const at = parts().indexOf(document.activeElement);
    const goes = !own && document.activeElement?.matches(".train-clear");
    this.tools.replaceChildren(...(plane ? [
      pick(null, words.look, words.look),
      element("span", { className: "train-add", textContent: words.add }),
      ...names.map((name, k) => pick(k, `${words.add} ${name}`, this.sample(k))),
      ...(own ? [clear] : []),
      ...(held && !own && !chosen?.free ? [element("span", { className: "train-rim" }, element("i"), words.held)] : []),
      ...(chosen?.free ? [target] : []),
    ] : this.digitTools(chosen, target)));
    // The focus stays where the hand was, or beside it where that has nothing to do any more.
    if (at >= 0) parts().slice(0, goes ? at : at + 1).findLast((part) => !part.disabled)?.focus();
  }

  // The visitor's own drawing, where there is one, is read anew by each picture.
  digitTools(chosen, target) {
    if (!this.drawing) return [element("span", { className: "hint", textContent: this.words.draw })];
    const mine = element("button", { type: "button", textContent: this.words.mine });
    mine.setAttribute("aria-pressed", String(!!chosen?.free));
    mine.addEventListener("click", () => store.move("drawing", this.drawing));
    return [mine, ...(chosen?.free ? [target] : [])];
  }

  sample(k) {
    const canvas = element("canvas", { width: 36, height: 36 });
    const context = canvas.getContext("2d");
    shape(context, k, 18, 18, 11);
    context.fillStyle = color(k);
    context.fill();
    return canvas;
  }

  // Where on the plane a pointer is.
  place(event) {
    const box = this.marks.getBoundingClientRect();
    const edge = store.picture.points?.edge ?? 3;
    return [edge * ((2 * (event.clientX - box.left)) / box.width - 1), edge * (1 - (2 * (event.clientY - box.top)) / box.height), box.width];
  }

  press(event) {
    if (!store.query) return;
    const [x, y, size] = this.place(event);
    if (this.adding !== null) return store.move("add", `${x.toFixed(4)},${y.toFixed(4)},${this.adding}`);
    const { at = [], edge = 3 } = store.picture.points ?? {};
    let best = -1, least = (REACH_PX * 2 * edge) / size;
    at.forEach(([px, py], i) => {
      const away = Math.hypot(px - x, py - y);
      if (away < least) (least = away), (best = i);
    });
    store.move("point", best >= 0 ? best : `${x.toFixed(4)},${y.toFixed(4)}`);
  }

  // The arrow keys move the chosen place; Enter adds a point there, of the class that is chosen to be added.
  key(event) {
    const by = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] }[event.key];
    const { chosen, points } = store.picture;
    const at = chosen?.at ?? this.cursor;
    if (!points || !(by || event.key === "Enter")) return;
    event.preventDefault();
    const next = by && at.slice(0, 2).map((value, i) => value + by[i]);
    if (next && chosen?.at) return store.move("point", next.map((value) => value.toFixed(4)).join());
    if (next) {
      this.cursor = next.map((value) => Math.max(-points.edge, Math.min(points.edge, value)));
      return this.drawMarks();
    }
    if (this.adding !== null) store.move("add", `${at[0].toFixed(4)},${at[1].toFixed(4)},${this.adding}`);
  }
}

function line(context, x0, y0, x1, y1) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

function paint(canvas, values, tone) {
  const context = canvas.getContext("2d");
  const image = context.createImageData(8, 8);
  values.forEach((value, i) => image.data.set([...tone(value), 255], 4 * i));
  context.putImageData(image, 0, 0);
}
