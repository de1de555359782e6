// The controls that Python names: a move for each that is turned, at the step that is seen.
const beside = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const [{ store, element }, { mark }] = await Promise.all(["store.js", "../elements/drawing.js"].map(beside));
const drawn = new WeakMap();
const CHOSEN_MS = 4000; // a tab that is not chosen by then will not be

export default function (component) {
  const root = component.parentElement.querySelector(".train-controls");
  const said = JSON.parse(new TextDecoder().decode(component.data));
  if (!drawn.has(root)) drawn.set(root, new Controls(root));
  const controls = drawn.get(root);
  if (said.run !== controls.run) controls.draw(controls.kept(said)); // else nothing is new, and a picture may have brought newer ones
  controls.run = said.run;
  const listen = (_store, picture) => picture && controls.draw(picture);
  store.listen(said.key, listen);
  return () => store.leave(said.key, listen);
}

// Where the focus is among the parts of a control that is made anew: at the last one, or at which of the others.
class Hand {
  constructor(box) {
    const parts = partsOf(box);
    this.at = parts.indexOf(document.activeElement);
    this.last = this.at === parts.length - 1;
  }

  // The part for it there; where that has nothing to do any more, the one at the other end.
  among(box) {
    const parts = partsOf(box);
    const held = this.last ? parts.at(-1) : parts[Math.min(this.at, parts.length - 1)];
    return held?.disabled ? parts.find((part) => !part.disabled) : held;
  }
}

const partsOf = (box) => [...box.querySelectorAll("select, input, button")];

class Controls {
  constructor(root) {
    this.root = root;
    this.made = new Map(); // field -> {element, draw}
    this.shape = "";
  }

  draw({ label, controls, less, more }) {
    this.words = { less, more };
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", label);
    const shape = JSON.stringify(controls.map(({ field, kind, options }) => [field, kind, options]));
    const kept = shape === this.shape ? null : document.activeElement?.closest?.("[data-field]");
    const hand = kept && new Hand(kept);
    if (shape !== this.shape) this.build(controls);
    this.shape = shape;
    for (const control of controls) this.show(control);
    this.shown = controls;
    const made = kept && this.root.querySelector(`[data-field="${kept.dataset.field}"]`);
    if (made) (made.querySelector('[aria-checked="true"]') ?? hand.among(made))?.focus();
  }

  // What was wrong stays said while nothing else is: Streamlit draws the state, and has not heard what was typed in vain.
  kept(said) {
    const wrong = new Map(this.shown?.map((control) => [control.field, control]));
    const controls = said.controls.map((control) => {
      const { label, value, problem, tab } = wrong.get(control.field) ?? {};
      return problem && label === control.label && value === control.value ? { ...control, problem, tab } : control;
    });
    return { ...said, controls };
  }

  build(controls) {
    this.made.clear();
    this.root.replaceChildren(...controls.map((control) => {
      const title = element("span", { className: "train-title" });
      const problem = element("span", { className: "train-problem" });
      problem.setAttribute("role", "alert");
      problem.id = `train-${control.field}-problem`;
      const group = control.kind === "pictures" || control.kind === "layers";
      const box = element(group ? "div" : "label", { className: "train-control train-" + control.kind }, title);
      box.dataset.field = control.field;
      const draw = this[control.kind](box, control);
      box.append(problem);
      this.made.set(control.field, { title, problem, draw });
      return box;
    }));
  }

  show(control) {
    const { title, problem, draw } = this.made.get(control.field);
    title.textContent = control.label;
    problem.textContent = control.problem;
    problem.hidden = !control.problem;
    if (control.problem && control.tab) problem.append(" ", this.way(control.tab));
    draw(control);
  }

  // A button that opens a tab, by its title.
  way(title) {
    const made = element("button", { type: "button", textContent: title });
    made.addEventListener("click", () => {
      const tab = [...document.querySelectorAll(".st-key-train-tab button")].find(({ textContent }) => textContent.trim() === title);
      tab?.click();
      // Who comes to a tab that is not chosen yet is led to the one that is.
      const until = performance.now() + CHOSEN_MS;
      const follow = () => (tab?.ariaChecked === "true" ? tab.focus() : performance.now() < until && requestAnimationFrame(follow));
      follow();
    });
    return made;
  }

  pictures(box, { field, options, label }) {
    const list = element("div", { className: "train-sets" });
    list.setAttribute("role", "radiogroup");
    list.setAttribute("aria-label", label);
    // One stop of the Tab key, as every group of choices: the arrows choose.
    list.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const at = buttons.findIndex(([, made]) => made === event.target);
      if (!by || at < 0) return;
      event.preventDefault();
      const [code, next] = buttons.at((at + by) % buttons.length);
      next.focus();
      store.move(field, code);
    });
    const buttons = options.map(([value, text, picture]) => {
      const made = element("button", { type: "button", title: text }, element("img", { src: picture, alt: "" }), element("span", { textContent: text }));
      made.setAttribute("role", "radio");
      made.addEventListener("click", () => store.move(field, value));
      return [value, made];
    });
    list.append(...buttons.map(([, made]) => made));
    box.append(list);
    return ({ value }) => buttons.forEach(([code, made]) => {
      made.setAttribute("aria-checked", String(code === value));
      made.tabIndex = code === value ? 0 : -1;
    });
  }

  select(box, { field, options }) {
    const made = element("select", {}, ...options.map(([value, textContent]) => element("option", { value, textContent })));
    made.addEventListener("change", () => store.move(field, made.value));
    box.append(made);
    return ({ value }) => (made.value = value);
  }

  // What was typed in vain stays in its field.
  number(box, { field }) {
    const made = element("input", { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false, maxLength: 24 });
    let sent = null; // Enter sends as leaving does, and the hand stays in the field
    made.addEventListener("change", () => store.move(field, (sent = made.value)));
    box.append(made);
    return ({ value, label, problem }) => {
      made.setAttribute("aria-label", label); // the message is in its label, too: it describes the field, and is not its name
      mark(made, !!problem, this.made.get(field).problem);
      if (!problem && (document.activeElement !== made || made.value === sent)) made.value = value;
    };
  }

  range(box, { field }) {
    const made = element("input", { type: "range" });
    const text = element("output", { className: "train-value" });
    text.setAttribute("aria-live", "off"); // the slider says it
    let held = false; // the hand knows better than an answer to what it did before
    made.addEventListener("pointerdown", () => (held = true));
    for (const end of ["pointerup", "pointercancel", "change"]) made.addEventListener(end, () => (held = false));
    made.addEventListener("input", () => {
      if (store.waiting.at(-1)?.[0] === field) store.waiting.pop();
      store.move(field, made.value);
    });
    box.append(text, made);
    return (control) => {
      Object.assign(made, { min: control.low, max: control.high, step: control.step });
      if (!held) made.value = control.value;
      made.setAttribute("aria-label", control.label); // an output in a label takes its name from the slider
      made.setAttribute("aria-valuetext", control.text);
      text.textContent = control.text;
    };
  }

  // Each hidden layer is a stepper; a button adds one, another takes the last away.
  layers(box, { field }) {
    const list = element("div", { className: "train-widths" });
    box.append(list);
    let typed = null; // [which layer, what was typed for it]: in vain, it stays in its field
    let widths = []; // as the hand last said them: its next press counts from there, though no answer has come
    const said = (all) => {
      widths = all;
      store.move(field, all.length ? all.join(",") : "none");
    };
    return ({ value, high, step, problem }) => {
      const newer = store.waiting.findLast((done) => done[0] === field);
      const now = newer ? newer[1] : value;
      widths = now === "none" ? [] : now.split(",").map(Number);
      if (!problem) typed = null;
      const button = (textContent, label, press, disabled) => {
        const made = element("button", { type: "button", textContent, disabled, ariaLabel: label });
        made.addEventListener("click", press);
        return made;
      };
      const title = box.querySelector(".train-title").textContent;
      const hand = list.contains(document.activeElement) && new Hand(list);
      list.replaceChildren(
        button("−", `${title}: ${this.words.less}`, () => said(widths.slice(0, -1)), !widths.length),
        ...widths.map((width, i) => {
          const wrong = typed?.[0] === i;
          const made = element("input", { type: "number", min: 1, max: high, value: wrong ? typed[1] : width, ariaLabel: `${title} ${i + 1}` });
          mark(made, wrong, this.made.get(field).problem);
          made.addEventListener("change", () => {
            typed = [i, made.value];
            said(widths.with(i, made.value));
          });
          return made;
        }),
        button("+", `${title}: ${this.words.more}`, () => said([...widths, widths.at(-1) ?? 16]), widths.length >= step),
      );
      if (hand) hand.among(list).focus();
    };
  }
}
