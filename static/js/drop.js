// A form with data-drop="<most bytes>" takes a file that is dropped anywhere on its page, or pasted, and sends it;
// with data-asks it waits for its button, which says what will be replaced.
const form = () => document.querySelector("form[data-drop]");
const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

function take(files) {
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
  const most = Number(input.form.dataset.drop);
  input.setCustomValidity([...input.files].some((file) => file.size > most) ? `This file is larger than ${most / 2 ** 20} MiB. Choose a smaller one.` : "");
  return input.reportValidity();
}

function mark(event, over) {
  if (!form() || !holdsFiles(event)) return;
  event.preventDefault();
  form().toggleAttribute("data-over", over);
}

document.addEventListener("dragover", (event) => mark(event, true));
document.addEventListener("dragleave", (event) => event.relatedTarget ?? mark(event, false));
document.addEventListener("drop", (event) => {
  mark(event, false);
  if (form() && event.dataTransfer?.files.length) take(event.dataTransfer.files);
});
document.addEventListener("paste", (event) => {
  if (!form() || !event.clipboardData?.files.length) return;
  event.preventDefault();
  take(event.clipboardData.files);
});
document.addEventListener("change", ({ target }) => target.form?.matches("[data-drop]") && target.type === "file" && fits(target));
