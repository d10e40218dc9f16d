// A toast stays 8 s, longer while it is hovered or holds the focus.
import { byId, make, on } from "./page.js";
const region = document.querySelector(".toasts");
const ages = new WeakMap();
setInterval(() => {
  for (const toast of region.querySelectorAll(".toast")) {
    const age = toast.matches(":hover, :focus-within") ? 0 : (ages.get(toast) ?? 0) + 1;
    ages.set(toast, age);
    if (age > 8) toast.remove();
  }
}, 1000);
on("click", ({ target }) => target.closest("[data-dismiss]")?.closest(".toast").remove());
// What has been undone, from here or from above the list, is not offered again. The form may have
// been replaced by its own answer; the request knows where it went.
on("htmx:afterRequest", ({ detail }) => {
  const path = detail.requestConfig?.path ?? "";
  const offers = region.querySelectorAll(`form[action="${CSS.escape(path)}"][action*="/undo/"]`);
  offers.forEach((form) => form.closest(".toast").remove());
});
// A request that failed swaps nothing: it says so, with its id and, where repeating is harmless,
// a way to retry. The words come with the page.
const alerts = byId("alerts");
const said = alerts?.dataset;
function show(text, id, retry) {
  const words = id ? `${text} (${said.request} ${id.slice(0, 8)})` : text;
  const toast = make("div", { className: "toast" }, make("p", {}, words));
  const again = () => {
    toast.remove();
    retry.matches("form") ? retry.requestSubmit() : retry.click();
  };
  if (retry) toast.append(make("button", { className: "button", onclick: again }, said.retry));
  alerts.append(toast);
}
function report({ detail: { elt, xhr } }) {
  if (elt.closest("[data-poll]")) return;
  if (!xhr.status) return show(said.offline, "", elt);
  const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const words = answer.querySelector("[data-error]")?.textContent.trim() || said.broken;
  show(words, xhr.getResponseHeader("X-Request-Id"), xhr.status >= 429 && elt);
}
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) on(name, report);
