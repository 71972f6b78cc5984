// How many questions fit each draw of an assessment, while it is being written.

const address = document.querySelector("[data-slot-counts]").dataset.slotCounts;
const form = document.getElementById("w-editor-form");
const NAMES = ["category", "easiest", "hardest", "objective", "tag"];
const PAUSE_MS = 300;
const timers = new Map();

const prefixOf = (field) => /^(sections-\d+-slots-\d+)-/.exec(field.name ?? "")?.[1];

async function count(prefix) {
  const field = (name) => form.querySelector(`[name="${prefix}-${name}"]`);
  const wanted = field("count");
  if (!wanted) return;
  let place = document.getElementById(`${prefix}-fits`);
  if (!place) {
    place = document.createElement("p");
    place.id = `${prefix}-fits`;
    place.className = "slot-fits";
    place.setAttribute("role", "status");
    wanted.closest(".w-panel__content, .w-field__wrapper, div").append(place);
  }
  const asks = Object.fromEntries(NAMES.map((name) => [name, field(name)?.value ?? ""]));
  if (field("question")?.value || (!asks.category && !asks.objective)) { place.textContent = ""; return; }
  try {
    const reply = await fetch(`${address}?${new URLSearchParams(asks)}`);
    const { fits } = await reply.json();
    place.textContent = interpolate(ngettext("%s question fits and is ready.", "%s questions fit and are ready.", fits), [fits]);
    place.classList.toggle("is-short", fits < Number(wanted.value));
  } catch { place.textContent = ""; }
}

function later(event) {
  const prefix = prefixOf(event.target);
  if (!prefix) return;
  clearTimeout(timers.get(prefix));
  timers.set(prefix, setTimeout(() => count(prefix), PAUSE_MS));
}

form.addEventListener("input", later);
form.addEventListener("change", later);
for (const field of form.querySelectorAll("[name$='-count']")) {
  const prefix = prefixOf(field);
  if (prefix) count(prefix);
}
