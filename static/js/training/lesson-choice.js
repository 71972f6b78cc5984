// The editor of a course: fields that name another lesson get a list of the lessons on the page, by title.

const FIELD = "input[data-lesson-choice]";
const LESSON_ID = /^(body-\d+-value-lessons-\d+)-id$/;

function lessons() {
  const found = [];
  for (const field of document.querySelectorAll("input[name$='-id']")) {
    const start = LESSON_ID.exec(field.name)?.[1];
    if (!start || !field.value || document.querySelector(`[name="${start}-deleted"]`)?.value) continue;
    const title = document.querySelector(`[name="${start}-value-title"]`)?.value;
    if (title) found.push({ id: field.value, title, start });
  }
  return found;
}

function fill(select, field) {
  const own = /^body-\d+-value-lessons-\d+/.exec(field.name)?.[0];
  const offered = lessons().filter((one) => one.start !== own);
  const options = [new Option("—", "")];
  for (const { id, title } of offered) options.push(new Option(title, id));
  if (field.value && !offered.some((one) => one.id === field.value)) options.push(new Option(field.value, field.value));
  select.replaceChildren(...options);
  select.value = field.value;
}

function enrich(field) {
  if (field.dataset.lessonChoice === "listed") return;
  field.dataset.lessonChoice = "listed";
  const select = document.createElement("select");
  const label = document.querySelector(`label[for="${field.id}"]`);
  if (label?.id) select.setAttribute("aria-labelledby", label.id);
  else select.setAttribute("aria-label", label?.firstChild?.textContent.trim() ?? "");
  field.before(select);
  field.hidden = true;
  fill(select, field);
  select.addEventListener("focus", () => fill(select, field));
  select.addEventListener("change", () => {
    field.value = select.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function all() {
  for (const field of document.querySelectorAll(FIELD)) enrich(field);
}

new MutationObserver(all).observe(document, { childList: true, subtree: true });
addEventListener("DOMContentLoaded", all);
