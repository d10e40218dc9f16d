// data-opens="<id>" opens that dialog; without a script its href leads to the same content.
// The element returns the focus by itself, to whatever had it before.
import { byId, on, root } from "./page.js";
on("click", (event) => {
  // What a dialog holds covers it: a click on itself is one on its backdrop.
  if (event.target.matches("dialog")) event.target.close();
  const dialog = byId(event.target.closest("[data-opens]")?.dataset.opens);
  if (!dialog) return;
  event.preventDefault();
  dialog.dispatchEvent(new CustomEvent("dialog:open", { bubbles: true }));
  dialog.showModal();
});
// An open menu closes on Escape and on a click elsewhere.
const open = () => document.querySelector("details[data-menu][open]");
on("click", ({ target }) => open()?.contains(target) || open()?.removeAttribute("open"));
on("keydown", (event) => {
  const menu = open();
  if (event.key !== "Escape" || !menu) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector("summary").focus();
});
// Theme, density and single keys change at once; the request stores the choice.
on("htmx:configRequest", ({ detail: { path, parameters } }) => {
  for (const [name, value] of path === "/display" ? parameters.entries() : []) {
    if (!(name in root.dataset)) continue;
    root.dataset[name] = value;
    const choices = document.querySelectorAll(`[data-display] [name=${name}]`);
    choices.forEach((one) => (one.ariaPressed = one.value === value));
  }
});
