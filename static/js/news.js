// Brings the rows, counts and results of an open page up to date with one request.
import { byId, fetched, isTyping, make, on, root } from "./page.js";
const SAID = `jobops-said-${root.dataset.account}`;
const held = new Map();
// A result is told once per browser, and not to somebody in the middle of a sentence.
async function tellOnce(parts) {
  const toasts = parts.querySelectorAll("[data-said]");
  if (toasts.length) await navigator.locks.request(SAID, () => {
    const known = new Set(JSON.parse(localStorage.getItem(SAID) ?? "[]"));
    const isKnown = (key) => known.has(key) || byId(key)?.checkVisibility();
    for (const toast of toasts) {
      const keys = toast.dataset.said.split(" ");
      if (isTyping(document.activeElement) || keys.every(isKnown)) toast.remove();
      keys.forEach((key) => known.add(key));
    }
    localStorage.setItem(SAID, JSON.stringify([...known].slice(-300)));
  });
}
// A row goes beside its neighbour, who may be new as well and has to come first.
function isPlaced(wrap) {
  const [how, where] = wrap.getAttribute("hx-swap-oob").split(/:(.*)/);
  const row = wrap.firstElementChild;
  const anchor = document.querySelector(where);
  if (!row || byId(row.id)) return true;
  anchor?.insertAdjacentElement(how, row);
  if (anchor) htmx.process(row);
  return Boolean(anchor);
}
function place(rows) {
  const left = rows.filter((wrap) => !isPlaced(wrap));
  if (left.length < rows.length) place(left);
}
// Under somebody's hand new rows wait for a word.
function offer(words, action) {
  byId("fresh")?.remove();
  const onclick = () => (byId("fresh").remove(), action());
  const button = make("button", { type: "button", className: "button quiet", onclick }, words);
  byId("rows")?.before(make("p", { id: "fresh", className: "fresh" }, button));
}
function arrive(parts) {
  const rows = byId("rows");
  const fresh = [];
  for (const wrap of parts.querySelectorAll("ul[hx-swap-oob]")) {
    const row = wrap.firstElementChild;
    wrap.remove();
    if (!byId(row?.id)) fresh.push(wrap);
    else parts.append(row);
    row?.setAttribute("hx-swap-oob", "outerHTML");
  }
  if (!fresh.length || !rows) return;
  if (!rows.matches(":hover, :focus-within")) return place(fresh);
  for (const wrap of fresh) held.set(wrap.firstElementChild?.id, wrap);
  offer(rows.dataset.fresh.replace("{}", held.size), () => {
    place([...held.values()]);
    held.clear();
  });
}
on("jobops:news", async () => {
  const { since } = byId("live").dataset;
  const query = new URLSearchParams({ since, place: byId("where")?.value ?? "" });
  const parts = await fetched(`/live/news?${query}`);
  // An answer to the person's own click was quicker and knows more.
  if (!parts || byId("live").dataset.since !== since) return;
  const { changed = "", moreThanRows } = parts.getElementById("live").dataset;
  await tellOnce(parts);
  arrive(parts);
  for (const part of parts.querySelectorAll("[hx-swap-oob]")) {
    const shown = byId(part.id);
    if (!shown) part.remove();
    else if (shown.querySelector(".pick:checked")) {
      part.querySelector(".pick")?.setAttribute("checked", "");
    }
  }
  const quietly = { eventInfo: { requestConfig: { elt: byId("live") } } };
  htmx.swap("#live", make("div", {}, parts).innerHTML, { swapStyle: "outerHTML" }, quietly);
  if (moreThanRows !== undefined) offer(byId("rows")?.dataset.moved, () => location.reload());
  document.dispatchEvent(new CustomEvent("jobops:changed", { detail: changed.split(" ") }));
});
// "(3) JobOps": what is unread stands before the title, whoever sets it.
function count() {
  const unread = document.querySelector("#notices [data-unread]")?.dataset.unread;
  const title = (unread ? `(${unread}) ` : "") + document.title.replace(/^\(\d+\) /, "");
  if (title !== document.title) document.title = title;
}
const whole = { childList: true, subtree: true, characterData: true };
new MutationObserver(count).observe(document.head, whole);
on("htmx:afterSettle", count);
count();
