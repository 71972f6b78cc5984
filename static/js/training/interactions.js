// What a person does inside a question: choose, type, move, point. `take(question)` is called when the answer changed,
// `message(question, text)` says something below it.

import { addPoint, KINDS } from "./questions.js";

const TYPING_MS = 600;

/** Listens to a question. `more(button)` may take a press of a button that is not the question's own. */
export function listen(question, { take, message, more = () => false }) {
  const kind = KINDS[question.dataset.kind];
  let typing = 0;
  question.addEventListener("input", (event) => {
    if (!event.target.matches("[data-typed], input[data-gap]")) return;
    clearTimeout(typing);
    typing = setTimeout(() => { typing = 0; take(question); }, TYPING_MS);
  });
  question.addEventListener("change", (event) => {
    if (event.target.matches("[data-upload]")) return;
    if (event.target.matches("[data-typed], input[data-gap]") && !typing) return;
    clearTimeout(typing);
    typing = 0;
    if (event.target.matches("[data-region]")) limitPlaces(question, event.target);
    take(question);
  });
  question.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches("[data-clear]")) { kind.write(question, null); take(question); }
    else if (button?.matches("[data-as-is]")) { button.hidden = true; take(question); }
    else if (button?.matches("[data-move]")) move(question, button.closest("li"), Number(button.dataset.move), button, take);
    else if (button?.matches(".hotspot-point")) { button.remove(); take(question); }
    else if (button && more(button)) return;
    else if (event.target.closest("[data-picture]")) point(question, event, take, message);
  });
  drag(question, take);
}

function move(question, item, step, button, take) {
  const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(item); else other.after(item);
  button.focus();
  question.querySelector("[data-as-is]").hidden = true;
  take(question);
}

function drag(question, take) {
  const list = question.querySelector(".ordering");
  if (!list) return;
  let dragged = null;
  list.addEventListener("dragstart", (event) => { dragged = event.target.closest("li"); dragged.classList.add("is-dragged"); });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged); else over.after(dragged);
  });
  list.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("is-dragged");
    dragged = null;
    question.querySelector("[data-as-is]").hidden = true;
    take(question);
  });
}

function point(question, event, take, message) {
  const picture = question.querySelector("[data-picture] img").getBoundingClientRect();
  const x = (event.clientX - picture.left) / picture.width;
  const y = (event.clientY - picture.top) / picture.height;
  if (x < 0 || x > 1 || y < 0 || y > 1) return;
  if (Number(question.dataset.most) === 1) KINDS.hotspot.write(question, null);
  else if (placesChosen(question) >= Number(question.dataset.most)) {
    message(question, gettext("Remove a place first: no more are asked for."));
    return;
  }
  addPoint(question, x, y);
  take(question);
}

function limitPlaces(question, input) {
  if (Number(question.dataset.most) === 1) for (const one of question.querySelectorAll(".hotspot-point")) one.remove();
  else if (placesChosen(question) > Number(question.dataset.most)) input.checked = false;
}

function placesChosen(question) {
  return question.querySelectorAll(".hotspot-point, [data-region]:checked").length;
}
