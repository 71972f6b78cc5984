// Opens the print dialogue once every page image is there.

const state = document.getElementById("print-state");
const images = [...document.querySelectorAll(".print-page img")];
const waiting = images.map((image) => image.decode().catch(() => undefined));

if (images.length > 0) {
  state.textContent = state.dataset.loading;
  await Promise.all(waiting);
  state.textContent = "";
  window.print();
}
