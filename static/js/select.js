// Rows are ticked for the bar above the list: by x, by range, all that are shown, or all that match.
import { byId, hasModifier, isTyping, keysAreOff, on } from "./page.js";
const bar = () => byId("bulk");
const picks = () => [...document.querySelectorAll("#rows [data-pick]")];
let chosen = new Set(), anchor, told, failed;
// With all that match, the ids lie in the form, and what is unticked on the page is taken out.
function count() {
  const form = bar();
  if (!form) return;
  const { ids } = form.elements;
  const parted = picks().filter((pick) => pick.checked !== Boolean(ids));
  const number = ids ? Number(form.dataset.all) - parted.length : parted.length;
  for (const button of form.querySelectorAll("[data-act]")) {
    const { act, count: whole } = button.dataset;
    const fits = parted.filter((pick) => pick.dataset.can.split(" ").includes(act)).length;
    const found = ids ? Number(whole) - fits : fits;
    button.hidden = found === 0;
    button.querySelector(".count").textContent = found;
  }
  for (const button of form.querySelectorAll("[data-exactly]")) {
    button.hidden = number !== Number(button.dataset.exactly);
  }
  const words = form.dataset.said.replace("{}", number);
  form.querySelector("[data-picked]")?.replaceChildren(words);
  const line = byId("list-said");
  if (line && number !== told && (number || told)) line.textContent = words;
  told = number;
}
function tick(pick, isOn) {
  pick.checked = isOn;
  chosen[isOn ? "add" : "delete"](pick.value);
  const ids = bar()?.elements.ids;
  if (!ids) return;
  const kept = ids.value.split(",").filter((id) => id && id !== pick.value);
  ids.value = (isOn ? [...kept, pick.value] : kept).join(",");
}
function take(pick, { shiftKey }, isOn) {
  const all = picks();
  const to = all.indexOf(pick);
  const from = all.findIndex(({ value }) => value === anchor);
  const ends = shiftKey && from >= 0 ? [from, to].sort((a, b) => a - b) : [to, to];
  all.slice(ends[0], ends[1] + 1).forEach((one) => tick(one, isOn));
  anchor = pick.value;
}
function clear() {
  chosen = new Set();
  for (const pick of picks()) pick.checked = false;
}
function here() {
  const shown = document.querySelector("#rows .row[aria-current]");
  const line = document.activeElement.closest("#rows li") ?? shown?.closest("li");
  return line?.querySelector("[data-pick]");
}
on("click", (event) => {
  const pick = event.target.closest("[data-pick]");
  if (pick) take(pick, event, pick.checked);
  else if (event.target.closest("[data-pick-all]")) picks().forEach((one) => tick(one, true));
  else if (event.target.closest("[data-pick-none]")) clear();
  else return;
  count();
});
// Before the other keys: with rows ticked, Escape is about them.
on("keydown", (event) => {
  if (hasModifier(event) || event.isComposing || isTyping(event.target)) return;
  if (document.querySelector("dialog[open], .menu[open]")) return;
  const letter = event.key.toLowerCase() === "x" && !event.repeat && !keysAreOff();
  const pick = letter && here();
  const none = event.key === "Escape" && chosen.size && bar()?.querySelector("[data-pick-none]");
  if (!pick && !none) return;
  event.preventDefault();
  if (none) return none.click();
  take(pick, event, event.shiftKey || !pick.checked);
  count();
}, true);
// The list may have been drawn anew: ticks stay on rows that are still there, failed ones get one.
on("htmx:afterSettle", ({ target }) => {
  const form = bar();
  if (!form) return;
  const { work, failed: ids } = byId("bulk-line")?.dataset ?? {};
  if (target.id === "bulk" && form.hasAttribute("data-fresh")) clear();
  if (target.id === "bulk" && form.elements.ids) picks().forEach((pick) => chosen.add(pick.value));
  if (ids && work !== failed) chosen = new Set(ids.split(" "));
  failed = work ?? failed;
  for (const pick of picks()) pick.checked = chosen.has(pick.value);
  count();
});
count();
