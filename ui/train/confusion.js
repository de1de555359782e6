// How often each class was taken for each, among the points held out: a row for each true class.
const beside = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { store, element } = await beside("store.js");
const drawn = new WeakMap();

export default function (component) {
  const root = component.parentElement.querySelector(".train-confusion");
  const { words } = JSON.parse(new TextDecoder().decode(component.data));
  if (!drawn.has(root)) drawn.set(root, new Confusion(root));
  const confusion = drawn.get(root);
  confusion.words = words;
  store.listen("confusion", confusion.draw);
  return () => store.leave("confusion", confusion.draw);
}

class Confusion {
  constructor(root) {
    this.root = root;
    this.draw = () => this.show();
  }

  show() {
    const { confusion, points } = store.picture;
    const said = JSON.stringify([confusion, points?.names, this.words]);
    if (!confusion || said === this.said) return;
    this.said = said;
    const names = (points?.names ?? []).slice(0, confusion.length);
    const most = Math.max(1, ...confusion.flat());
    const head = element("tr", {}, element("th", { textContent: this.words.corner }), ...names.map((textContent) => element("th", { textContent, scope: "col" })));
    const rows = confusion.map((row, i) => element("tr", {}, element("th", { textContent: names[i], scope: "row" }), ...row.map((count, j) => {
      const cell = element("td", { textContent: count });
      cell.style.setProperty("--share", count / most);
      cell.className = i === j ? "right" : "wrong";
      return cell;
    })));
    this.root.replaceChildren(element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)));
  }
}
