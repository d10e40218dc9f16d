// A toast stays 8 s, longer while it is hovered or holds the focus.
const STAY = 8000;
const region = document.querySelector(".toasts");
const timers = new WeakMap();

const start = (toast) => {
  clearTimeout(timers.get(toast));
  timers.set(toast, setTimeout(() => toast.remove(), STAY));
};
const hold = (event) => clearTimeout(timers.get(event.currentTarget));
const resume = (event) => start(event.currentTarget);

function adopt(toast) {
  if (timers.has(toast)) return;
  start(toast);
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", resume);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", resume);
}

region.querySelectorAll("[data-toast]").forEach(adopt);
new MutationObserver(() => region.querySelectorAll("[data-toast]").forEach(adopt)).observe(region, { childList: true, subtree: true });

region.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]")) event.target.closest("[data-toast]").remove();
});

// What has been undone, from here or from above the list, is not offered again.
document.addEventListener("htmx:afterRequest", (event) => {
  // The form may have been replaced by its own answer; the request knows where it went.
  const action = event.detail.requestConfig?.path;
  if (!action?.includes("/undo/")) return;
  for (const form of region.querySelectorAll("form")) if (form.getAttribute("action") === action) form.closest("[data-toast]").remove();
});
