// The editor of a manual: tries the rows under "Applies to", as they stand there, on a VIN.

function ask(box) {
  const form = box.closest("form");
  const answer = box.querySelector("[data-trial-answer]");
  const body = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith("applicability-")) body.append(name, value);
  }
  body.append("trial-vin", box.querySelector("input").value);
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  fetch(box.dataset.trial, { method: "POST", body, headers, credentials: "same-origin" })
    .then((response) => (response.ok ? response.text() : Promise.reject(response.status)))
    .then((html) => { answer.innerHTML = html; }, () => { answer.textContent = box.dataset.failed; });
}

for (const box of document.querySelectorAll("[data-trial]")) {
  box.querySelector("button").addEventListener("click", () => ask(box));
  box.querySelector("input").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    ask(box);
  });
}
