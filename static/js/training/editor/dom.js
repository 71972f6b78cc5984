// Making elements.

/** An element with properties, `data` and `aria` attributes, listeners (`on`), and children. */
export function make(tag, { data = {}, aria = {}, on = {}, ...props } = {}, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, props);
  for (const [name, value] of Object.entries(data)) element.dataset[name] = value;
  for (const [name, value] of Object.entries(aria)) element.setAttribute(`aria-${name}`, value);
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

let count = 0;
export const freshId = (prefix) => `${prefix}-${(count += 1)}`;

/** A button with a short word. */
export const button = (text, onClick, { className = "button button-small button-secondary", ...props } = {}) =>
  make("button", { type: "button", className, textContent: text, on: { click: onClick }, ...props });
