// How large the page is: the width of the column, the whole page, or a factor of the former.

const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4];

export class Zoom {
  constructor(reader) {
    this.reader = reader;
    this.factor = 1;
    this.wholePage = localStorage.getItem("reader-fit") === "page";
  }

  get stage() {
    return document.getElementById("reader-stage");
  }

  larger() {
    this.set(STEPS.find((step) => step > this.factor + 0.01) ?? STEPS.at(-1));
  }

  smaller() {
    this.set(STEPS.findLast((step) => step < this.factor - 0.01) ?? STEPS[0]);
  }

  fit() {
    const zoomed = this.factor !== 1;
    this.factor = 1;
    if (!zoomed) this.wholePage = !this.wholePage;
    localStorage.setItem("reader-fit", this.wholePage ? "page" : "width");
    this.apply();
  }

  // Zoom by a factor of the column's width, keeping what is at (x, y) of the stage where it is.
  set(factor, x, y) {
    const stage = this.stage;
    const paper = stage.querySelector(".reader-paper");
    const box = stage.getBoundingClientRect();
    x ??= box.width / 2;
    y ??= box.height / 2;
    const before = paper.getBoundingClientRect();
    const across = (box.left + x - before.left) / before.width;
    const down = (box.top + y - before.top) / before.height;
    this.factor = Math.min(4, Math.max(0.5, factor));
    this.wholePage = false;
    this.apply();
    const after = paper.getBoundingClientRect();
    stage.scrollBy(after.left + across * after.width - box.left - x, after.top + down * after.height - box.top - y);
  }

  apply() {
    const stage = this.stage;
    stage.classList.toggle("fit-page", this.wholePage);
    stage.style.setProperty("--zoom", this.factor);
    const image = stage.querySelector(".reader-image");
    // What the browser chooses the image's width by.
    image.sizes = `${Math.round(stage.querySelector(".reader-paper").clientWidth)}px`;
  }
}
