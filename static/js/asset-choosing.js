// The grid of files in the CMS: all of a page at once. The form of one: its focal point by pressing on the picture.

const choosing = document.querySelector("form[data-choosing]");
const whole = choosing?.querySelector("[data-choose-page]");
whole?.addEventListener("change", () => {
  for (const box of choosing.querySelectorAll("[name=asset]")) box.checked = whole.checked;
});

const picture = document.querySelector("[data-focus]");
const across = document.querySelector("[name=focal_x]");
const down = document.querySelector("[name=focal_y]");
if (picture && across?.type !== "hidden" && down) focus(picture);

function focus(picture) {
  const mark = document.createElement("span");
  mark.className = "media-focus-mark";
  picture.append(mark);
  const image = picture.querySelector("img");
  const place = () => {
    mark.style.left = `${Number(across.value) * image.clientWidth}px`;
    mark.style.top = `${Number(down.value) * image.clientHeight}px`;
  };
  image.addEventListener("click", (event) => {
    const box = image.getBoundingClientRect();
    across.value = ((event.clientX - box.left) / box.width).toFixed(3);
    down.value = ((event.clientY - box.top) / box.height).toFixed(3);
    place();
  });
  for (const input of [across, down]) input.addEventListener("input", place);
  if (image.complete) place();
  image.addEventListener("load", place);
  window.addEventListener("resize", place);
}
