// Choosing words: with the mouse, with a finger, or with the arrow keys. The choice is a span of whole words.

export class Picking {
  constructor(paper, onChange) {
    this.paper = paper;
    this.onChange = onChange;
    this.range = null;
    this.cursor = null;
    this.dragging = false;
    paper.addEventListener("pointerdown", (event) => this.down(event));
    paper.addEventListener("pointermove", (event) => this.move(event));
    window.addEventListener("pointerup", () => {
      if (this.dragging) this.tell();
      this.dragging = false;
    });
    paper.addEventListener("click", (event) => this.tap(event));
  }

  use(view) {
    this.view = view;
    this.clear();
  }

  /** Return the chosen stretch of the text, or null. */
  get span() {
    if (!this.range) return null;
    const [from, to] = this.ordered();
    return [this.view.words[from][0], this.view.words[to][1]];
  }

  get words() {
    const span = this.span;
    return span ? this.view.points.slice(...span).join("").replace(/\s+/g, " ") : "";
  }

  clear() {
    this.paint(false);
    this.range = null;
    this.setCursor(null);
    this.onChange();
  }

  down(event) {
    if (event.pointerType === "touch" || event.button !== 0) return;
    const index = numberOf(event.target);
    if (index === null) return;
    event.preventDefault();
    this.paper.focus({ preventScroll: true });
    this.dragging = true;
    this.moved = false;
    this.set(event.shiftKey && this.range ? this.range[0] : index, index);
  }

  move(event) {
    if (!this.dragging) return;
    const index = numberOf(document.elementFromPoint(event.clientX, event.clientY));
    if (index !== null && index !== this.range[1]) {
      this.moved = true;
      this.set(this.range[0], index);
    }
  }

  tap(event) {
    if (event.pointerType !== "touch") return;
    const index = numberOf(event.target);
    if (index === null) this.clear();
    // The first tap chooses a word, the next one everything up to another.
    else this.set(this.range ? this.range[0] : index, index);
    this.tell();
  }

  set(from, to) {
    this.paint(false);
    this.range = [from, to];
    this.setCursor(to);
    this.paint(true);
    if (!this.dragging) this.tell();
  }

  tell() {
    this.onChange();
  }

  ordered() {
    return this.range[0] <= this.range[1] ? this.range : [this.range[1], this.range[0]];
  }

  paint(on) {
    if (!this.range) return;
    const [from, to] = this.ordered();
    for (let index = from; index <= to; index += 1) this.view.element(index)?.classList.toggle("chosen", on);
  }

  setCursor(index) {
    if (this.cursor !== null) this.view?.element(this.cursor)?.classList.remove("cursor");
    this.cursor = index;
    if (index !== null) this.view.element(index)?.classList.add("cursor");
  }

  /** Let the arrow keys go over the words, from the given one on. */
  enter(index) {
    this.setCursor(Math.min(index, this.view.words.length - 1));
    this.reveal();
    this.paper.focus({ preventScroll: true });
  }

  get walking() {
    return this.cursor !== null;
  }

  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const line = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined && line === undefined) return false;
    const next = step === undefined ? this.lineFrom(this.cursor, line) : this.cursor + step;
    if (next < 0 || next >= this.view.words.length) return true;
    if (event.shiftKey) this.set(this.range ? this.range[0] : this.cursor, next);
    else {
      this.paint(false);
      this.range = null;
      this.setCursor(next);
      this.onChange();
    }
    this.reveal();
    return true;
  }

  /** Choose the word under the cursor. */
  take() {
    if (this.cursor !== null && !this.range) this.set(this.cursor, this.cursor);
  }

  reveal() {
    this.view.element(this.cursor)?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  }

  lineFrom(index, direction) {
    const here = this.view.element(index).getBoundingClientRect();
    let best = index, distance = Infinity, top = null;
    for (let other = index + direction; other >= 0 && other < this.view.words.length; other += direction) {
      const box = this.view.element(other)?.getBoundingClientRect();
      if (!box) continue;
      const away = direction > 0 ? box.top - here.top : here.top - box.top;
      if (away < here.height / 2) continue;
      if (top === null) top = box.top;
      if (Math.abs(box.top - top) > here.height / 2) break;
      const gap = Math.abs(box.left - here.left);
      if (gap < distance) [best, distance] = [other, gap];
    }
    return best;
  }
}

function numberOf(target) {
  const word = target?.closest?.(".w");
  return word ? Number(word.dataset.w) : null;
}
