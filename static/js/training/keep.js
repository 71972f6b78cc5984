// Beside a lesson: which lessons of the course are kept on this device.

import { dropCourse, keepCourse, keptCourse } from "./keeping.js";

const box = document.querySelector("[data-keep]");
const state = box.querySelector("[data-state]");
const list = box.querySelector("[data-lessons]");
const remove = box.querySelector("[data-remove]");
let bundle = null;

function say(what) {
  state.textContent = state.dataset[what];
  state.dataset.is = what;
}

async function show() {
  const key = box.dataset.keep.split("/").at(-2);
  const kept = await keptCourse(key);
  say(kept ? "kept" : "none");
  remove.hidden = !kept;
  box.querySelector("[data-shelf-link]").hidden = !kept;
  return kept;
}

async function fill() {
  if (bundle) return;
  bundle = await (await fetch(box.dataset.keep)).json();
  const kept = (await show())?.lessons.map((lesson) => lesson.id);
  list.replaceChildren(...bundle.lessons.map((lesson) => {
    const label = document.createElement("label");
    const tick = document.createElement("input");
    Object.assign(tick, { type: "checkbox", value: lesson.id, checked: kept ? kept.includes(lesson.id) : true });
    tick.className = "form-check-input";
    const size = lesson.bytes ? ` (${(lesson.bytes / 2 ** 20).toFixed(1)} MB)` : "";
    label.append(tick, ` ${lesson.title}${size}`);
    return label;
  }));
}

box.querySelector("[data-choice]").addEventListener("toggle", () => fill().catch(() => say("failed")));
box.querySelector("[data-keep-now]").addEventListener("click", async () => {
  say("loading");
  try {
    await fill();
    await navigator.serviceWorker.register(box.dataset.worker, { scope: box.dataset.scope });
    await navigator.serviceWorker.ready;
    await keepCourse(bundle, [...list.querySelectorAll("input:checked")].map((tick) => tick.value));
    await show();
  } catch { say("failed"); }
});
remove.addEventListener("click", async () => {
  await dropCourse(bundle.key);
  await show();
});

if ("serviceWorker" in navigator && "caches" in window) {
  box.hidden = false;
  show().catch(() => { box.hidden = true; });
}
