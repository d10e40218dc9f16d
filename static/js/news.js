// Brings the rows, counts and results of an open page up to date with one request.
const SAID = `jobops-said-${document.documentElement.dataset.account}`;
const HEADERS = { "HX-Request": "true" };
const live = () => document.getElementById("live");
let held = [];

async function fetched(address) {
  const answer = await fetch(address, { headers: HEADERS }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  const box = document.createElement("template");
  box.innerHTML = await answer.text();
  return box.content;
}

const typing = () => document.activeElement?.matches("input:not([type=checkbox], [type=radio]), textarea, select");
// A result is told once per browser, and not to somebody in the middle of a sentence.
async function tellOnce(parts) {
  const toasts = [...parts.querySelectorAll("[data-said]")];
  if (!toasts.length) return;
  await navigator.locks.request(SAID, () => {
    const known = JSON.parse(localStorage.getItem(SAID) ?? "[]");
    for (const toast of toasts) {
      const keys = toast.dataset.said.split(" ");
      if (typing() || keys.every((key) => known.includes(key) || document.getElementById(key)?.checkVisibility())) toast.remove();
      known.push(...keys.filter((key) => !known.includes(key)));
    }
    localStorage.setItem(SAID, JSON.stringify(known.slice(-300)));
  });
}
// New rows go where they belong; under somebody's hand they wait for a word.
function place(rows) {
  for (let moved = true; moved;) {
    moved = false;
    for (const wrap of rows.filter((one) => !one.dataset.placed)) {
      const [how, where] = wrap.getAttribute("hx-swap-oob").split(/:(.*)/);
      const row = wrap.firstElementChild;
      const anchor = document.querySelector(where);
      if (!anchor || !row || document.getElementById(row.id)) continue;
      anchor.insertAdjacentElement(how, row);
      htmx.process(row);
      wrap.dataset.placed = moved = true;
    }
  }
}

function offer(words, action) {
  const rows = document.getElementById("rows");
  if (!rows) return;
  const line = document.getElementById("fresh") ?? document.createElement("p");
  Object.assign(line, { id: "fresh", className: "fresh" });
  const onclick = () => (line.remove(), action());
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: words, onclick });
  line.replaceChildren(button);
  rows.before(line);
}

function arrive(parts) {
  const wraps = [...parts.querySelectorAll("ul[hx-swap-oob]")];
  wraps.forEach((wrap) => wrap.remove());
  const known = wraps.filter((wrap) => document.getElementById(wrap.firstElementChild?.id));
  const rowsKnown = known.map((wrap) => wrap.firstElementChild);
  rowsKnown.forEach((row) => row.setAttribute("hx-swap-oob", "outerHTML"));
  parts.append(...rowsKnown);
  const fresh = wraps.filter((wrap) => !known.includes(wrap));
  const rows = document.getElementById("rows");
  if (!fresh.length || !rows) return;
  if (!rows.matches(":hover") && !rows.contains(document.activeElement)) return place(fresh);
  held = [...held.filter((one) => !fresh.some((two) => two.firstElementChild?.id === one.firstElementChild?.id)), ...fresh];
  offer(`${held.length} new, show`, () => place(held.splice(0)));
}

document.addEventListener("jobops:news", async () => {
  const { since } = live().dataset;
  const query = new URLSearchParams({ since, place: document.getElementById("where")?.value ?? "" });
  const parts = await fetched(`/live/news?${query}`);
  // An answer to the person's own click was quicker and knows more.
  if (!parts || live().dataset.since !== since) return;
  const { changed = "", moreThanRows } = parts.getElementById("live").dataset;
  await tellOnce(parts);
  arrive(parts);
  for (const part of parts.querySelectorAll("[hx-swap-oob]")) {
    if (!document.getElementById(part.id)) part.remove();
    else if (document.getElementById(part.id).querySelector(".pick:checked")) part.querySelector(".pick")?.setAttribute("checked", "");
  }
  const box = document.createElement("div");
  box.append(parts);
  htmx.swap("#live", box.innerHTML, { swapStyle: "outerHTML" }, { eventInfo: { requestConfig: { elt: live() } } });
  if (moreThanRows !== undefined) offer("The list has changed, show it", () => location.reload());
  document.dispatchEvent(new CustomEvent("jobops:changed", { detail: changed.split(" ") }));
});
// "(3) JobOps": what is unread stands before the title, whoever sets it.
function count() {
  const unread = document.querySelector("#notices [data-unread]")?.dataset.unread;
  const title = (unread ? `(${unread}) ` : "") + document.title.replace(/^\(\d+\) /, "");
  if (title !== document.title) document.title = title;
}
new MutationObserver(count).observe(document.head, { childList: true, subtree: true, characterData: true });
document.addEventListener("htmx:afterSettle", count);
count();
