// Marking a place on the image of a page. <figure data-marking="ID of the hidden field" data-choice="ID of the list of
// paragraphs" data-clear="ID of the button">: drawing a box fills the field with "left,top,right,bottom" in 1/65535 of
// the page; a paragraph that is chosen is shown as its box. The form works without any of it.

const SCALE = 65535;
const SLIP = 130; // What is smaller was a slip of the finger.

for (const figure of document.querySelectorAll("[data-marking]")) start(figure);

function start(figure) {
  const field = document.getElementById(figure.dataset.marking);
  const choice = document.getElementById(figure.dataset.choice);
  const clear = document.getElementById(figure.dataset.clear);
  const box = figure.querySelector("rect");
  let begun = null;

  figure.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    begun = at(event);
    figure.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  figure.addEventListener("pointermove", (event) => {
    if (begun && event.isPrimary) show(around(begun, at(event)));
  });
  figure.addEventListener("pointerup", (event) => {
    if (!begun || !event.isPrimary) return;
    const drawn = around(begun, at(event));
    begun = null;
    if (drawn[2] - drawn[0] < SLIP || drawn[3] - drawn[1] < SLIP) return again();
    if (choice) choice.value = "";
    keep(drawn.join(","));
  });
  // Two fingers came: the page is zoomed, and nothing is marked.
  figure.addEventListener("pointercancel", () => { begun = null; again(); });
  choice?.addEventListener("change", () => keep(choice.value));
  clear?.addEventListener("click", () => { if (choice) choice.value = ""; keep(""); choice?.focus(); });
  again();

  function at(event) {
    const page = figure.getBoundingClientRect();
    const part = (value, size) => Math.round(SCALE * Math.min(1, Math.max(0, value / size)));
    return [part(event.clientX - page.left, page.width), part(event.clientY - page.top, page.height)];
  }

  function around([x, y], [u, v]) {
    return [Math.min(x, u), Math.min(y, v), Math.max(x, u), Math.max(y, v)];
  }

  function keep(value) {
    field.value = value;
    again();
  }

  function again() {
    const kept = field.value || choice?.value || "";
    show(kept ? kept.split(",").map(Number) : [0, 0, 0, 0]);
    if (clear) clear.hidden = !kept;
  }

  function show([left, top, right, bottom]) {
    for (const [name, value] of [["x", left], ["y", top], ["width", right - left], ["height", bottom - top]]) {
      box.setAttribute(name, value);
    }
  }
}
