// Every page: lessons kept on the device are the owner's alone, the theme switch, "/" for the search field, and the keyboard of its suggestions.

import "./tables.js";

const root = document.documentElement;

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.addEventListener("click", () => setTheme(root.dataset.bsTheme === "dark" ? "light" : "dark"));
}

function setTheme(theme) {
  root.dataset.bsTheme = theme;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  try {
    // Choosing what the system has anyway means following it again.
    if (theme === system) localStorage.removeItem("forecourt-theme");
    else localStorage.setItem("forecourt-theme", theme);
  } catch { /* storage is refused: the choice lasts for this page */ }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (change) => {
  let kept = null;
  try { kept = localStorage.getItem("forecourt-theme"); } catch { /* as above */ }
  if (!kept) root.dataset.bsTheme = change.matches ? "dark" : "light";
});

// On a narrow screen the entries stand in one row that moves: the one that is open is brought into sight.
for (const here of document.querySelectorAll(".subnav [aria-current]")) {
  const row = here.closest("ul");
  if (row) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector(".reader")) return;
  const field = [...document.querySelectorAll("#hero-q, #site-q")].find((one) => one.checkVisibility({ checkVisibilityCSS: true }));
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

for (const field of document.querySelectorAll("input[role=combobox]")) {
  const list = document.getElementById(field.getAttribute("aria-controls"));
  const options = () => [...list.querySelectorAll("[role=option]")];

  const close = () => { list.replaceChildren(); select(null); };
  const select = (chosen) => {
    for (const option of options()) option.setAttribute("aria-selected", String(option === chosen));
    field.setAttribute("aria-expanded", String(options().length > 0));
    if (chosen) { field.setAttribute("aria-activedescendant", chosen.id); chosen.scrollIntoView({ block: "nearest" }); }
    else field.removeAttribute("aria-activedescendant");
  };

  list.addEventListener("htmx:afterSwap", () => {
    if (document.activeElement !== field || !field.value.trim()) { close(); return; }
    options().forEach((option, place) => { option.id ||= `${list.id}-${place}`; option.tabIndex = -1; });
    select(null);
  });
  field.addEventListener("input", () => { if (!field.value.trim()) close(); });
  field.addEventListener("blur", () => setTimeout(() => { if (!list.contains(document.activeElement)) close(); }, 150));
  field.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape" && all.length) { event.preventDefault(); close(); }
    else if (event.key === "ArrowDown" && all.length) { event.preventDefault(); select(all[(at + 1) % all.length]); }
    else if (event.key === "ArrowUp" && all.length) { event.preventDefault(); select(all[(at <= 0 ? all.length : at) - 1]); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); all[at].click(); }
  });
}

// Lessons kept on this device (training/keeping.js) go when their owner signs out, or somebody else has signed in; what
// was done without a network is sent before.
let owner = null;
try { owner = localStorage.getItem("forecourt-kept"); } catch { /* storage is refused: nothing is kept */ }
if (owner) {
  const keeping = import("./training/keeping.js");
  if (root.dataset.person && root.dataset.person !== owner) keeping.then(({ wipe }) => wipe());
  else if (root.dataset.person) keeping.then(({ sendDone }) => sendDone());
  for (const form of document.querySelectorAll("form[action*='/account/logout']")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { sendDone, wipe } = await keeping;
      await sendDone();
      await wipe();
      form.submit();
    });
  }
}
