// A part with data-live shows its address anew when its job (data-job) moved, or anything when it
// names none. What somebody is typing or has open is never taken away: then a line says so.
import { byId, fetched, on, openDialog } from "./page.js";
function isEdited(field) {
  if (field === document.activeElement) return field.type !== "checkbox";
  if (/checkbox|radio/.test(field.type)) return field.checked !== field.defaultChecked;
  if (!field.options) return field.type !== "hidden" && field.value !== field.defaultValue;
  const drawn = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(0, drawn);
}
const isInUse = (part) =>
  openDialog() || part.querySelector(".tailor, .menu[open]") ||
  [...part.querySelectorAll("input, textarea, select")].some(isEdited);
function warn(part) {
  // A part that asks by itself is brought up to date by that.
  if (byId("stale") || part.querySelector(".menu[open], [data-poll]")) return;
  const line = byId("stale-line").content.cloneNode(true);
  line.querySelector("a").href = part.dataset.live;
  (part.querySelector(".panel-body, .jobpage-main") ?? part).prepend(line);
}
// A form that says which state it was drawn from is warned only when that state has moved.
function drawnFrom(part) {
  const seen = part.querySelector('[name="seen"]')?.value;
  return seen && `${seen} ${part.querySelector(".status .glyph")?.getAttribute("class")}`;
}
// By its id, because parts that come and go move the others.
const folds = (part) =>
  [...part.querySelectorAll("details")].map((fold, number) => [fold.id || number, fold]);
async function refresh(part) {
  if (isInUse(part) && !drawnFrom(part)) return warn(part);
  const fresh = (await fetched(part.dataset.live))?.getElementById(part.id);
  if (!fresh || !part.isConnected) return;
  // What asks from within a part that is gone gets an answer that finds no place.
  if (part.matches(".htmx-request, :has(.htmx-request)")) {
    const again = () => part.isConnected && refresh(part);
    return part.addEventListener("htmx:afterRequest", again, { once: true });
  }
  if (isInUse(part)) return drawnFrom(part) !== drawnFrom(fresh) && warn(part);
  const { scrollTop } = part;
  const opened = new Map(folds(part).map(([name, { open }]) => [name, open]));
  const { id, dataset: { key } } = part.querySelector(":focus") ?? { dataset: {} };
  // On a narrow screen this says whether the list or the job is in front.
  fresh.toggleAttribute("data-open", part.hasAttribute("data-open"));
  const quietly = { eventInfo: { requestConfig: { elt: byId("live") } } };
  htmx.swap(part, fresh.outerHTML, { swapStyle: "outerHTML" }, quietly);
  const now = byId(part.id);
  for (const [name, fold] of folds(now)) fold.open = opened.get(name) ?? fold.open;
  now.scrollTop = scrollTop;
  const held = key ? now.querySelector(`[data-key="${CSS.escape(key)}"]`) : byId(id);
  held?.focus({ preventScroll: true });
}
on("jobops:changed", ({ detail }) => {
  for (const part of document.querySelectorAll("[data-live]")) {
    if (!part.dataset.job || detail.includes(part.dataset.job)) refresh(part);
  }
});
