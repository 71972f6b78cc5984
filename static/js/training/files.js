// Files of an essay: sent at once, then named by the answer like everything else in it.

/** Listens to the file field of a question that has one. */
export function handIn(question, { csrf, take, message }) {
  const place = question.querySelector("[data-files]");
  if (!place) return;
  const input = place.querySelector("[data-upload]");
  const list = place.querySelector("ul");
  const shown = () => [...list.querySelectorAll("[data-file]")].filter((file) => !file.hidden);

  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    if (shown().length >= Number(place.dataset.mostFiles)) {
      message(question, gettext("Take a file back first: no more are asked for."));
      input.value = "";
      return;
    }
    input.disabled = true;
    message(question, "");
    const data = new FormData();
    data.append("file", file);
    try {
      const reply = await fetch(place.dataset.files, { method: "POST", headers: { "X-CSRFToken": csrf }, body: data });
      const answer = await reply.json();
      if (!reply.ok) { message(question, answer.reason); return; }
      add(answer);
      take(question);
    } catch {
      message(question, gettext("The file could not be sent. Check the connection and try again."));
    } finally {
      input.disabled = false;
      input.value = "";
    }
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take-back]");
    if (!button) return;
    button.closest("li").hidden = true;
    input.focus();
    take(question);
  });

  function add({ sha256, name }) {
    const known = [...list.querySelectorAll("[data-file]")].find((file) => file.dataset.file === sha256);
    if (known) { known.hidden = false; return; }
    const item = document.createElement("li");
    item.dataset.file = sha256;
    const label = document.createElement("span");
    label.textContent = name;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary";
    button.dataset.takeBack = "";
    button.setAttribute("aria-label", interpolate(gettext("Take back %s"), [name]));
    button.innerHTML = '<i class="bi bi-x-lg" aria-hidden="true"></i>';
    item.append(label, " ", button);
    list.append(item);
  }
}
