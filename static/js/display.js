// Theme, density and single keys change at once; the form beside them stores the choice.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-display] button");
  if (!button) return;
  document.documentElement.dataset[button.name] = button.value;
  for (const other of button.form.elements) if (other.name === button.name) other.ariaPressed = String(other === button);
});
