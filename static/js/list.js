// The job list: roving focus, the marked row, where the focus goes after an action, the next page.
const rows = () => [...document.querySelectorAll("#rows .row")];
const panel = () => document.getElementById("panel");
const rowOf = (id) => document.querySelector(`#job-${CSS.escape(id ?? "")} .row`);
const current = () => rowOf(panel()?.dataset.job);
let cause;
// The panel says which job is shown; the list follows it.
function follow() {
  const shown = current();
  for (const row of rows()) {
    row.tabIndex = row === (shown ?? rows()[0]) ? 0 : -1;
    row === shown ? row.setAttribute("aria-current", "true") : row.removeAttribute("aria-current");
  }
  return shown;
}

function step(by) {
  const all = rows();
  const at = all.indexOf(document.activeElement.closest?.(".row") ?? current());
  if (all[at + by]) return reveal(all[at + by]);
  if (by > 0) document.querySelector("[data-more]")?.click();
}

function reveal(row) {
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  if (matchMedia("(width >= 56.25rem)").matches) row.click();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (button) step(Number(button.dataset.step));
  const row = event.target.closest(".row");
  // Enter on a row is a click without a pointer and not one of ours: it leads into the panel.
  cause = row ? (event.isTrusted && event.detail === 0 ? "enter" : "row") : undefined;
});

document.addEventListener("keydown", ({ key, defaultPrevented }) => {
  if (key !== "Escape" || defaultPrevented || document.querySelector("dialog[open]")) return;
  if (document.activeElement?.closest("#panel")) current()?.focus();
});

document.addEventListener("htmx:afterSettle", (event) => {
  const shown = follow();
  if (event.target.id !== "panel") return;
  const { verb, elt } = event.detail.requestConfig ?? {};
  const lost = document.activeElement === document.body || !document.activeElement;
  const title = document.getElementById("panel-title");
  const row = shown?.checkVisibility() ? shown : title;
  // What the page's own clock brought moves nothing; it only keeps a focus from being lost.
  if (elt?.closest("[data-poll]")) return lost && row?.focus({ preventScroll: true });
  // A button of the header or an undo is done with; a form in the body keeps its place.
  const acted = verb === "post" && !elt.closest(".panel-body, .jobpage-main");
  const inside = verb === "get" && elt.closest("#panel");
  // A form that was asked for has taken the focus already (focus.js).
  if (cause === "enter" || (inside && !panel().querySelector("[data-focus]"))) title?.focus();
  else if (lost || acted) row?.focus();
  if (shown?.checkVisibility()) shown.scrollIntoView({ block: "nearest" });
  cause = undefined;
});
// The panel keeps its forms and links while the filters change: where they lead follows the list.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const shown = panel()?.dataset.job;
  if (shown) detail.headers["Shown-Job"] = shown;
  const token = document.getElementById("where")?.value;
  if (!token || !detail.elt.closest("#panel")) return;
  const [tab, query] = token.split("?");
  const [path, given] = detail.path.split("?");
  if (detail.parameters.has?.("place")) detail.parameters.set("place", token);
  if (detail.verb !== "get" || !path.startsWith(`/jobs/${tab}/`)) return;
  const own = [...new URLSearchParams(given)].filter(([name]) => ["posting", "watch"].includes(name));
  detail.path = `${path}?${query}&${new URLSearchParams(own)}`.replace(/[?&]+$/, "");
});
// A new list takes the focus back that its old filters had; the filters take it when they arrive.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.matches(".filters-fields, .views-items")) target.querySelector("[data-first], input, select")?.focus();
  if (target.id !== "list" || document.activeElement !== document.body) return;
  document.getElementById("filters-open")?.focus();
});
// The end of the list fetches the next page before it is reached.
const near = (hits) => hits.forEach((hit) => hit.isIntersecting && hit.target.click());
const seen = new IntersectionObserver(near, { rootMargin: "400px" });
const watch = () => document.querySelectorAll("[data-more]").forEach((link) => seen.observe(link));
document.addEventListener("htmx:afterSettle", watch);
watch();
follow()?.scrollIntoView({ block: "center" });
// The address that is shown already is no new step for Back.
document.addEventListener("htmx:beforeHistoryUpdate", ({ detail: { history: step } }) => {
  if (step.type === "push" && step.path === location.pathname + location.search) step.type = "replace";
});
