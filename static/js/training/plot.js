// Plots. <canvas data-plot="ID" role="img" aria-label="..."> draws what the JSON script with that id says:
// {type: "bar" | "line" | "scatter", labels: [...], series: [{label, data, kind?}], x?: title, y?: title, max?: number,
//  stacked?: bool, horizontal?: bool, percent?: bool}. The same numbers stand in a table beside it.

const COLOURS = ["--fc-plot-1", "--fc-plot-2", "--fc-plot-3", "--fc-plot-4", "--fc-plot-5", "--fc-plot-6"];
const LETTERS_EACH = 22; // A label beside a bar may take so many pixels of the width for each of its letters.
const MOST_LINES = 3;
const MOST_BELOW = 20;
const drawn = [];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A label in lines of at most `most` letters, broken between words where there are any. */
function lines(label, most) {
  const found = [""];
  for (const word of String(label).match(/[\p{sc=Han}，。、：；]|[^\s\p{sc=Han}，。、：；]+\s?/gu) ?? []) {
    const last = found.at(-1);
    if (last && (last + word).trimEnd().length > most) found.push(word);
    else found[found.length - 1] += word;
  }
  const kept = found.slice(0, MOST_LINES).map((one) => one.trim());
  if (found.length > MOST_LINES) kept[MOST_LINES - 1] += "…";
  return kept;
}

/** What stands at a category: beside a bar in lines, below one on a line that is not longer than its neighbours'. */
function shown(label, plot, canvas) {
  if (plot.horizontal) return lines(label, Math.max(12, Math.round(canvas.parentElement.clientWidth / LETTERS_EACH)));
  const text = String(label);
  return text.length > MOST_BELOW ? `${text.slice(0, MOST_BELOW - 1).trimEnd()}…` : text;
}

function draw(canvas) {
  const plot = JSON.parse(document.getElementById(canvas.dataset.plot).textContent);
  const text = colour("--bs-body-color");
  const line = colour("--fc-line");
  const named = plot.type !== "scatter" && { callback(value) { return shown(this.getLabelForValue(value), plot, canvas); } };
  const axis = (title, values) => ({
    stacked: plot.stacked ?? false,
    grid: { color: line },
    title: { display: Boolean(title), text: title, color: text },
    ticks: { color: text, ...(values ? plot.percent && { callback: (value) => `${Math.round(value * 100)} %` } : named) },
    ...(values ? { beginAtZero: true, suggestedMax: plot.max } : {}),
  });
  const [across, up] = plot.horizontal ? ["y", "x"] : ["x", "y"];
  return new Chart(canvas, {
    type: plot.type,
    data: {
      labels: plot.labels,
      datasets: plot.series.map((one, index) => ({
        label: one.label,
        data: one.data,
        type: one.kind,
        backgroundColor: colour(COLOURS[index % COLOURS.length]),
        borderColor: colour(COLOURS[index % COLOURS.length]),
        borderWidth: plot.type === "line" || one.kind === "line" ? 2 : 0,
        pointRadius: plot.type === "scatter" ? 4 : 2,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: plot.horizontal ? "y" : "x",
      scales: { [across]: axis(plot.x, false), [up]: axis(plot.y, true) },
      plugins: {
        legend: { display: plot.series.length > 1, labels: { color: text } },
        tooltip: plot.percent
          ? { callbacks: { label: (item) => `${item.dataset.label}: ${Math.round(item.raw * 1000) / 10} %` } }
          : {},
      },
    },
  });
}

function all() {
  for (const chart of drawn.splice(0)) chart.destroy();
  for (const canvas of document.querySelectorAll("canvas[data-plot]")) drawn.push(draw(canvas));
}

all();
new MutationObserver(all).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
