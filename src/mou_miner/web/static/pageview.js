// A document as printed: pages drawn by pdf.js, and over them a box for each word, where the program read it.

import { wordsIn } from "./words.js";

let library;
async function pdfjs() {
  library ??= await import("./vendor/pdfjs/pdf.min.mjs");
  library.GlobalWorkerOptions.workerSrc = "/static/vendor/pdfjs/pdf.worker.min.mjs";
  return library;
}

const KEPT = 8;

export class PageView {
  constructor(paper, data, points, address) {
    this.paper = paper;
    this.pages = data.pages;
    this.words = data.words.map(([start, end]) => [start, end]);
    this.boxes = data.words.map(([, , page, x0, top, x1, bottom]) => ({ page, x0, top, x1, bottom }));
    this.points = points;
    this.address = address;
    this.zoom = 1;
    this.marks = [];
    this.drawn = [];
    this.elements = new Array(this.words.length);
  }

  async show() {
    this.shown = true;
    this.build();
    const { getDocument } = await pdfjs();
    this.pdf ??= await getDocument({
      url: this.address, isEvalSupported: false, enableXfa: false, cMapUrl: "/static/vendor/pdfjs/cmaps/", cMapPacked: true,
      standardFontDataUrl: "/static/vendor/pdfjs/standard_fonts/", wasmUrl: "/static/vendor/pdfjs/wasm/", disableAutoFetch: true,
    }).promise;
    this.observe();
  }

  hide() {
    this.shown = false;
    this.observer?.disconnect();
  }

  build() {
    this.width = this.paper.clientWidth;
    const width = Math.max(320, this.width - 28);
    this.nodes = this.pages.map(([number, wide, high]) => {
      const scale = (width / wide) * this.zoom;
      const node = document.createElement("div");
      node.className = "page";
      node.dataset.page = number;
      node.style.width = `${wide * scale}px`;
      node.style.height = `${high * scale}px`;
      const marks = Object.assign(document.createElement("div"), { className: "marks" });
      const words = Object.assign(document.createElement("div"), { className: "words" });
      node.append(marks, words);
      return { node, marks, words, scale, number, canvas: null, busy: null };
    });
    this.byNumber = new Map(this.nodes.map((page) => [page.number, page]));
    const body = document.createElement("div");
    body.className = "pageview";
    body.append(...this.nodes.map((page) => page.node));
    this.paper.replaceChildren(body);
    this.elements = new Array(this.words.length);
    this.boxes.forEach((box, index) => {
      const page = this.byNumber.get(box.page);
      if (!page) return;
      const element = document.createElement("span");
      element.className = "w";
      element.dataset.w = index;
      place(element, box, page.scale);
      this.elements[index] = element;
      page.words.append(element);
    });
    this.mark(this.marks);
  }

  observe() {
    this.observer?.disconnect();
    this.observer = new IntersectionObserver((seen) => {
      for (const entry of seen) if (entry.isIntersecting) this.draw(Number(entry.target.dataset.page));
    }, { root: this.paper, rootMargin: "400px" });
    this.nodes.forEach((page) => this.observer.observe(page.node));
  }

  async draw(number) {
    const page = this.byNumber.get(number);
    if (!page || !this.pdf || page.canvas || page.busy) return;
    page.busy = this.pdf.getPage(number).then(async (source) => {
      const density = Math.min(window.devicePixelRatio || 1, 2);
      const viewport = source.getViewport({ scale: page.scale * density });
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      canvas.setAttribute("aria-hidden", "true");
      await source.render({ canvas, viewport, annotationMode: 0 }).promise;
      page.canvas = canvas;
      page.node.prepend(canvas);
      page.node.dataset.drawn = "yes";
      this.drawn.push(page);
      while (this.drawn.length > KEPT) this.forget(this.drawn.shift());
    }).catch((error) => {
      page.node.dataset.problem = "yes";
      console.warn(`page ${number} cannot be drawn`, error);
    });
    await page.busy;
    page.busy = null;
  }

  forget(page) {
    page.canvas?.remove();
    page.canvas = null;
    delete page.node.dataset.drawn;
    // Seen again, it is drawn again.
    this.observer.unobserve(page.node);
    this.observer.observe(page.node);
  }

  setZoom(zoom) {
    const at = this.firstVisible();
    this.zoom = zoom;
    this.drawn = [];
    this.build();
    this.observe();
    this.element(at)?.scrollIntoView({ block: "start" });
  }

  mark(marks) {
    this.marks = marks;
    if (!this.nodes) return;
    this.nodes.forEach((page) => page.marks.replaceChildren());
    for (const { start, end, kind } of marks) {
      for (const line of this.lines(start, end)) {
        const page = this.byNumber.get(line.page);
        if (!page) continue;
        const box = document.createElement("div");
        box.className = `box m-${kind}`;
        box.dataset.span = `${start}-${end}`;
        place(box, line, page.scale, 1);
        page.marks.append(box);
      }
    }
  }

  /** Return a box for each line of the words of a span. */
  lines(start, end) {
    const found = wordsIn(this.words, start, end);
    if (!found) return [];
    const lines = [];
    for (let index = found[0]; index <= found[1]; index += 1) {
      const box = this.boxes[index];
      const last = lines.at(-1);
      const level = last && last.page === box.page && Math.min(last.bottom, box.bottom) - Math.max(last.top, box.top) > Math.min(last.bottom - last.top, box.bottom - box.top) / 2;
      if (level && box.x0 >= last.x0) {
        last.x1 = Math.max(last.x1, box.x1);
        last.top = Math.min(last.top, box.top);
        last.bottom = Math.max(last.bottom, box.bottom);
      } else lines.push({ ...box });
    }
    return lines;
  }

  scrollTo(start, end) {
    const found = wordsIn(this.words, start, end);
    if (found) this.elements[found[0]]?.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  }

  element(index) {
    return this.elements[index];
  }

  firstVisible() {
    const top = this.paper.getBoundingClientRect().top;
    const index = this.elements.findIndex((element) => element && element.getBoundingClientRect().bottom > top + 10);
    return Math.max(0, index);
  }
}

function place(element, box, scale, margin = 0) {
  element.style.left = `${box.x0 * scale - margin}px`;
  element.style.top = `${box.top * scale - margin}px`;
  element.style.width = `${(box.x1 - box.x0) * scale + 2 * margin}px`;
  element.style.height = `${(box.bottom - box.top) * scale + 2 * margin}px`;
}
