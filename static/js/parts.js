// A part with data-live shows its address anew when its job (data-job) moved, or anything when it names none.
// What somebody is typing or has open is never taken away: then a line says so.
const isEdited = (field) => {
  if (field === document.activeElement) return field.type !== "checkbox";
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.type !== "hidden" && field.value !== field.defaultValue;
  return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
};
const isInUse = (part) => document.querySelector("dialog[open]") || part.querySelector(".tailor, .menu[open]") ||
  [...part.querySelectorAll("input, textarea, select")].some(isEdited);

function warn(part) {
  // A part that asks by itself is brought up to date by that.
  if (document.getElementById("stale") || part.querySelector(".menu[open], [data-poll]")) return;
  const line = Object.assign(document.createElement("p"), { id: "stale", className: "note warn", role: "status" });
  const link = Object.assign(document.createElement("a"), { href: part.dataset.live, textContent: "Show it as it is now" });
  line.append("This has changed meanwhile. What you typed is still here. ", link);
  (part.querySelector(".panel-body, .jobpage-main") ?? part).prepend(line);
}
// A form that says which state it was drawn from is warned only when that state has moved.
const drawnFrom = (part) => {
  const seen = part.querySelector('[name="seen"]')?.value;
  return seen && `${seen} ${part.querySelector(".status .glyph")?.getAttribute("class")}`;
};

const ASKS = ".htmx-request";
async function refresh(part) {
  if (isInUse(part) && !drawnFrom(part)) return warn(part);
  const answer = await fetch(part.dataset.live, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const box = document.createElement("template");
  box.innerHTML = await answer.text();
  const fresh = box.content.getElementById(part.id);
  if (!fresh || !part.isConnected) return;
  // What asks from within a part that is gone gets an answer that finds no place.
  if (part.matches(ASKS) || part.querySelector(ASKS)) {
    return part.addEventListener("htmx:afterRequest", () => part.isConnected && refresh(part), { once: true });
  }
  if (isInUse(part)) return drawnFrom(part) !== drawnFrom(fresh) && warn(part);
  const { scrollTop } = part;
  // By its id, because parts that come and go move the others.
  const opened = new Map([...part.querySelectorAll("details")].map((one, n) => [one.id || n, one.open]));
  const { id: focused, dataset: { key } } = part.contains(document.activeElement) ? document.activeElement : { dataset: {} };
  // On a narrow screen this says whether the list or the job is in front.
  fresh.toggleAttribute("data-open", part.hasAttribute("data-open"));
  const quietly = { eventInfo: { requestConfig: { elt: document.getElementById("live") } } };
  htmx.swap(part, fresh.outerHTML, { swapStyle: "outerHTML" }, quietly);
  const now = document.getElementById(part.id);
  now.querySelectorAll("details").forEach((one, n) => (one.open = opened.get(one.id || n) ?? one.open));
  now.scrollTop = scrollTop;
  (key ? now.querySelector(`[data-key="${CSS.escape(key)}"]`) : document.getElementById(focused))?.focus({ preventScroll: true });
}

document.addEventListener("jobops:changed", ({ detail }) => {
  const moved = ({ dataset }) => !dataset.job || detail.includes(dataset.job);
  [...document.querySelectorAll("[data-live]")].filter(moved).forEach(refresh);
});
