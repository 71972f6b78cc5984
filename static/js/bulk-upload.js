// Many manuals at once: a row for each file, sent in parts, two files at a time; each row succeeds or fails on its own.

import { Cancelled, Refusal, Transfer } from "./upload.js";

const FILES_AT_ONCE = 2;
const ASK_EVERY = 2_000;
const OWN = ["title", "document_number", "label", "effective_from", "language", "category"];

const form = document.querySelector("form[data-bulk-upload]");
if (form) bind(form);

function bind(form) {
  const picker = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  const button = form.querySelector("button[type=submit]");
  const rows = [];
  let sending = false;

  const refresh = () => {
    const done = rows.filter((row) => row.done).length;
    button.disabled = sending || done === rows.length;
    form.querySelector("[data-count]").textContent = rows.length
      ? fill(form.dataset.textCount, { done, total: rows.length })
      : "";
  };

  const add = async (files) => {
    const notes = [];
    const pdfs = files.filter((file) => {
      if (/\.pdf$/i.test(file.name) || file.type === "application/pdf") return true;
      notes.push(fill(form.dataset.textNotPdf, { name: file.name }));
      return false;
    });
    const room = Number(form.dataset.most) - rows.length;
    if (pdfs.length > room) notes.push(fill(form.dataset.textMany, { number: form.dataset.most }));
    const taken = pdfs.slice(0, Math.max(0, room));
    form.querySelector("[data-notes]").textContent = notes.join(" ");
    if (!taken.length) return;
    const proposals = await proposed(form, taken);
    taken.forEach((file, index) => rows.push(new Row(form, file, proposals[index], (row) => {
      rows.splice(rows.indexOf(row), 1);
      refresh();
    })));
    refresh();
  };

  picker.addEventListener("change", () => {
    add([...picker.files]);
    picker.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    refresh();
    const queue = rows.filter((row) => !row.done);
    const lane = async () => {
      while (queue.length) {
        await queue.shift().send();
        refresh();
      }
    };
    await Promise.all(Array.from({ length: FILES_AT_ONCE }, lane));
    sending = false;
    refresh();
    const wrong = rows.find((row) => !row.done);
    // To the first that is wrong, unless the person is typing somewhere by now.
    if ([document.body, button].includes(document.activeElement)) (wrong?.item.querySelector("[aria-invalid]") ?? wrong?.item.querySelector("input"))?.focus();
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending) event.preventDefault();
  });
  watch(form, rows);
}

class Row {
  constructor(form, file, proposal, removed) {
    Object.assign(this, { form, file, done: false, edition: null });
    this.item = form.querySelector("template").content.firstElementChild.cloneNode(true);
    this.part("name").textContent = `${file.name} (${megabytes(file.size)})`;
    for (const name of OWN) this.field(name).value = proposal?.[name] ?? "";
    this.part("kind").textContent = proposal?.existing
      ? fill(form.dataset.textEdition, { title: proposal.existing })
      : form.dataset.textNew;
    this.part("remove").addEventListener("click", async () => {
      await this.transfer?.cancel();
      this.item.remove();
      removed(this);
    });
    form.querySelector("[data-rows]").append(this.item);
  }

  part(name) {
    return this.item.querySelector(`[data-${name}]`);
  }

  field(name) {
    return this.item.querySelector(`[name=${name}]`);
  }

  say(text) {
    this.part("said").textContent = text;
  }

  async send() {
    const texts = this.form.dataset;
    this.wrong({});
    try {
      const id = await this.sent();
      this.say(texts.textChecking);
      const answer = await fetch(texts.row, { method: "POST", body: this.body(id) });
      const said = await answer.json();
      if (!answer.ok) {
        this.say("");
        this.wrong(said.errors ?? {});
        // A file that was refused would be refused again.
        if (answer.status === 422 && said.errors?.upload_id) await this.drop();
        return;
      }
      this.finish(answer.status === 201 ? texts.textReceived : texts.textPresent, said);
      await this.drop();
    } catch (error) {
      if (error instanceof Cancelled) return;
      this.say("");
      this.wrong({ upload_id: [(error instanceof Refusal && error.message) || texts.textFailed] });
      this.transfer = null;
    }
  }

  // The id of the upload; a file that has arrived before is not sent again.
  async sent() {
    const texts = this.form.dataset;
    if (this.arrived) return this.arrived;
    const bar = this.item.querySelector("progress");
    bar.hidden = false;
    bar.max = this.file.size;
    this.transfer = new Transfer(this.file, {
      url: texts.bulkUpload,
      token: this.form.elements.csrfmiddlewaretoken.value,
      progress: (bytes) => {
        bar.value = bytes;
        this.say(fill(texts.textSent, { sent: megabytes(bytes), total: megabytes(this.file.size) }));
      },
      waiting: (down) => down && this.say(texts.textWaiting),
    });
    this.arrived = await this.transfer.send();
    bar.hidden = true;
    return this.arrived;
  }

  async drop() {
    this.arrived = null;
    await this.transfer?.discard().catch(() => {});
    this.transfer = null;
  }

  body(id) {
    const body = new FormData();
    const shared = this.form.elements;
    body.set("csrfmiddlewaretoken", shared.csrfmiddlewaretoken.value);
    for (const name of ["section", "brand"]) body.set(name, this.form.querySelector(`.bulk-shared [name=${name}]`).value);
    for (const name of OWN) {
      const common = this.form.querySelector(`.bulk-shared [name=${name}]`);
      body.set(name, this.field(name).value || common?.value || "");
    }
    body.set("upload_id", id);
    return body;
  }

  wrong(errors) {
    const list = this.part("errors");
    list.replaceChildren();
    for (const input of this.item.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    for (const [name, texts] of Object.entries(errors)) {
      const input = OWN.includes(name) ? this.field(name) : null;
      input?.setAttribute("aria-invalid", "true");
      const label = input?.closest("label").querySelector("span").textContent;
      for (const text of texts) {
        const line = document.createElement("li");
        line.textContent = label ? `${label}: ${text}` : text;
        list.append(line);
      }
    }
    list.hidden = !list.children.length;
  }

  finish(text, { edition, name, url }) {
    this.done = true;
    this.edition = edition;
    const [before, after] = text.split("{name}");
    const link = document.createElement("a");
    link.href = url;
    link.textContent = name;
    this.part("said").replaceChildren(before, link, after ?? "");
    for (const input of this.item.querySelectorAll("input, select")) input.disabled = true;
    this.part("remove").remove();
    this.part("kind").remove();
  }
}

async function proposed(form, files) {
  const answer = await fetch(form.dataset.proposals, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    body: JSON.stringify({ names: files.map((file) => file.name) }),
  });
  return answer.ok ? (await answer.json()).proposals : [];
}

// Where each received edition stands, asked for while anything moves.
function watch(form, rows) {
  const settled = new Set();
  setInterval(async () => {
    const moving = rows.filter((row) => row.edition && !settled.has(row.edition));
    if (!moving.length || document.hidden) return;
    const query = new URLSearchParams(moving.map((row) => ["id", row.edition]));
    const answer = await fetch(`${form.dataset.states}?${query}`).catch(() => null);
    if (!answer?.ok) return;
    const { states, moving: still } = await answer.json();
    for (const row of moving) {
      const html = states[row.edition];
      if (html !== undefined) row.part("state").innerHTML = html;
      if (!still) settled.add(row.edition);
    }
  }, ASK_EVERY);
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function megabytes(bytes) {
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1_000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${amount.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${unit}`;
}
