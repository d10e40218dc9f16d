// data-opens="<id>" opens that dialog; without a script its href leads to the same content.
// The element returns the focus by itself, to whatever had it before.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-opens]");
  const dialog = button && document.getElementById(button.dataset.opens);
  if (dialog) {
    event.preventDefault();
    dialog.dispatchEvent(new CustomEvent("dialog:open", { bubbles: true }));
    dialog.showModal();
    return;
  }
  // A click on the dialog element itself, not on what it holds, is a click on its backdrop.
  if (event.target instanceof HTMLDialogElement) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});
