// The page of a bookmark: asks the window that opened this one for its page, and puts it into a form.
// Nothing is sent before a person presses the form's button.
const box = document.querySelector("[data-capture]");
const form = document.getElementById("arrived");
const say = (said) => {
  box.hidden = false;
  for (const one of box.querySelectorAll("[data-said]")) one.hidden = one.dataset.said !== said;
};
function take({ source, origin, data }) {
  if (source !== opener || form.elements.page.files.length) return;
  const { title, url, html } = data ?? {};
  if ([title, url, html].some((one) => typeof one !== "string") || !URL.canParse(url)) return;
  // A window speaks for its own pages alone.
  if (new URL(url).origin !== origin) return;
  // The mark at its beginning says which letters these are, whatever the page says of itself.
  const file = new File(["\ufeff", html], "page.html", { type: "text/html" });
  if (file.size > Number(box.dataset.most)) return say("large");
  const carried = new DataTransfer();
  carried.items.add(file);
  form.elements.page.files = carried.files;
  form.elements.address.value = url;
  box.querySelector("[data-title]").textContent = title || url;
  form.hidden = false;
  say("arrived");
  form.querySelector("button").focus();
}
const byBookmark = new URLSearchParams(location.search).get("by") === "bookmark";
if (byBookmark && opener && opener !== window) {
  say("waiting");
  addEventListener("message", take);
  opener.postMessage("jobops:ready", "*");
  setTimeout(() => form.hidden && !box.querySelector("[data-said=waiting]").hidden && say("apart"), 3000);
} else if (byBookmark) say("apart");
