// The outline as a tree. A branch is built when it is opened, so 2,000 entries cost what is seen of them.

export class Outline {
  constructor(box, reader, contents) {
    this.box = box;
    this.reader = reader;
    this.contents = contents;
    this.number = 0;
  }

  async open() {
    if (this.roots || this.loading) return;
    this.loading = true;
    try {
      const { outline, labels } = await this.contents();
      this.labels = labels;
      this.roots = tree(outline);
      this.build();
    } catch {
      this.box.textContent = this.box.dataset.failed;
    } finally {
      this.loading = false;
    }
  }

  build() {
    if (this.roots.length === 0) {
      this.box.textContent = this.box.dataset.none;
      return;
    }
    this.box.replaceChildren(this.list(this.roots));
    this.box.addEventListener("click", (event) => {
      const twist = event.target.closest(".reader-twist");
      if (twist) this.twist(twist.closest("li").entry);
    });
    this.mark(this.number);
  }

  list(entries) {
    const list = document.createElement("ul");
    list.append(...entries.map((entry) => this.item(entry)));
    return list;
  }

  item(entry) {
    const item = document.createElement("li");
    item.entry = entry;
    entry.item = item;
    const row = document.createElement("div");
    row.className = "reader-entry";
    if (entry.children.length > 0) {
      const twist = document.createElement("button");
      twist.type = "button";
      twist.className = "reader-twist";
      twist.setAttribute("aria-expanded", "false");
      twist.setAttribute("aria-label", `${this.box.dataset.open}: ${entry.title}`);
      twist.innerHTML = '<i class="bi bi-chevron-right" aria-hidden="true"></i>';
      row.append(twist);
    } else {
      const room = document.createElement("span");
      room.className = "reader-twist-room";
      row.append(room);
    }
    const link = document.createElement("a");
    link.href = pageAddress(this.reader, entry.page);
    link.dataset.turn = "";
    const title = document.createElement("span");
    title.textContent = entry.title;
    const page = document.createElement("small");
    page.textContent = this.labels[entry.page - 1] || entry.page;
    link.append(title, page);
    row.append(link);
    item.append(row);
    return item;
  }

  twist(entry, open) {
    const twist = entry.item.querySelector(".reader-twist");
    if (!twist) return;
    open ??= twist.getAttribute("aria-expanded") !== "true";
    twist.setAttribute("aria-expanded", String(open));
    let inner = entry.item.querySelector(":scope > ul");
    if (open && !inner) {
      inner = this.list(entry.children);
      entry.item.append(inner);
    }
    if (inner) inner.hidden = !open;
  }

  // Show in which section page `number` is: open the branches that lead to it.
  mark(number) {
    this.number = number;
    if (!this.roots) return;
    for (const old of this.box.querySelectorAll(".is-current")) {
      old.classList.remove("is-current");
      old.querySelector("a").removeAttribute("aria-current");
    }
    const path = pathTo(this.roots, number);
    path.slice(0, -1).forEach((entry) => this.twist(entry, true));
    const row = path.at(-1)?.item.querySelector(".reader-entry");
    if (!row) return;
    row.classList.add("is-current");
    row.querySelector("a").setAttribute("aria-current", "true");
    if (this.box.checkVisibility?.() ?? true) row.scrollIntoView({ block: "nearest" });
  }
}

export function pageAddress(reader, number) {
  const address = reader.dataset.page.replace(/0$/, String(number));
  return address + location.search.replace(/[?&]nopage=[^&]*/, "");
}

function tree(outline) {
  const roots = [];
  const above = [];
  for (const [level, title, page] of outline) {
    const entry = { title, page, children: [] };
    above.length = Math.min(above.length, level - 1);
    (above.at(-1)?.children ?? roots).push(entry);
    above.push(entry);
  }
  return roots;
}

function pathTo(entries, number) {
  const here = entries.findLast((entry) => entry.page <= number);
  return here ? [here, ...pathTo(here.children, number)] : [];
}
