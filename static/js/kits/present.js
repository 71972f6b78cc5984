// Slides in the showroom: swipe, arrows, keys; full screen where the browser has it. The customer holds the tablet, so
// that nothing leads back into the portal but a long press or Esc; "back" turns to the slide before. All pictures are
// in the page, and are asked for at once: once they are there the network may go.

const HOLD_MS = 1200;
const SWIPE_PIXELS = 50;

const slides = [...document.querySelectorAll("[data-slide]")];
const stage = document.getElementById("stage");
const place = document.querySelector("[data-place]");
const said = document.querySelector("[data-said]");
const [back, forth] = document.querySelectorAll("[data-turn]");
let at = 0;

function show(to) {
  to = Math.min(Math.max(to, 0), slides.length - 1);
  for (const film of slides[at].querySelectorAll("video")) film.pause();
  slides.forEach((slide, number) => { slide.hidden = number !== to; });
  at = to;
  place.textContent = `${at + 1} / ${slides.length}`;
  back.disabled = at === 0;
  forth.disabled = at === slides.length - 1;
}

const turn = (by) => show(at + by);
back.addEventListener("click", () => turn(-1));
forth.addEventListener("click", () => turn(1));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const onFilm = event.target.closest?.("video");
  switch (event.key) {
    case "ArrowRight": case "PageDown": if (!onFilm) turn(1); break;
    case "ArrowLeft": case "PageUp": if (!onFilm) turn(-1); break;
    case " ": if (onFilm || event.target.closest?.("button")) return; turn(event.shiftKey ? -1 : 1); break;
    case "Home": show(0); break;
    case "End": show(slides.length - 1); break;
    case "Escape": leave(); break;
    default: return;
  }
  if (!onFilm) event.preventDefault();
});

// A finger that moves sideways turns; one that moves up and down reads a long table.
let start = null;
stage.addEventListener("pointerdown", (event) => { start = event.target.closest("video") ? null : [event.clientX, event.clientY]; });
stage.addEventListener("pointerup", (event) => {
  if (!start) return;
  const [x, y] = [event.clientX - start[0], event.clientY - start[1]];
  start = null;
  if (Math.abs(x) > SWIPE_PIXELS && Math.abs(x) > 1.5 * Math.abs(y)) turn(x < 0 ? 1 : -1);
});
stage.addEventListener("pointercancel", () => { start = null; });
document.addEventListener("contextmenu", (event) => event.preventDefault());

// Leaving: a long press, or Esc.
const door = document.querySelector("[data-leave-button]");
let held = 0;
function hold() {
  door.classList.add("is-held");
  said.textContent = document.body.dataset.hold;
  held = setTimeout(leave, HOLD_MS);
}
function release() {
  clearTimeout(held);
  door.classList.remove("is-held");
  setTimeout(() => { said.textContent = ""; }, 1500);
}
door.addEventListener("pointerdown", hold);
for (const end of ["pointerup", "pointerleave", "pointercancel"]) door.addEventListener(end, release);
door.addEventListener("keydown", (event) => { if ((event.key === "Enter" || event.key === " ") && !event.repeat) { event.stopPropagation(); hold(); } });
door.addEventListener("keyup", release);
door.addEventListener("blur", release);

async function leave() {
  removeEventListener("popstate", stay);
  if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
  location.replace(document.body.dataset.leave);
}

// "Back" of the browser does not lead out.
function stay() {
  history.pushState(null, "");
  turn(-1);
}
history.pushState(null, "");
addEventListener("popstate", stay);

const full = document.querySelector("[data-full]");
if (document.fullscreenEnabled) {
  const enter = () => document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => {});
  full.addEventListener("click", () => { if (document.fullscreenElement) document.exitFullscreen(); else enter(); });
} else full.hidden = true;

// The screen stays on while somebody is looking.
const awake = async () => { try { await navigator.wakeLock?.request("screen"); } catch { /* not allowed: it dims */ } };
document.addEventListener("visibilitychange", () => { if (!document.hidden) awake(); });
awake();

for (const picture of document.images) {
  picture.loading = "eager";
  // Decoded ahead, so that a turn does not flicker.
  picture.decode?.().catch(() => {});
}
show(0);
stage.focus();
Promise.allSettled([...document.images].map((one) => one.decode?.())).then(() => { document.body.dataset.ready = ""; });
