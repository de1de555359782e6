// The buttons that train, and where the training stands.
const beside = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { store, element } = await beside("store.js");
const drawn = new WeakMap();

export default function (component) {
  const root = component.parentElement.querySelector(".train-play");
  const { query, view, who, words, colors } = JSON.parse(new TextDecoder().decode(component.data));
  if (!drawn.has(root)) drawn.set(root, new Play(root));
  const play = drawn.get(root);
  play.speak(words);
  store.listen("play", play.draw);
  const tell = (sent) => component.setTriggerValue("rest", sent);
  store.said({ query, view, who, words, colors }, tell);
  return () => {
    store.leave("play", play.draw);
    if (store.tell === tell) store.tell = null; // a page that was left has nobody to tell
    store.pause();
  };
}

class Play {
  constructor(root) {
    this.draw = () => this.show();
    const button = (name, icon, press) => {
      const text = element("span", { className: "train-word" });
      const made = element("button", { type: "button", className: "train-" + name }, element("span", { className: "train-icon", textContent: icon, ariaHidden: "true" }), text);
      made.addEventListener("click", press);
      root.append(made);
      return { made, text };
    };
    this.train = button("go", "▶", () => (store.playing ? store.pause() : store.play()));
    this.step = button("step", "›", () => store.go({ ahead: 1 }));
    this.epoch = button("epoch", "»", () => store.go({ epochs: 1 }));
    this.start = button("start", "↺", () => (store.playing ? (store.pause(), store.move("start", "")) : store.move("start", "")));
    this.speed = element("select", { className: "train-speed" });
    this.speed.addEventListener("change", () => (store.speed = Number(this.speed.value)));
    this.label = element("label", { className: "train-label" });
    this.label.append(element("span", { className: "train-word" }), this.speed);
    this.status = element("div", { className: "train-status" });
    this.note = element("p", { className: "train-problem" });
    this.note.setAttribute("role", "status");
    root.append(this.label, this.status, this.note);
  }

  speak(words) {
    this.words = words;
    for (const name of ["step", "epoch", "start"]) this[name].text.textContent = words[name];
    this.label.firstChild.textContent = words.speed;
    if (this.speed.dataset.said !== words.speeds.join()) {
      this.speed.replaceChildren(...[1, 4, 20, 100].map((n, i) => element("option", { value: String(n), textContent: words.speeds[i] })));
      this.speed.value = String(store.speed);
      this.speed.dataset.said = words.speeds.join();
    }
  }

  show() {
    const { train, go, pause, full, anew } = this.words;
    this.train.text.textContent = store.playing ? pause : store.step ? go : train;
    this.train.made.firstChild.textContent = store.playing ? "❚❚" : "▶";
    this.train.made.setAttribute("aria-pressed", String(store.playing));
    const { status = store.error ? "" : undefined } = store.picture; // where nothing can be trained, nothing was reached
    if (status !== undefined && this.said !== status) this.status.innerHTML = this.said = status;
    const note = store.error || (store.full && store.playing ? full : "") || (store.anew ? anew : "");
    if (this.note.textContent !== note) this.note.textContent = note;
    this.note.hidden = !note;
  }
}
