// A document as running text: a block a paragraph, its words marked where values stand.

import { plain, wordsIn, wordsOf } from "./words.js";

export class TextView {
  constructor(paper, data, points) {
    this.paper = paper;
    this.points = points;
    this.blocks = data.blocks.length ? data.blocks : [[0, points.length, "paragraph"]];
    this.words = [];
    this.elements = [];
    this.pieces = [];
    this.marks = [];
    for (const [start, end] of this.blocks) {
      const first = this.words.length;
      this.words.push(...wordsOf(points, start, end));
      this.pieces.push([first, this.words.length]);
    }
  }

  show() {
    this.elements = new Array(this.words.length);
    const nodes = this.blocks.map(([start, end, kind], number) => {
      const block = document.createElement("p");
      block.className = `block ${kind}`;
      block.dataset.number = number;
      block.textContent = plain(this.points.slice(start, end).join(""));
      return block;
    });
    const body = document.createElement("div");
    body.className = "textview";
    body.append(...nodes);
    this.paper.replaceChildren(body);
    // Words become elements when their block comes near: a report of 300 pages would have too many at once.
    this.observer = new IntersectionObserver((seen) => {
      for (const entry of seen) if (entry.isIntersecting) this.open(Number(entry.target.dataset.number));
    }, { root: this.paper, rootMargin: "600px" });
    this.nodes = nodes;
    nodes.forEach((node) => this.observer.observe(node));
  }

  hide() {
    this.observer?.disconnect();
    this.nodes = null;
  }

  open(number) {
    const node = this.nodes[number];
    if (!node || node.dataset.open) return;
    node.dataset.open = "yes";
    this.observer.unobserve(node);
    const [from, to] = this.pieces[number];
    let at = this.blocks[number][0];
    const parts = [];
    for (let index = from; index < to; index += 1) {
      const [start, end] = this.words[index];
      if (start > at) parts.push(plain(this.points.slice(at, start).join("")));
      const word = document.createElement("span");
      word.className = "w";
      word.dataset.w = index;
      word.textContent = plain(this.points.slice(start, end).join(""));
      this.elements[index] = word;
      parts.push(word);
      at = end;
    }
    node.replaceChildren(...parts);
    this.paint(from, to);
  }

  mark(marks) {
    for (const { start, end } of this.marks) this.clear(start, end);
    this.marks = marks;
    this.paint(0, this.words.length);
  }

  clear(start, end) {
    const found = wordsIn(this.words, start, end);
    if (!found) return;
    for (let index = found[0]; index <= found[1]; index += 1) {
      const element = this.elements[index];
      if (element) element.className = element.className.replace(/ ?\bm-\S+/g, "");
    }
  }

  paint(from, to) {
    for (const { start, end, kind } of this.marks) {
      const found = wordsIn(this.words, start, end);
      if (!found) continue;
      for (let index = Math.max(from, found[0]); index <= Math.min(to - 1, found[1]); index += 1) {
        this.elements[index]?.classList.add(`m-${kind}`);
        if (index < found[1]) this.elements[index]?.classList.add("m-joined");
      }
    }
  }

  scrollTo(start, end) {
    const found = wordsIn(this.words, start, end);
    if (!found) return;
    const number = this.pieces.findIndex(([from, to]) => found[0] >= from && found[0] < to);
    this.open(number);
    this.elements[found[0]]?.scrollIntoView({ block: "center", behavior: "instant" });
  }

  element(index) {
    const number = this.pieces.findIndex(([from, to]) => index >= from && index < to);
    if (number >= 0) this.open(number);
    return this.elements[index];
  }

  firstVisible() {
    const top = this.paper.getBoundingClientRect().top;
    const node = this.nodes.findIndex((item) => item.getBoundingClientRect().bottom > top + 20);
    return node < 0 ? 0 : this.pieces[node][0];
  }
}
