// Grading by keyboard: 1 to 9 choose a level of the criterion that has the focus and go on to the next one; Ctrl and Enter keep.

const form = document.querySelector("[data-grade]");
const criteria = [...form.querySelectorAll(".grade-criterion")];
const start = form.querySelector(".grade-criterion input:checked, .grade-criterion input, [name=share]");
start?.focus({ preventScroll: true });

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const here = event.target.closest?.(".grade-criterion");
  if (!here || event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
  const level = here.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!level) return;
  event.preventDefault();
  level.checked = true;
  const next = criteria[criteria.indexOf(here) + 1];
  (next?.querySelector("input") ?? form.querySelector("textarea")).focus();
});
