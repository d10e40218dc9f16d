// The list of keys is read from the page at the moment it is opened, so it cannot be out of date.
const NAMES = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", X: "Shift x" };

const label = (element) => {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  if (element.ariaLabel) return element.ariaLabel;
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
    for (const pair of list.dataset.keysAlso.split(";")) {
      const [key, text] = pair.split("=");
      found.set(text, [key]);
    }
  }
  return found;
}

export function fill(target) {
  const parts = [...entries()].flatMap(([text, keys]) => {
    const term = document.createElement("dt");
    for (const key of new Set(keys)) {
      const shown = document.createElement("kbd");
      shown.textContent = NAMES[key] ?? key;
      term.append(shown);
    }
    const meaning = document.createElement("dd");
    meaning.textContent = text;
    return [term, meaning];
  });
  target.replaceChildren(...parts);
}

document.addEventListener("dialog:open", (event) => {
  const target = event.target.querySelector("[data-keys]");
  if (target) fill(target);
});
