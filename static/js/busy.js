// A button that started something says so, keeps its width, and cannot start it twice.
import { on } from "./page.js";
const BUTTONS = "button:not([type=button])";
const mark = (form) => form.querySelectorAll(BUTTONS).forEach((one) => (one.ariaBusy = "true"));
const free = (form) => form.querySelectorAll(BUTTONS).forEach((one) => (one.ariaBusy = null));
// What saves by itself inside a form must neither hold up nor swallow the person's own click.
const formOf = (one) => one.matches("form, button") && one.closest("form:not([data-display])");
// Of two verbs whose answers take the same panel's place the second would find it gone.
const holder = (form) => (form.matches("[hx-target='#panel']") && form.closest("#panel")) || form;
const held = new WeakMap();
on("htmx:beforeRequest", (event) => {
  // A hidden page polls nothing.
  if (document.hidden && event.target.closest("[data-poll]")) return event.preventDefault();
  const form = formOf(event.target);
  if (!form) return;
  const { dataset } = holder(form);
  if (dataset.sent) return event.preventDefault();
  dataset.sent = "1";
  held.set(event.detail.xhr, { form, dataset });
  mark(form);
});
on("htmx:afterRequest", ({ detail }) => {
  const { form, dataset } = held.get(detail.xhr) ?? {};
  if (!form) return;
  delete dataset.sent;
  free(form);
});
// Plain forms: the second click of a double click is dropped; Back brings live buttons.
on("submit", ({ target }) => {
  const isPlain = !target.hasAttribute("hx-post") && target.method === "post";
  if (isPlain) setTimeout(mark, 0, target);
});
addEventListener("pageshow", () => document.querySelectorAll("form").forEach(free));
// What asks from within a polled part keeps its place until it is answered.
on("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.elt.matches("[data-poll]:has(.htmx-request)")) detail.shouldSwap = false;
});
