// "Choose all on this page": ticks every box of the form, or none when all are ticked.

for (const form of document.querySelectorAll("[data-choose]")) {
  const boxes = () => [...form.querySelectorAll("input[type=checkbox]")];
  form.querySelector("[data-choose-all]")?.addEventListener("click", () => {
    const all = boxes().every((box) => box.checked);
    for (const box of boxes()) box.checked = !all;
  });
}
