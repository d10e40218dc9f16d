// The list of keys is read from the page at the moment it is opened, so it cannot be out of date.
const NAMES = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", X: "Shift x" };

const label = (element) => {
  if (element.dataset.keyLabel || element.ariaLabel) return element.dataset.keyLabel || element.ariaLabel;
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, .sr, .count, svg").forEach((part) => part.remove());
  return copy.textContent.trim().replace(/\s+/g, " ");
};

function entries() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!element.checkVisibility() || element.disabled) continue;
    const text = label(element);
    found.set(text, [...(found.get(text) ?? []), ...element.dataset.key.split(" ")]);
  }
  for (const list of document.querySelectorAll("[data-keys-also]")) {
    if (!list.checkVisibility()) continue;
    for (const [key, text] of list.dataset.keysAlso.split(";").map((pair) => pair.split("="))) found.set(text, [key]);
  }
  return found;
}

const make = (tag, ...parts) => {
  const element = document.createElement(tag);
  element.append(...parts);
  return element;
};
const line = ([text, keys]) => [
  make("dt", ...[...new Set(keys)].map((key) => make("kbd", NAMES[key] ?? key))), make("dd", text),
];

document.addEventListener("dialog:open", (event) => {
  event.target.querySelector("[data-keys]")?.replaceChildren(...[...entries()].flatMap(line));
});
