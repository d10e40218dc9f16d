// A key belongs to a visible button: data-key="s" (several: "j ArrowDown"). Pressing it clicks the
// button, or goes into the field it stands on.
import { hasModifier, isTyping, keysAreOff, labelOf, make, on, openDialog, root } from "./page.js";
// Keys of a part with data-keyed (or of the one data-within names) work while the focus is in it,
// and go before those of the page.
const home = (element) => element.closest(element.dataset.within ?? "[data-keyed]");
const isHere = (element) => !home(element) || home(element).contains(document.activeElement);
const isOpen = (element) => element.checkVisibility() && !element.disabled;
function buttonFor(key) {
  const named = [...document.querySelectorAll("[data-key]")];
  const keyed = named.filter((element) => element.dataset.key.split(" ").includes(key));
  const found = keyed.filter((element) => isOpen(element) && isHere(element));
  return found.findLast(home) ?? found.at(-1);
}
on("keydown", (event) => {
  const { key, target } = event;
  if (keysAreOff() || event.defaultPrevented || event.isComposing) return;
  if (event.repeat && key.length === 1 && !"jk".includes(key)) return;
  if (hasModifier(event) || openDialog() || isTyping(target)) return;
  const button = buttonFor(key);
  if (!button || button.ariaBusy === "true") return;
  event.preventDefault();
  button.matches("input:not([data-opens])") ? button.focus() : button.click();
});
// Hold Ctrl for 400 ms: the keys stand out on their buttons.
let held;
const hide = () => (clearTimeout(held), delete root.dataset.hints);
on("keydown", (event) => {
  if (event.key !== "Control") return hide();
  if (event.repeat || !matchMedia("(width >= 64rem)").matches) return;
  held = setTimeout(() => (root.dataset.hints = ""), 400);
});
on("keyup", hide);
addEventListener("blur", hide);
// The list of keys is read from the page at the moment it is opened, so it cannot be out of date.
const NAMES = {
  ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", X: "Shift x",
};
function entries() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!isOpen(element)) continue;
    const text = element.dataset.keyLabel || labelOf(element);
    found.set(text, [...(found.get(text) ?? []), ...element.dataset.key.split(" ")]);
  }
  for (const list of document.querySelectorAll("[data-keys-also]")) {
    if (!list.checkVisibility()) continue;
    const pairs = list.dataset.keysAlso.split(";").map((pair) => pair.split("="));
    for (const [key, text] of pairs) found.set(text, [key]);
  }
  return found;
}
const drawn = (key) => make("kbd", {}, NAMES[key] ?? key);
on("dialog:open", ({ target }) => {
  const lines = [...entries()].flatMap(([text, keys]) => [
    make("dt", {}, ...[...new Set(keys)].map(drawn)), make("dd", {}, text),
  ]);
  target.querySelector("[data-keys]")?.replaceChildren(...lines);
});
