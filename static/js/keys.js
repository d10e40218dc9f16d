// A key belongs to a visible button: data-key="s" (several: "j ArrowDown"). Pressing it clicks the button,
// or goes into the field it stands on.
const off = () => document.documentElement.dataset.keys === "off";
const typing = (target) =>
  target.closest("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]");
// Keys of a part with data-keyed (or of the one data-within names) work while the focus is in it, and go before those
// of the page.
const home = (element) => element.closest(element.dataset.within ?? "[data-keyed]");
const isHere = (element) => !home(element) || home(element).contains(document.activeElement);

function buttonFor(key) {
  const found = [...document.querySelectorAll("[data-key]")].filter(
    (element) => element.dataset.key.split(" ").includes(key) && element.checkVisibility() && !element.disabled && isHere(element),
  );
  return found.findLast(home) ?? found.at(-1);
}

document.addEventListener("keydown", (event) => {
  if (off() || event.defaultPrevented || event.isComposing || event.repeat && event.key.length === 1 && !"jk".includes(event.key)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (!(event.target instanceof Element) || typing(event.target)) return;
  const button = buttonFor(event.key);
  if (!button || button.getAttribute("aria-busy") === "true") return;
  event.preventDefault();
  button.matches("input:not([data-opens])") ? button.focus() : button.click();
});
// Hold Ctrl for 400 ms: the keys stand out on their buttons.
let held;
const hide = () => (clearTimeout(held), delete document.documentElement.dataset.hints);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Control") return hide();
  if (event.repeat || !matchMedia("(width >= 64rem)").matches) return;
  held = setTimeout(() => (document.documentElement.dataset.hints = ""), 400);
});
document.addEventListener("keyup", hide);
addEventListener("blur", hide);
