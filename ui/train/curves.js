// The losses on the way, with the lines that mean something.
const beside = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { store, element } = await beside("store.js");
const drawn = new WeakMap();
const SVG = "http://www.w3.org/2000/svg";
const HIGH = 196, LEFT = 36, RIGHT = 36, TOP = 8, BOTTOM = 20;

export default function (component) {
  const root = component.parentElement.querySelector(".train-curves");
  const { words, decimal } = JSON.parse(new TextDecoder().decode(component.data));
  if (!drawn.has(root)) drawn.set(root, new Curves(root));
  const curves = drawn.get(root);
  Object.assign(curves, { words, decimal });
  store.listen("curves", curves.draw);
  return () => store.leave("curves", curves.draw);
}

class Curves {
  constructor(root) {
    this.draw = () => this.show();
    this.legend = element("div", { className: "train-legend" });
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("role", "img");
    root.append(this.legend, this.svg);
    this.wide = 480;
    new ResizeObserver(() => this.fit(root.clientWidth)).observe(root);
  }

  // As wide as there is room for, in sixteenths of the page's own unit: words are as large as on the rest of the page.
  fit(pixels) {
    const wide = Math.round((16 * pixels) / parseFloat(getComputedStyle(document.documentElement).fontSize));
    if (!pixels || wide === this.wide) return;
    this.wide = wide;
    if (store.query) this.show();
  }

  show() {
    const { scores, lines, step } = store.picture;
    if (!scores) return store.error ? this.clear() : undefined;
    const [train, held] = scores;
    const { words, wide: WIDE } = this;
    this.svg.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
    const row = (name, { nats, bits }, kind) => nats && `<span class="train-${kind}"><i></i>${words[name]} <b>${nats}</b> ${words.nats} <b>${bits}</b> ${words.bits}</span>`;
    const legend = [row("train", train, "train-loss"), row("held", held, "held-loss")].filter(Boolean).join("");
    if (legend !== this.said) this.legend.innerHTML = this.said = legend;
    const records = [...store.curve.records, [step, train.loss, held.loss]];
    const highest = Math.max(...records.slice(0, 40).map((r) => Math.max(r[1] ?? 0, r[2] ?? 0)));
    const top = Math.max(1.15 * lines.ignorance, Math.min(1.05 * highest, 2.2 * lines.ignorance));
    const end = Math.max(step, 20);
    const x = (at) => LEFT + ((WIDE - LEFT - RIGHT) * at) / end;
    const y = (nats) => TOP + (HIGH - TOP - BOTTOM) * (1 - Math.min(nats, 1.02 * top) / top);
    const path = (column) => records.filter((r) => r[column] !== null).map((r) => `${x(r[0]).toFixed(1)},${y(r[column]).toFixed(1)}`).join(" ");
    const marks = [];
    const every = [0.1, 0.2, 0.5, 1, 2].find((t) => top / t <= 5) ?? 5;
    for (let t = 0; t <= top; t += every) marks.push(text(LEFT - 5, y(t) + 3.5, this.write(t), "end"));
    for (let t = 0; t <= top / Math.LN2; t += 2 * every) marks.push(text(WIDE - RIGHT + 5, y(t * Math.LN2) + 3.5, this.write(t), "start"));
    marks.push(text(LEFT, HIGH - 5, `0`, "middle"), text(WIDE - RIGHT, HIGH - 5, `${words.step} ${end}`, "end"));
    marks.push(text(3, 11, "nats", "start"), text(WIDE - 3, 11, "bits", "end"));
    const right = WIDE - RIGHT - 4;
    const level = (nats, name, below, at = right) => `<line class="train-level" x1="${LEFT}" x2="${WIDE - RIGHT}" y1="${y(nats)}" y2="${y(nats)}"/>` + text(at, y(nats) + (below ? 11 : -4), name, at === right ? "end" : "start");
    const same = Math.abs(lines.prior - lines.ignorance) < 0.02 * lines.ignorance;
    marks.push(level(lines.ignorance, same ? words.both : words.ignorance, false));
    if (!same) marks.push(level(lines.prior, words.prior, true));
    if (lines.bayes !== null) marks.push(level(lines.bayes, words.bayes, false, LEFT + 6)); // at the left, where the curve is high
    if (Math.max(train.loss ?? 0, held.loss ?? 0) > top) marks.push(text(right, TOP + 11, `↑ ${words.above}`, "end"));
    // The words last: they keep a rim of paper where a curve passes below them.
    this.svg.innerHTML = `<path class="train-axis" d="M${LEFT} ${TOP}V${HIGH - BOTTOM}H${WIDE - RIGHT}V${TOP}"/>`
      + `<polyline class="train-held-loss" points="${path(2)}"/><polyline class="train-train-loss" points="${path(1)}"/>${marks.join("")}`;
    this.svg.setAttribute("aria-label", words.alt.replace("{step}", step).replace("{train}", train.nats).replace("{held}", held.nats || "–"));
  }

  clear() {
    this.legend.innerHTML = this.svg.innerHTML = this.said = "";
    this.svg.setAttribute("aria-label", "");
  }

  write(value) {
    return String(Math.round(100 * value) / 100).replace(".", this.decimal);
  }
}

function text(x, y, said, anchor) {
  return `<text x="${x}" y="${y.toFixed(1)}" text-anchor="${anchor}">${said}</text>`;
}
