// The fields of a question, drawn from the description that the server gives (training/bank/admin/fields.py). Each field
// writes at once into the question, a plain object; lists are drawn again when something is added, moved or removed.

import { button, freshId, make } from "./dom.js";
import { richText } from "./rich-text.js";
import { surface } from "./regions.js";

const percent = (share) => (share === null || share === undefined ? "" : String(Math.round(share * 1e7) / 1e5));
const join = (path, name) => (name === "" ? path : path ? `${path}.${name}` : name);

const STARTS = { rich: () => ({}), plain: () => ({}), share: () => 0, flag: () => false, number: () => null, whole: () => 0, text: () => "", truth: () => true, many: () => [], texts: () => [], language: () => null, ref: () => "", picture: () => null, points: () => [[0.4, 0.4], [0.6, 0.4], [0.5, 0.6]] };

/** What an entry with these fields is before anybody writes. */
export function fresh(fields) {
  const made = {};
  for (const field of fields) {
    if (field.type === "variant") {
      const [kind, variant] = Object.entries(field.variants)[0];
      made[field.name] = { kind, ...fresh(variant.fields) };
    } else if (field.name) {
      made[field.name] = "start" in field ? field.start : STARTS[field.type]();
    }
  }
  return made;
}

/** Draws fields. `desk`: {languages, pictures, upload(), changed(), question}. */
export class Fields {
  constructor(desk) { this.desk = desk; }

  draw(fields, target, path) {
    return fields.map((field) => this.#one(field, target, path));
  }

  #one(field, target, path) {
    const here = join(path, field.name);
    if (field.name && !(field.name in target)) target[field.name] = fresh([field])[field.name];
    const drawn = this[field.type](field, target, here);
    drawn.dataset.path ??= here;
    if (!field.folded) return drawn;
    const empty = field.type === "many" || field.type === "texts" ? !target[field.name].length : !Object.values(target[field.name]).some(Boolean);
    return make("details", { className: "question-folded", open: !empty }, make("summary", { textContent: field.label }), drawn);
  }

  #set(target, name, value) {
    target[name] = value;
    this.desk.changed();
  }

  #labelled(field, input, className = "") {
    input.id ||= freshId("question-field");
    return make("div", { className: `question-field ${className}` }, make("label", { htmlFor: input.id, textContent: field.label }), input, this.#error());
  }

  #error() { return make("p", { className: "question-error", hidden: true, data: { error: "" } }); }

  #inEachLanguage(field, target, write) {
    const texts = target[field.name];
    const boxes = this.desk.languages.map(({ code, name }) => {
      const box = write(texts[code] ?? "", code, `${field.label} · ${name}`, (text) => {
        if (text) texts[code] = text; else delete texts[code];
        this.desk.changed();
      });
      return make("div", { className: "question-language" }, make("span", { className: "question-language-name", textContent: name }), box);
    });
    return make("div", { className: "question-field" },
      make("p", { className: field.folded ? "question-label w-sr-only" : "question-label", textContent: field.label }),
      make("div", { className: "question-languages" }, ...boxes), this.#error());
  }

  rich(field, target) {
    return this.#inEachLanguage(field, target, (html, lang, label, onChange) =>
      richText({ html, lang, label, tall: field.tall, pictures: this.desk.pictures, upload: this.desk.upload, onChange }));
  }

  plain(field, target) {
    return this.#inEachLanguage(field, target, (value, lang, label, onChange) => {
      const input = make("input", { type: "text", value, lang, maxLength: 500, aria: { label } });
      input.addEventListener("input", () => onChange(input.value.trim()));
      return input;
    });
  }

  text(field, target) {
    const input = make("input", { type: "text", value: target[field.name] ?? "", maxLength: 500 });
    input.addEventListener("input", () => this.#set(target, field.name, input.value));
    return this.#labelled(field, input);
  }

  number(field, target) {
    const input = make("input", { type: "number", step: "any", value: target[field.name] ?? "" });
    input.addEventListener("input", () => this.#set(target, field.name, input.value === "" ? null : Number(input.value)));
    return this.#labelled(field, input, "is-short");
  }

  whole(field, target) {
    const drawn = this.number(field, target);
    drawn.querySelector("input").step = "1";
    return drawn;
  }

  share(field, target) {
    const input = make("input", { type: "number", step: "any", min: String(field.least ?? 0), max: "100", value: percent(target[field.name]) });
    input.addEventListener("input", () => this.#set(target, field.name, input.value === "" ? null : Number(input.value) / 100));
    return this.#labelled(field, input, "is-short");
  }

  flag(field, target) {
    const input = make("input", { type: "checkbox", checked: Boolean(target[field.name]), id: freshId("question-field") });
    input.addEventListener("change", () => this.#set(target, field.name, input.checked));
    return make("div", { className: "question-field is-flag" }, input, make("label", { htmlFor: input.id, textContent: field.label }), this.#error());
  }

  #select(field, target, options, read = (value) => value) {
    const select = make("select", {}, ...options.map(([value, text]) => make("option", { value, textContent: text })));
    select.value = String(target[field.name] ?? "");
    select.addEventListener("change", () => this.#set(target, field.name, read(select.value)));
    return this.#labelled(field, select, "is-short");
  }

  truth(field, target) { return this.#select(field, target, field.options, (value) => value === "true"); }

  language(field, target) {
    const options = [["", gettext("any")], ...this.desk.languages.map(({ code, name }) => [code, name])];
    return this.#select(field, target, options, (value) => value || null);
  }

  ref(field, target) {
    const drawn = this.#select(field, target, []);
    const select = drawn.querySelector("select");
    const refill = () => {
      const entries = this.desk.question[field.to] ?? [];
      select.replaceChildren(make("option", { value: "", textContent: gettext("Choose…") }), ...entries.map((entry, index) => make("option", { value: entry.id, textContent: wordsOf(entry) || String(index + 1) })));
      select.value = target[field.name] ?? "";
    };
    refill();
    select.addEventListener("focus", refill);
    return drawn;
  }

  points(field, target) {
    const shown = target[field.name].map(([x, y]) => `${percent(x)},${percent(y)}`).join(" ");
    const input = make("input", { type: "text", value: shown });
    input.addEventListener("change", () => {
      const corners = input.value.trim().split(/\s+/).map((corner) => corner.split(",").map((number) => Number(number) / 100));
      this.#set(target, field.name, corners);
    });
    return this.#labelled(field, input);
  }

  picture(field, target, path) {
    const held = field.name === "" ? target : null;
    const value = () => held ?? target[field.name];
    const place = make("div", { className: "question-field", data: { path } });
    const redraw = () => {
      const picture = value();
      const known = picture?.sha256 ? this.desk.pictures[picture.sha256] : null;
      const alt = known ? this.plain({ name: "alt", label: gettext("What the picture shows, in words") }, (picture.alt ??= {}, picture)) : null;
      let shown = known ? make("img", { className: "question-picture", src: known, alt: "" }) : null;
      if (known && field.surface) {
        const drawing = surface({
          address: known, alt: "", regions: () => target[field.surface] ?? [],
          add: (outline) => this.desk.addRegion(outline),
          changed: () => { this.desk.changed(); this.desk.redrawRegions?.(); },
        });
        this.desk.surface = drawing;
        shown = drawing.element;
      }
      place.replaceChildren(
        make("p", { className: "question-label", textContent: field.label }), shown ?? "",
        button(known ? gettext("Another picture") : gettext("Choose a picture"), async () => {
          const kept = await this.desk.upload();
          if (!kept) return;
          if (held) held.sha256 = kept.sha256; else target[field.name] = { alt: value()?.alt ?? {}, sha256: kept.sha256 };
          this.desk.changed();
          redraw();
        }), alt ?? "", this.#error());
    };
    redraw();
    return place;
  }

  texts(field, target, path) {
    const entry = { fields: [], add: field.add, label: field.label, plainEntries: true };
    return this.many({ ...field, ...entry, type: "many" }, target, path);
  }

  variant(field, target, path) {
    const place = make("div", { className: "question-variant", data: { path } });
    const redraw = () => {
      const value = target[field.name];
      const select = this.#select({ name: "kind", label: field.label }, value, Object.entries(field.variants).map(([kind, { label }]) => [kind, label]), (kind) => {
        target[field.name] = { kind, ...fresh(field.variants[kind].fields) };
        queueMicrotask(redraw);
        return kind;
      });
      place.replaceChildren(select, ...this.draw(field.variants[value.kind].fields, value, path));
    };
    redraw();
    return place;
  }

  many(field, target, path) {
    const list = make("ol", { className: "question-many" });
    const entries = target[field.name];
    const redraw = (focus = -1) => {
      list.replaceChildren(...entries.map((entry, index) => this.#entry(field, entries, index, path, redraw)));
      if (focus >= 0) list.children[focus]?.querySelector("[contenteditable], input, select")?.focus();
      this.desk.surface?.draw();
    };
    const add = (more = {}) => {
      entries.push({ ...this.#newEntry(field, entries), ...more });
      this.desk.changed();
      redraw(entries.length - 1);
    };
    while (entries.length < (field.least ?? 0)) entries.push(this.#newEntry(field, entries));
    if (field.name === "regions") { this.desk.addRegion = (outline) => add({ outline }); this.desk.redrawRegions = () => redraw(); }
    redraw();
    const adding = field.variants
      ? Object.entries(field.variants).map(([kind, { label }]) => button(`${field.add}: ${label}`, () => add({ kind, ...fresh(field.variants[kind].fields) })))
      : [button(field.add, () => add())];
    return make("fieldset", { className: "question-list", data: { path } },
      make("legend", { className: field.folded ? "w-sr-only" : "", textContent: field.label }),
      field.help ? make("p", { className: "help", textContent: field.help }) : null, this.#error(), list,
      make("div", { className: "question-adding" }, ...adding));
  }

  #newEntry(field, entries) {
    if (field.plainEntries) return {};
    const [kind, variant] = field.variants ? Object.entries(field.variants)[0] : [null, null];
    const made = kind ? { kind, ...fresh(variant.fields) } : fresh(field.fields);
    if (field.ids) made.id = freeId(field.ids, entries);
    if (field.name === "options" && !entries.length) made.fraction = 1;
    return made;
  }

  #entry(field, entries, index, path, redraw) {
    const entry = entries[index];
    const here = `${path}.${index}`;
    const move = (to) => { entries.splice(to, 0, entries.splice(index, 1)[0]); this.desk.changed(); redraw(to); };
    const number = String(index + 1);
    const tools = make("div", { className: "question-entry-tools" },
      make("span", { className: "question-entry-name", textContent: field.marker ? `[[${entry.id}]]` : number }),
      button("↑", () => move(index - 1), { disabled: index === 0, ariaLabel: interpolate(gettext("Up: %s"), [number]) }),
      button("↓", () => move(index + 1), { disabled: index === entries.length - 1, ariaLabel: interpolate(gettext("Down: %s"), [number]) }),
      button("✕", () => { entries.splice(index, 1); this.desk.changed(); redraw(); }, { ariaLabel: interpolate(gettext("Remove: %s"), [number]) }));
    let drawn;
    if (field.plainEntries) drawn = [this.rich({ name: index, label: `${field.label} ${number}` }, entries)];
    else drawn = this.draw(field.variants ? field.variants[entry.kind].fields : field.fields, entry, here);
    return make("li", { className: "question-entry", data: { path: here } }, tools, make("div", { className: "question-entry-fields" }, ...drawn));
  }
}

function freeId(prefix, entries) {
  const taken = new Set(entries.map((entry) => entry.id));
  let number = entries.length + 1;
  while (taken.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

function wordsOf(entry) {
  const html = Object.values(entry.text ?? {}).find(Boolean) ?? "";
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim().slice(0, 80);
}
