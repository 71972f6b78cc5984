// The text layer: transparent words over the image, each as wide as what it lies on, for selecting and copying.

const PARTS = 65535;
const measure = document.createElement("canvas").getContext("2d");
const FONT = "sans-serif";
const SIZE = 100;
measure.font = `${SIZE}px ${FONT}`;

export function layText(stage) {
  const layer = stage.querySelector(".reader-text");
  const source = stage.querySelector("#reader-words");
  if (!layer || !source || layer.childElementCount > 0) return;
  const paper = stage.querySelector(".reader-paper");
  const [across, down] = paper.style.aspectRatio.split("/").map(Number);
  const shape = across / down;
  const fragment = document.createDocumentFragment();
  for (const [left, top, width, height, string, ends] of JSON.parse(source.textContent)) {
    const span = document.createElement("span");
    span.textContent = string;
    // The height of the line in parts of the page's width is the size of the letters (cqw follows the zoom).
    const size = (height / PARTS / shape) * 100;
    const natural = (measure.measureText(string).width / SIZE) * size;
    const wanted = (width / PARTS) * 100;
    span.style.cssText = `left:${((left / PARTS) * 100).toFixed(3)}%;top:${((top / PARTS) * 100).toFixed(3)}%;font:${size.toFixed(3)}cqw/1 ${FONT};` +
      (natural > 0 && wanted > 0 ? `transform:scaleX(${(wanted / natural).toFixed(4)})` : "");
    fragment.append(span);
    if (ends) fragment.append(document.createElement("br"));
  }
  layer.append(fragment);
}
