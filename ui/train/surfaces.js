// One picture of p for each class, and one of the entropy of the answer.
const beside = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { store, element, rgb, dark } = await beside("store.js");
const drawn = new WeakMap();

export default function (component) {
  const root = component.parentElement.querySelector(".train-surfaces");
  const { words } = JSON.parse(new TextDecoder().decode(component.data));
  if (!drawn.has(root)) drawn.set(root, new Surfaces(root));
  const surfaces = drawn.get(root);
  surfaces.words = words;
  store.listen("surfaces", surfaces.draw);
  return () => store.leave("surfaces", surfaces.draw);
}

class Surfaces {
  constructor(root) {
    this.root = root;
    this.draw = () => this.show();
    this.made = [];
  }

  show() {
    const { planes } = store;
    const { pixels, classes, points } = store.picture;
    this.root.hidden = !planes;
    if (!planes) return;
    const names = [...(points?.names ?? []).slice(0, classes).map((name) => `${this.words.p} ${name}`), this.words.entropy];
    if (this.made.length !== classes + 1) {
      this.made = names.map(() => ({ canvas: element("canvas"), caption: element("figcaption") }));
      this.root.replaceChildren(...this.made.map(({ canvas, caption }) => element("figure", {}, canvas, caption)));
    }
    const ground = dark(this.root) ? [24, 28, 34] : [255, 255, 255];
    this.made.forEach(({ canvas, caption }, k) => {
      if (caption.textContent !== names[k]) caption.textContent = names[k];
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", names[k]);
      if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
      const night = dark(this.root);
      const tone = k < classes ? rgb(store.colors.p[Number(night)]) : night ? [220, 220, 220] : [60, 60, 60];
      const context = canvas.getContext("2d");
      const image = context.createImageData(pixels, pixels);
      for (let i = 0, o = k * pixels * pixels; i < pixels * pixels; i++) {
        const share = planes[o + i] / 255;
        for (let c = 0; c < 3; c++) image.data[4 * i + c] = ground[c] + share * (tone[c] - ground[c]);
        image.data[4 * i + 3] = 255;
      }
      context.putImageData(image, 0, 0);
    });
  }
}
