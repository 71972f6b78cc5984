// Folders of files: a row for each, four on their way at a time; each succeeds or fails on its own. What was received
// is remembered by this browser, so that the same folder dropped again goes on where it stopped.

import { Cancelled, Refusal, Transfer } from "./upload.js";

const FILES_AT_ONCE = 4;
const ASK_EVERY = 2_000;
const MOST_ASKED = 100;
const OF_THE_SYSTEM = /^(\._.*|\..*|~\$.*|Thumbs\.db|desktop\.ini)$/i;
const REMEMBERED = "asset-received:";
const REMEMBER_MS = 7 * 24 * 3600 * 1000;

const form = document.querySelector("form[data-asset-upload]");
if (form) bind(form);

function bind(form) {
  const drop = form.querySelector("[data-drop]");
  const button = form.querySelector("button[type=submit]");
  const rows = [];
  let sending = false;
  forgetOld();

  const refresh = () => {
    const done = rows.filter((row) => row.asset).length;
    const wrong = rows.filter((row) => row.refused).length;
    button.disabled = sending || done + wrong === rows.length;
    form.querySelector("[data-after]").hidden = !done;
    form.querySelector("[data-count]").textContent = rows.length ? fill(form.dataset.textCount, { done, wrong, total: rows.length }) : "";
  };

  const add = (found) => {
    const known = new Set(rows.map((row) => row.key));
    const wanted = found.filter(({ file }) => !OF_THE_SYSTEM.test(file.name)).filter(({ file, path }) => !known.has(keyOf(file, path)));
    const room = Math.max(0, Number(form.dataset.most) - rows.length);
    form.querySelector("[data-notes]").textContent = wanted.length > room ? fill(form.dataset.textMany, { number: form.dataset.most }) : "";
    for (const { file, path } of wanted.slice(0, room)) {
      rows.push(new Row(form, file, path, (row) => {
        rows.splice(rows.indexOf(row), 1);
        refresh();
      }));
    }
    refresh();
  };

  for (const picker of form.querySelectorAll("input[type=file]")) {
    picker.addEventListener("change", () => {
      add([...picker.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
      picker.value = "";
    });
  }
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    // The entries are gone once this handler has returned: take them all first.
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = [...event.dataTransfer.files];
    add(entries.length ? await walked(entries) : files.map((file) => ({ file, path: file.name })));
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    refresh();
    const queue = rows.filter((row) => !row.asset && !row.refused);
    const lane = async () => {
      while (queue.length) {
        await queue.shift().send();
        refresh();
      }
    };
    await Promise.all(Array.from({ length: FILES_AT_ONCE }, lane));
    sending = false;
    refresh();
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending) event.preventDefault();
  });
  watch(form, rows);
}

class Row {
  constructor(form, file, path, removed) {
    Object.assign(this, { form, file, path, asset: null, refused: false, settled: false, key: keyOf(file, path) });
    this.item = form.querySelector("template").content.firstElementChild.cloneNode(true);
    this.part("name").textContent = `${file.name} (${megabytes(file.size)})`;
    this.part("path").textContent = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    this.part("remove").addEventListener("click", async () => {
      await this.transfer?.cancel();
      this.item.remove();
      removed(this);
    });
    form.querySelector("[data-rows]").append(this.item);
    const before = remembered(this.key);
    if (before) this.finish(form.dataset.textBefore, before);
    else this.say(form.dataset.textQueued);
  }

  part(name) {
    return this.item.querySelector(`[data-${name}]`);
  }

  say(text, wrong = false) {
    this.part("said").textContent = text;
    this.item.classList.toggle("is-wrong", wrong);
  }

  async send() {
    const texts = this.form.dataset;
    try {
      const id = await this.sent();
      this.say(texts.textChecking);
      const answer = await this.transfer.again(() => this.received(id));
      const said = await answer.json();
      if (answer.ok) {
        remember(this.key, said);
        this.finish(texts.textReceived, said);
        await this.drop();
      } else if (answer.status === 422) {
        this.refused = true;
        this.say(said.error, true);
        await this.drop();
      } else {
        this.say(said.error || texts.textFailed, true);
      }
    } catch (error) {
      if (error instanceof Cancelled) return;
      this.refused = error instanceof Refusal && error.status === 413;
      this.say((error instanceof Refusal && error.message) || texts.textFailed, true);
      if (!this.arrived) this.transfer = null;
    } finally {
      this.item.querySelector("progress").hidden = true;
    }
  }

  // What the portal says of the file that has arrived. A store that is away is asked again.
  async received(id) {
    const answer = await fetch(this.form.dataset.row, { method: "POST", body: this.body(id) });
    if (answer.status === 503) throw new Error("received: 503");
    return answer;
  }

  // The id of the upload; a file that has arrived before is not sent again.
  async sent() {
    const texts = this.form.dataset;
    if (this.arrived) return this.arrived;
    const bar = this.item.querySelector("progress");
    bar.hidden = false;
    bar.max = this.file.size;
    this.transfer = new Transfer(this.file, {
      url: texts.assetUpload,
      token: this.form.elements.csrfmiddlewaretoken.value,
      progress: (bytes) => {
        bar.value = bytes;
        this.say(fill(texts.textSent, { sent: megabytes(bytes), total: megabytes(this.file.size) }));
      },
      waiting: (down) => down && this.say(texts.textWaiting),
    });
    this.arrived = await this.transfer.send();
    return this.arrived;
  }

  async drop() {
    this.arrived = null;
    await this.transfer?.discard().catch(() => {});
    this.transfer = null;
  }

  body(id) {
    const body = new FormData(this.form);
    for (const name of [...body.keys()]) if (body.get(name) instanceof File) body.delete(name);
    body.set("upload_id", id);
    body.set("path", this.path);
    return body;
  }

  finish(text, said) {
    this.asset = said.asset;
    const links = [linked(text, said.title, said.url)];
    this.part("said").replaceChildren(...links.flat());
    for (const twin of said.same ?? []) this.part("same").append(...linked(this.form.dataset.textSame, twin.title, twin.url), " ");
    this.item.classList.remove("is-wrong");
    this.part("remove").remove();
  }

  show({ state, text, thumbnail, alike }) {
    if (state === "received") return;
    this.settled = true;
    if (thumbnail) {
      const image = new Image();
      image.alt = "";
      image.src = thumbnail;
      this.part("picture").replaceChildren(image);
    }
    if (state === "failed") this.say(text, true);
    if (alike) this.part("same").append(fill(this.form.dataset.textAlike, { title: alike }));
  }
}

// Every file below the entries of a drop, with its path.
async function walked(entries) {
  const found = [];
  const visit = async (entry) => {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject)).catch(() => null);
      if (file) found.push({ file, path: entry.fullPath.replace(/^\//, "") });
      return;
    }
    const reader = entry.createReader();
    for (;;) { // a reader gives a hundred at a time
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)).catch(() => []);
      if (!some.length) return;
      for (const one of some) await visit(one);
    }
  };
  for (const entry of entries) await visit(entry);
  return found.sort((one, other) => one.path.localeCompare(other.path));
}

// Where each received file stands, asked for while anything moves.
function watch(form, rows) {
  setInterval(async () => {
    const moving = rows.filter((row) => row.asset && !row.settled).slice(0, MOST_ASKED);
    if (!moving.length || document.hidden) return;
    const query = new URLSearchParams(moving.map((row) => ["id", row.asset]));
    const answer = await fetch(`${form.dataset.states}?${query}`).catch(() => null);
    if (!answer?.ok) return;
    const { states } = await answer.json();
    for (const row of moving) {
      if (states[row.asset]) row.show(states[row.asset]);
      else row.settled = true;
    }
  }, ASK_EVERY);
}

function keyOf(file, path) {
  return `${REMEMBERED}${path}:${file.size}:${file.lastModified}`;
}

function remember(key, said) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...said, at: Date.now() }));
  } catch { /* full: the next upload of the same file is a duplicate that is pointed out */ }
}

function remembered(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forgetOld() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(REMEMBERED))) {
    if (!(Date.now() - (remembered(key)?.at ?? 0) < REMEMBER_MS)) localStorage.removeItem(key);
  }
}

function linked(text, name, address) {
  const [before, after] = text.split("{name}");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = name;
  return [before, link, after ?? ""];
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function megabytes(bytes) {
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1_000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${amount.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${unit}`;
}
