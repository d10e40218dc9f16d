// The palette: what is typed is asked for while typing, and the newest answer is shown. The focus stays in the field.
import { labelOf } from "./page.js";
const dialog = document.getElementById("palette");
const opener = document.querySelector("[data-opens=palette]");
const part = (selector) => dialog?.querySelector(selector);
const [field, lock, chip, said] = ["[role=combobox]", "[name=lock]", "[data-chip]", "[role=status]"].map(part);
const list = () => part("#palette-list");
const options = () => [...list().querySelectorAll("[role=option]")];
const current = () => list().querySelector("[aria-selected=true]");
// What was typed and what is shown; a key that came before its answer waits for it.
const asked = () => `${lock.value} ${field.value}`;
let asking, shown, waiting = false;
function mark(option) {
  for (const name of ["id", "aria-selected"]) current()?.removeAttribute(name);
  option?.setAttribute("aria-selected", "true");
  if (option) option.id = "palette-current";
  field.setAttribute("aria-activedescendant", option?.id ?? "");
  option === options()[0] ? list().scrollTo(0, 0) : option?.scrollIntoView({ block: "nearest" });
}
function hold(name, rest) {
  [lock.value, field.value, chip.hidden, chip.firstChild.textContent] = [name, rest, !name, `@${name}`];
  htmx.trigger(field, "ask");
  field.focus();
}
// The lock that a text names, or alone begins as it does.
function lockOf(text) {
  const all = field.dataset.locks.split("|").map((names) => names.split(" "));
  const begun = all.filter((names) => names.some((name) => name.startsWith(text)));
  return text && (all.find((names) => names.includes(text)) ?? (begun[1] ? [] : begun[0]))?.[0];
}
const take = () => (waiting = shown !== asked()) || current()?.click();
// The verbs of what is open are those of its buttons.
function addVerbs() {
  const words = field.value.toLowerCase().split(/[\s>]+/).filter(Boolean);
  const isCommand = field.value.startsWith(">");
  if (lock.value || field.value.startsWith("@") || !(words.length || isCommand)) return;
  const [group, verb] = [...part("template").content.cloneNode(true).children];
  for (const button of document.querySelectorAll(":is(#panel, .jobpage, .board) [data-key]")) {
    const label = labelOf(button);
    if (!label || !words.every((word) => ` ${label.toLowerCase()}`.includes(` ${word}`)) || !button.checkVisibility() || button.disabled) continue;
    const option = verb.cloneNode(true);
    [option.firstChild.textContent, option.lastChild.textContent] = [label, button.dataset.key.split(" ")[0]];
    option.button = button;
    group.append(option);
  }
  if (group.childElementCount > 1) isCommand ? list().prepend(group) : list().append(group);
}
function settle() {
  shown = asking;
  const { lock: name, rest, said: words } = list().dataset;
  if (name && shown === asked()) return hold(name, rest);
  addVerbs();
  const found = options();
  // Of several locks none is meant until one is chosen.
  mark(found[1] && found[0].dataset.lock ? null : found[0]);
  said.textContent = words || (found.length === 1 ? said.dataset.one : said.dataset.many.replace("{}", found.length));
  if (waiting) take();
}
const moves = { ArrowDown: (at, end) => (at < end ? at + 1 : 0), ArrowUp: (at, end) => (at > 0 ? at - 1 : end), Home: () => 0, End: (at, end) => end };
function press(event) {
  const { key, isComposing, shiftKey } = event;
  const [all, isLock] = [options(), field.value.startsWith("@")];
  const own = isLock && (key === "Enter" || key === "Tab") && lockOf(field.value.slice(1).toLowerCase());
  if (isComposing || (key === "Tab" && (shiftKey || !isLock))) return;
  if (own) hold(own, "");
  else if (moves[key] && all.length) mark(all[moves[key](all.indexOf(current()), all.length - 1)]);
  else if (key === "Enter") take();
  else if (lock.value && (key === "Escape" || (key === "Backspace" && !field.value))) hold("", field.value);
  else if (key !== "Tab") return;
  event.preventDefault();
}
function choose(event) {
  const option = event.target.closest("[role=option]");
  if (event.target.closest("[data-clear]")) return hold("", field.value);
  if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!option.dataset.lock) dialog.close();
  const button = option.button ?? (option.dataset.press && document.querySelector(option.dataset.press));
  if (button || option.dataset.lock) event.preventDefault();
  button ? button.click() : option.dataset.lock && hold(option.dataset.lock, "");
}
dialog?.addEventListener("dialog:open", () => ((waiting = false), hold("", "")));
dialog?.addEventListener("click", choose);
dialog?.addEventListener("htmx:afterSwap", settle);
field?.addEventListener("keydown", press);
field?.addEventListener("htmx:beforeRequest", () => (asking = asked()));
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) field?.addEventListener(name, () => ([said.textContent, waiting] = [said.dataset.fault, false]));
// What is typed into the field of the header goes on in the palette.
opener?.addEventListener("input", ({ target: { value } }) => (opener.click(), hold("", value), (opener.value = "")));
document.addEventListener("keydown", (event) => {
  if (event.key?.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  dialog?.open ? dialog.close() : document.querySelector("dialog[open]") || opener?.click();
});
