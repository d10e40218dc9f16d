// data-opens="<id>" opens that dialog; without a script its href leads to the same content.
// The element returns the focus by itself, to whatever had it before.
import { byId, on, root } from "./page.js";
on("click", (event) => {
  const { target } = event;
  // What a dialog holds covers it: a click on itself is one on its backdrop.
  if (target.matches("dialog")) target.close();
  const dialog = byId(target.closest("[data-opens]")?.dataset.opens);
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
// Theme, density and single keys change at once; the form beside them stores the choice.
on("click", ({ target: button }) => {
  if (!button.matches("[data-display] button")) return;
  root.dataset[button.name] = button.value;
  for (const one of button.form.querySelectorAll(`[name=${button.name}]`)) {
    one.ariaPressed = String(one === button);
  }
});
