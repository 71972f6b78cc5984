// Two pages side by side: from one difference to the next with the arrow keys or the buttons, and on to the next page.

const root = document.getElementById("changes-place");
const differences = [...root.querySelectorAll("[data-difference]")];
let at = -1;

for (const button of root.querySelectorAll("[data-step]")) {
  button.hidden = differences.length === 0;
  button.addEventListener("click", () => step(Number(button.dataset.step)));
}
for (const [place, difference] of differences.entries()) difference.addEventListener("click", () => show(place));

const keys = {
  ArrowRight: () => step(1),
  ArrowLeft: () => step(-1),
  n: () => step(1),
  p: () => step(-1),
  PageDown: () => follow("next"),
  PageUp: () => follow("prev"),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, .modal.show")) return;
  const action = keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});
if (location.hash === "#last") show(differences.length - 1);

function step(by) {
  const next = at < 0 && by < 0 ? -1 : at + by;
  if (next >= 0 && next < differences.length) show(next);
  else follow(by > 0 ? "next" : "prev", by < 0 ? "#last" : "");
}

function follow(rel, hash = "") {
  const way = root.querySelector(`a[rel=${rel}]`);
  if (way) location.assign(way.href + hash);
}

function show(place) {
  if (!differences[place]) return;
  at = place;
  for (const marked of root.querySelectorAll(".is-current")) marked.classList.remove("is-current");
  differences[place].classList.add("is-current");
  const number = differences[place].dataset.difference;
  const marks = [...root.querySelectorAll(`[data-place="${number}"]`)];
  for (const mark of marks) mark.classList.add("is-current");
  const seen = marks.at(-1)?.firstElementChild ?? differences[place];
  seen.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}
