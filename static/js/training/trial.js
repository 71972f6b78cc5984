// Trying questions without a record: answer, then see how it would be graded. With `data-fixed` only what was answered
// is shown.

import { listen } from "./interactions.js";
import { KINDS } from "./questions.js";

const page = document.querySelector("[data-trial]");
const questions = [...page.querySelectorAll(".question[data-kind]")];
const fixed = "fixed" in page.dataset;

function message(question, text) {
  const place = question.querySelector("[data-message]");
  place.textContent = text;
  place.hidden = !text;
}

function take(question) {
  message(question, "");
  const clear = question.querySelector("[data-clear]");
  if (clear) clear.hidden = KINDS[question.dataset.kind].empty(KINDS[question.dataset.kind].read(question));
}

for (const question of questions) {
  const kept = JSON.parse(document.getElementById(`answer-${question.dataset.position}`).textContent);
  KINDS[question.dataset.kind].write(question, kept);
  if (fixed) for (const field of question.querySelectorAll("input, select, textarea, button")) field.disabled = true;
  else listen(question, { take, message });
}

const form = page.querySelector("[data-check]");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answers = {};
  for (const question of questions) {
    const answer = KINDS[question.dataset.kind].read(question);
    if (!KINDS[question.dataset.kind].empty(answer)) answers[question.dataset.position] = answer;
  }
  const data = new FormData(form);
  data.set("answers", JSON.stringify(answers));
  const button = form.querySelector("button");
  button.disabled = true;
  const place = page.querySelector("[data-result]");
  try {
    const reply = await fetch(form.action, { method: "POST", body: data });
    if (!reply.ok) throw new Error(String(reply.status));
    place.innerHTML = await reply.text();
    place.focus();
    place.scrollIntoView({ block: "start" });
  } catch {
    place.textContent = gettext("It could not be checked. Reload the page and try again.");
  } finally { button.disabled = false; }
});
