// data-opens="<id>" opens that dialog; without a script its href leads to the same content.
// The element returns the focus by itself, to whatever had it before.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-opens]");
  const dialog = button && document.getElementById(button.dataset.opens);
  if (dialog) {
    event.preventDefault();
    dialog.dispatchEvent(new CustomEvent("dialog:open", { bubbles: true }));
    return dialog.showModal();
  }
  // A click on the dialog element itself, not on what it holds, is a click on its backdrop.
  if (!(event.target instanceof HTMLDialogElement)) return;
  const { left, right, top, bottom } = event.target.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  if (x < left || x > right || y < top || y > bottom) event.target.close();
});
