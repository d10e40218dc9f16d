// An open menu closes on Escape, on a click elsewhere, and after a choice.
const open = () => document.querySelector("details[data-menu][open]");

document.addEventListener("click", ({ target }) => open() && !open().contains(target) && (open().open = false));
document.addEventListener("keydown", (event) => {
  const menu = open();
  if (event.key !== "Escape" || !menu) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector("summary").focus();
});
