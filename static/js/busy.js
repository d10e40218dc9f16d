// A button that started something says so, keeps its width, and cannot start it twice.
const mark = (form, busy) => form.querySelectorAll("button:not([type=button])")
  .forEach((one) => busy ? one.setAttribute("aria-busy", "true") : one.removeAttribute("aria-busy"));
// What saves by itself inside a form must neither hold up nor swallow the person's own click.
const formOf = (element) => (element.matches("form, button") ? element.closest("form:not([data-display])") : null);
// Of two verbs whose answers take the same panel's place the second would find it gone.
const holder = (form) => (form.matches("[hx-target='#panel']") && form.closest("#panel")) || form;
const held = new WeakMap();

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = formOf(event.target);
  if (!form) return;
  const { dataset } = holder(form);
  if (dataset.sent) return event.preventDefault();
  dataset.sent = "1";
  held.set(event.detail.xhr, () => (delete dataset.sent, mark(form, false)));
  mark(form, true);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => held.get(detail.xhr)?.());
// Plain forms: the second click of a double click is dropped; Back brings the page with live buttons.
document.addEventListener("submit", ({ target }) => {
  if (!target.hasAttribute("hx-post") && target.method === "post") setTimeout(() => mark(target, true));
});
addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => mark(form, false)));
// A hidden page polls nothing.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.target.closest("[data-poll]")) event.preventDefault();
});
// What asks from within a polled part keeps its place until it is answered.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.elt.matches("[data-poll]:has(.htmx-request)")) detail.shouldSwap = false;
});
