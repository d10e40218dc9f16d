// The job list: roving focus, the marked row, where the focus goes after an action, the next page.
import { byId, hasNoFocus, isWide, on, openDialog } from "./page.js";
const rows = () => [...document.querySelectorAll("#rows .row")];
const panel = () => byId("panel");
const current = () => byId(`job-${panel()?.dataset.job}`)?.querySelector(".row");
let cause;
// The panel says which job is shown; the list follows it.
function follow() {
  const shown = current();
  for (const row of rows()) {
    row.tabIndex = row === (shown ?? rows()[0]) ? 0 : -1;
    row.ariaCurrent = row === shown ? "true" : null;
  }
  return shown;
}
function step(by) {
  const all = rows();
  const next = all[all.indexOf(document.activeElement.closest(".row") ?? current()) + by];
  if (!next) return by > 0 && document.querySelector("[data-more]")?.click();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  if (isWide()) next.click();
}
on("click", ({ target, isTrusted, detail }) => {
  const button = target.closest("[data-step]");
  if (button) step(Number(button.dataset.step));
  // Enter on a row is a click without a pointer and not one of ours: it leads into the panel.
  cause = target.closest(".row") && isTrusted && detail === 0 ? "enter" : undefined;
});
on("keydown", ({ key, defaultPrevented }) => {
  if (key !== "Escape" || defaultPrevented || openDialog()) return;
  if (document.activeElement.closest("#panel")) current()?.focus();
});
on("htmx:afterSettle", ({ target, detail }) => {
  const shown = follow();
  if (target.id !== "panel") return;
  const { verb, elt } = detail.requestConfig ?? {};
  const lost = hasNoFocus();
  const title = byId("panel-title");
  const row = shown?.checkVisibility() ? shown : title;
  // What the page's own clock brought moves nothing; it only keeps a focus from being lost.
  if (elt?.closest("[data-poll]")) return lost && row?.focus({ preventScroll: true });
  // A button of the header or an undo is done with; a form in the body keeps its place.
  const acted = verb === "post" && !elt.closest(".panel-body, .jobpage-main");
  const inside = verb === "get" && elt.closest("#panel");
  // A form that was asked for has taken the focus already (focus.js).
  if (cause || (inside && !panel().querySelector("[data-focus]"))) title?.focus();
  else if (lost || acted) row?.focus();
  if (shown?.checkVisibility()) shown.scrollIntoView({ block: "nearest" });
  cause = undefined;
});
// The panel keeps its forms and links while the filters change: where they lead follows the list.
on("htmx:configRequest", ({ detail }) => {
  const shown = panel()?.dataset.job;
  if (shown) detail.headers["Shown-Job"] = shown;
  const token = byId("where")?.value;
  if (!token || !detail.elt.closest("#panel")) return;
  const [tab, query] = token.split("?");
  const [path, given] = detail.path.split("?");
  if (detail.parameters.has?.("place")) detail.parameters.set("place", token);
  if (detail.verb !== "get" || !path.startsWith(`/jobs/${tab}/`)) return;
  const own = [...new URLSearchParams(given)].filter(([name]) => /^(posting|watch)$/.test(name));
  detail.path = `${path}?${query}&${new URLSearchParams(own)}`.replace(/[?&]+$/, "");
});
// A new list takes the focus back that its old filters had; the filters take it when they arrive.
on("htmx:afterSettle", ({ target }) => {
  if (target.matches(".filters-fields, .views-items")) {
    target.querySelector("[data-first], input, select")?.focus();
  }
  if (target.id === "list" && hasNoFocus()) byId("filters-open")?.focus();
});
// The end of the list fetches the next page before it is reached.
const near = (hits) => hits.forEach((hit) => hit.isIntersecting && hit.target.click());
const seen = new IntersectionObserver(near, { rootMargin: "400px" });
const watch = () => document.querySelectorAll("[data-more]").forEach((link) => seen.observe(link));
on("htmx:afterSettle", watch);
watch();
follow()?.scrollIntoView({ block: "center" });
// The address that is shown already is no new step for Back.
on("htmx:beforeHistoryUpdate", ({ detail: { history: step } }) => {
  const here = location.pathname + location.search;
  if (step.type === "push" && step.path === here) step.type = "replace";
});
