// Rows are ticked for the bar above the list: by x, by range, all that are shown, or all that match.
const bar = () => document.getElementById("bulk");
const picks = () => [...document.querySelectorAll("#rows [data-pick]")];
const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
let chosen = new Set();
let anchor, told, failed;
// With all that match, the ids lie in the form, and what is unticked on the page is taken out of them.
function count() {
  const form = bar();
  if (!form) return;
  const { ids } = form.elements;
  const ticked = picks().filter((pick) => pick.checked);
  const left = ids ? picks().filter((pick) => !pick.checked) : [];
  const number = ids ? Number(form.dataset.all) - left.length : ticked.length;
  for (const button of form.querySelectorAll("[data-act]")) {
    const fits = (pick) => pick.dataset.can.split(" ").includes(button.dataset.act);
    const found = ids ? Number(button.dataset.count) - left.filter(fits).length : ticked.filter(fits).length;
    button.hidden = found === 0;
    button.querySelector(".count").textContent = found;
  }
  for (const button of form.querySelectorAll("[data-exactly]")) button.hidden = number !== Number(button.dataset.exactly);
  form.querySelector("[data-picked]")?.replaceChildren(`${number} selected`);
  const line = document.getElementById("list-said");
  if (line && number !== told && (number || told)) line.textContent = `${number} selected`;
  told = number;
}

function tick(pick, on) {
  pick.checked = on;
  chosen[on ? "add" : "delete"](pick.value);
  const ids = bar()?.elements.ids;
  if (!ids) return;
  const kept = ids.value.split(",").filter((id) => id && id !== pick.value);
  ids.value = (on ? [...kept, pick.value] : kept).join(",");
}

function range(to, on) {
  const all = picks();
  const ends = [all.findIndex((pick) => pick.value === anchor), all.indexOf(to)];
  if (ends[0] < 0) ends[0] = ends[1];
  all.slice(Math.min(...ends), Math.max(...ends) + 1).forEach((pick) => tick(pick, on));
}

const take = (pick, { shiftKey }, on) => ((shiftKey ? range : tick)(pick, on), (anchor = pick.value));
const clear = () => ((chosen = new Set()), picks().forEach((pick) => (pick.checked = false)));
const here = () => (document.activeElement.closest?.("#rows li") ?? document.querySelector("#rows .row[aria-current]")?.closest("li"))?.querySelector("[data-pick]");

document.addEventListener("click", (event) => {
  const pick = event.target.closest("[data-pick]");
  if (pick) take(pick, event, pick.checked);
  else if (event.target.closest("[data-pick-all]")) picks().forEach((one) => tick(one, true));
  else if (event.target.closest("[data-pick-none]")) clear();
  else return;
  count();
});
// Before the other keys: with rows ticked, Escape is about them.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open], .menu[open]")) return;
  const letter = document.documentElement.dataset.keys !== "off" && !event.repeat && !typing(event.target) && event.key.toLowerCase() === "x";
  const pick = letter && here();
  const none = event.key === "Escape" && chosen.size && !typing(event.target) && bar()?.querySelector("[data-pick-none]");
  if (!pick && !none) return;
  event.preventDefault();
  if (none) return none.click();
  take(pick, event, event.shiftKey || !pick.checked);
  count();
}, true);
// The list may have been drawn anew: ticks stay on rows that are still there, and failed ones are ticked.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  const form = bar();
  if (!form) return;
  const line = document.getElementById("bulk-line");
  if (target.id === "bulk" && form.hasAttribute("data-fresh")) clear();
  if (target.id === "bulk" && form.elements.ids) picks().forEach((pick) => chosen.add(pick.value));
  if (line?.dataset.failed && line.dataset.work !== failed) chosen = new Set(line.dataset.failed.split(" "));
  failed = line?.dataset.work ?? failed;
  for (const pick of picks()) pick.checked = chosen.has(pick.value);
  count();
});
count();
