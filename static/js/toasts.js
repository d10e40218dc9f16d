// A toast stays 8 s, longer while it is hovered or holds the focus.
const STAY = 8000;
const region = document.querySelector(".toasts");
const timers = new WeakMap();

const start = (toast) => (clearTimeout(timers.get(toast)), timers.set(toast, setTimeout(() => toast.remove(), STAY)));
const hold = ({ currentTarget }) => clearTimeout(timers.get(currentTarget));
const resume = ({ currentTarget }) => start(currentTarget);

function adopt(toast) {
  if (timers.has(toast)) return;
  start(toast);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, resume);
}

region.querySelectorAll("[data-toast]").forEach(adopt);
new MutationObserver(() => region.querySelectorAll("[data-toast]").forEach(adopt)).observe(region, { childList: true, subtree: true });
region.addEventListener("click", ({ target }) => target.closest("[data-dismiss]")?.closest("[data-toast]").remove());
// What has been undone, from here or from above the list, is not offered again.
document.addEventListener("htmx:afterRequest", (event) => {
  // The form may have been replaced by its own answer; the request knows where it went.
  const action = event.detail.requestConfig?.path ?? "";
  if (!action.includes("/undo/")) return;
  region.querySelectorAll(`form[action="${CSS.escape(action)}"]`).forEach((form) => form.closest("[data-toast]").remove());
});
