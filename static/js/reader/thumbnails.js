// The strip of thumbnails. Only those in view exist: 3,000 pages cost no more than 30.

import { pageAddress } from "./outline.js";

const COLUMNS = 2;
const ROW = 190;
const SPARE = 2;

export class Thumbnails {
  constructor(box, reader, contents) {
    this.box = box;
    this.pane = box.parentElement;
    this.reader = reader;
    this.contents = contents;
    this.count = Number(reader.dataset.count);
    this.shown = new Map();
    this.number = 0;
    this.labels = [];
  }

  open() {
    if (!this.opened) {
      this.opened = true;
      this.box.style.height = `${Math.ceil(this.count / COLUMNS) * ROW}px`;
      this.pane.addEventListener("scroll", () => this.draw(), { passive: true });
      new ResizeObserver(() => this.draw()).observe(this.pane);
      this.contents().then(({ labels }) => this.relabel(labels)).catch(() => undefined);
    }
    this.reveal();
    this.draw();
  }

  mark(number) {
    this.number = number;
    if (!this.opened) return;
    for (const [page, link] of this.shown) this.current(link, page);
    this.reveal();
  }

  reveal() {
    const top = Math.floor((this.number - 1) / COLUMNS) * ROW;
    const { scrollTop, clientHeight } = this.pane;
    if (top < scrollTop || top + ROW > scrollTop + clientHeight) this.pane.scrollTop = top - clientHeight / 3;
  }

  draw() {
    const height = this.pane.clientHeight;
    if (height === 0) return;
    const first = Math.max(0, Math.floor(this.pane.scrollTop / ROW) - SPARE) * COLUMNS + 1;
    const last = Math.min(this.count, (Math.ceil((this.pane.scrollTop + height) / ROW) + SPARE) * COLUMNS);
    for (const [page, link] of this.shown) {
      if (page < first || page > last) {
        link.remove();
        this.shown.delete(page);
      }
    }
    for (let page = first; page <= last; page += 1) {
      if (!this.shown.has(page)) this.add(page);
    }
  }

  add(page) {
    const link = document.createElement("a");
    link.className = "reader-thumb";
    link.href = pageAddress(this.reader, page);
    link.dataset.turn = "";
    const index = page - 1;
    link.style.cssText = `left:${((index % COLUMNS) * 100) / COLUMNS}%;top:${Math.floor(index / COLUMNS) * ROW}px;` +
      `width:${100 / COLUMNS}%;height:${ROW}px`;
    const image = document.createElement("img");
    image.alt = "";
    image.loading = "lazy";
    image.decoding = "async";
    image.src = this.reader.dataset.thumb.replace(/\/0\/thumb$/, `/${page}/thumb`);
    const label = document.createElement("span");
    link.append(image, label);
    this.shown.set(page, link);
    this.name(link, page);
    this.current(link, page);
    this.box.append(link);
  }

  name(link, page) {
    const label = this.labels[page - 1] || String(page);
    link.lastChild.textContent = label;
    link.setAttribute("aria-label", `${this.box.dataset.name} ${label}`);
  }

  relabel(labels) {
    this.labels = labels;
    for (const [page, link] of this.shown) this.name(link, page);
  }

  current(link, page) {
    link.classList.toggle("is-current", page === this.number);
    if (page === this.number) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}
