// How each kind of question is read from the page and written to it. An answer is what the server calls one (see
// training/bank/answers.py); `null` is none.

const all = (root, selector) => [...root.querySelectorAll(selector)];

const choices = (key, many) => ({
  read: (root) => {
    const chosen = all(root, "input:checked").map((input) => input.value);
    return many ? { [key]: chosen } : { [key]: chosen[0] ?? null };
  },
  write: (root, answer) => {
    const chosen = new Set(many ? answer?.[key] ?? [] : [answer?.[key]]);
    for (const input of all(root, "input[type=radio], input[type=checkbox]")) input.checked = chosen.has(input.value);
  },
  empty: (answer) => (many ? !answer?.[key]?.length : !answer?.[key]),
});

const typed = {
  read: (root) => ({ text: root.querySelector("[data-typed]").value }),
  write: (root, answer) => { root.querySelector("[data-typed]").value = answer?.text ?? ""; },
  empty: (answer) => !answer?.text?.trim(),
};

const fields = (key, name) => ({
  read: (root) => {
    const given = {};
    for (const field of all(root, `[data-${name}]`)) if (field.value) given[field.dataset[name]] = field.value;
    return { [key]: given };
  },
  write: (root, answer) => { for (const field of all(root, `[data-${name}]`)) field.value = answer?.[key]?.[field.dataset[name]] ?? ""; },
  empty: (answer) => !Object.keys(answer?.[key] ?? {}).length,
});

const ordering = {
  read: (root) => ({ order: all(root, ".ordering > li").map((item) => item.dataset.id) }),
  write: (root, answer) => {
    const list = root.querySelector(".ordering");
    for (const id of answer?.order ?? []) {
      const item = all(list, "li").find((one) => one.dataset.id === id);
      if (item) list.append(item);
    }
    root.querySelector("[data-as-is]").hidden = Boolean(answer?.order?.length);
  },
  empty: (answer) => !answer?.order?.length,
};

const hotspot = {
  read: (root) => ({
    points: all(root, ".hotspot-point").map((point) => [Number(point.dataset.x), Number(point.dataset.y)]),
    regions: all(root, "[data-region]:checked").map((input) => input.value),
  }),
  write: (root, answer) => {
    for (const point of all(root, ".hotspot-point")) point.remove();
    for (const [x, y] of answer?.points ?? []) addPoint(root, x, y);
    const chosen = new Set(answer?.regions ?? []);
    for (const input of all(root, "[data-region]")) input.checked = chosen.has(input.value);
  },
  empty: (answer) => !answer?.points?.length && !answer?.regions?.length,
};

export function addPoint(root, x, y) {
  const point = document.createElement("button");
  point.type = "button";
  point.className = "hotspot-point";
  point.dataset.x = x.toFixed(4);
  point.dataset.y = y.toFixed(4);
  point.style.left = `${x * 100}%`;
  point.style.top = `${y * 100}%`;
  point.setAttribute("aria-label", gettext("Remove this point"));
  root.querySelector("[data-picture]").append(point);
}

const trueFalse = {
  read: (root) => {
    const chosen = root.querySelector("input:checked");
    return { value: chosen ? chosen.value === "true" : null };
  },
  write: (root, answer) => {
    for (const input of all(root, "input")) input.checked = input.value === String(answer?.value);
  },
  empty: (answer) => answer?.value !== true && answer?.value !== false,
};

const files = (root) => all(root, "[data-file]");

const essay = {
  read: (root) => ({ ...typed.read(root), files: files(root).filter((file) => !file.hidden).map((file) => file.dataset.file) }),
  write: (root, answer) => {
    typed.write(root, answer);
    const named = new Set(answer?.files ?? []);
    for (const file of files(root)) file.hidden = !named.has(file.dataset.file);
  },
  empty: (answer) => typed.empty(answer) && !answer?.files?.length,
};

export const KINDS = {
  choice: choices("option", false),
  multiple: choices("options", true),
  true_false: trueFalse,
  numeric: typed,
  short_text: typed,
  essay,
  ordering,
  matching: fields("pairs", "prompt"),
  gap_fill: fields("gaps", "gap"),
  hotspot,
};
