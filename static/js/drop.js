// A form with data-drop="<most bytes>" takes a file that is dropped anywhere on its page, or
// pasted, and sends it; with data-asks it waits for its button, which says what will be replaced.
import { on } from "./page.js";
const form = () => document.querySelector("form[data-drop]");
function take(event, files = []) {
  if (!form() || !files.length) return;
  event.preventDefault();
  const input = form().querySelector("input[type=file]");
  const held = new DataTransfer();
  for (const file of input.multiple ? files : [files[0]]) held.items.add(file);
  input.files = held.files;
  if (!fits(input)) return;
  if ("asks" in form().dataset) form().querySelector("button").focus();
  else form().requestSubmit();
}
// Said at once, instead of after the upload.
function fits(input) {
  const { drop, large } = input.form.dataset;
  const isLarge = [...input.files].some((file) => file.size > Number(drop));
  input.setCustomValidity(isLarge ? large : "");
  return input.reportValidity();
}
function mark(event, over) {
  if (!form() || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  form().toggleAttribute("data-over", over);
}
on("dragover", (event) => mark(event, true));
on("dragleave", (event) => event.relatedTarget ?? mark(event, false));
on("drop", (event) => {
  mark(event, false);
  take(event, event.dataTransfer?.files);
});
on("paste", (event) => take(event, event.clipboardData?.files));
on("change", ({ target }) => {
  if (target.type === "file" && target.form?.matches("[data-drop]")) fits(target);
});
