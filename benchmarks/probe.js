// Runs in each measured page: when did the hand act, and in which frames did new bars appear.
// Ours are the bars of the probabilities; those of the bare app are in its chart.
const BARS = '.st-key-softmax_bars .bars, [data-testid="stVegaLiteChart"]';
window.bench = {
  acted: null, // the last key or the pen's lifting, as the browser stamped it
  frames: [], // times of the frames that showed new bars
  asked: false,
  drawn: () => document.querySelector(BARS)?.childElementCount > 0,
  begin() {
    this.acted = null;
    this.begun = performance.now();
    this.frames = [];
  },
  // At most one entry for a frame: the time just before it is painted.
  changed() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.frames.push(performance.now());
    });
  },
  took() {
    const shown = this.acted === null ? undefined : this.frames.find((t) => t > this.acted);
    return shown === undefined ? null : shown - this.acted;
  },
  perSecond(seconds) {
    const counts = new Array(seconds).fill(0);
    for (const t of this.frames) {
      const second = Math.floor((t - this.begun) / 1000);
      if (second < seconds) counts[second]++;
    }
    return counts;
  },
};

for (const name of ["keydown", "pointerup"])
  window.addEventListener(name, (event) => (bench.acted = event.timeStamp), true);

new MutationObserver((records) => {
  const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  if (records.some((record) => element(record.target)?.closest(BARS))) bench.changed();
}).observe(document, {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: ["style", "d"],
});
