// The form of a print: the server draws its preview while one types, and says what does not fit. One drawing at a time:
// a newer text calls the older drawing off.

const form = document.getElementById("filling");
const stage = form.querySelector("[data-stage]");
const image = form.querySelector("[data-page-image]");
const status = form.querySelector("[data-status]");
const problem = form.querySelector("[data-problem]");
const TYPED = 350;
let timer = 0;
let running = null;
let changed = false;

function say(text) { status.textContent = text; }

function complain(text) {
  problem.textContent = text || "";
  problem.hidden = !text;
}

function mark(errors) {
  for (const field of form.querySelectorAll("[data-field]")) {
    const reason = errors[field.dataset.field] || "";
    const place = field.querySelector("[data-error]");
    place.textContent = reason;
    place.hidden = !reason;
    for (const control of field.querySelectorAll("input:not([type=file], [type=radio]), textarea, select")) {
      if (reason) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
}

async function draw() {
  running?.abort();
  const mine = running = new AbortController();
  stage.classList.add("is-drawing");
  say(form.dataset.drawing);
  const body = new FormData(form);
  for (const name of [...body.keys()]) if (body.get(name) instanceof File) body.delete(name);
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body, signal: mine.signal });
    const told = await answer.json();
    if (mine !== running) return;
    complain(told.problem);
    if (answer.ok) {
      mark(told.errors);
      if (told.src) {
        image.src = told.src;
        image.hidden = false;
      }
      say(form.dataset.drawn);
    } else say("");
  } catch (error) {
    if (error.name === "AbortError") return;
    say(form.dataset.lost);
  }
  if (mine === running) stage.classList.remove("is-drawing");
}

function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(draw, wait);
}

// As the server counts: characters and not halves of them, without the carriage returns of a form.
function count(control) {
  const shown = control.closest("[data-field]")?.querySelector("[data-count]");
  if (!shown) return;
  const length = [...control.value.replaceAll("\r\n", "\n").trim()].length;
  const most = Number(shown.dataset.count);
  shown.textContent = `${length} / ${most}`;
  shown.classList.toggle("is-over", length > most);
}

form.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  if (event.target.name !== "page") changed = true;
  count(event.target);
  soon(event.target.type === "radio" || event.target.tagName === "SELECT" ? 0 : TYPED);
});

form.addEventListener("submit", () => { changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

// Pictures go up at once and become one of the choices.
form.addEventListener("change", async (event) => {
  const input = event.target;
  if (!input.matches("[data-bring-file]") || !input.files.length) return;
  const field = input.closest("[data-field]");
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("file", input.files[0]);
  say(form.dataset.sending);
  try {
    const answer = await fetch(form.dataset.bring, { method: "POST", body });
    const told = await answer.json();
    say("");
    if (answer.ok) choose(field, input.dataset.name, told);
    else mark({ [field.dataset.field]: told.problem });
  } catch {
    say(form.dataset.lost);
  }
  input.value = "";
});

function choose(field, name, picture) {
  const there = [...field.querySelectorAll("input[type=radio]")].find((one) => one.value === picture.value);
  const radio = there ?? added(field, name, picture);
  radio.checked = true;
  radio.focus();
  changed = true;
  soon(0);
}

function added(field, name, picture) {
  const label = document.createElement("label");
  label.className = "print-picture";
  const radio = document.createElement("input");
  Object.assign(radio, { type: "radio", name, value: picture.value });
  const shown = document.createElement("img");
  Object.assign(shown, { src: picture.address, alt: picture.name, width: 96, height: 72 });
  const size = document.createElement("span");
  size.textContent = picture.size;
  label.append(radio, shown, size);
  field.querySelector("[data-pictures]").append(label);
  return radio;
}

for (const button of document.querySelectorAll("[data-confirm]")) {
  button.addEventListener("click", (event) => { if (!confirm(button.dataset.confirm)) event.preventDefault(); });
}

draw();
