// Says "news" when something changed. One tab of a browser holds the stream, the others hear it from that tab;
// without a stream the page looks when it is looked at, and every 3 s only while something works.
const { account, changes } = document.documentElement.dataset;
const RETRY = 60_000;
const WORKING = ".glyph.is-processing, .chip.busy, .pill";
let seen = Number(changes);
let channel, connected = false, due = false, resting = false;
function look() {
  // What this page is doing itself answers for itself first.
  if (!due || resting || document.hidden || document.querySelector(".htmx-request")) return;
  due = false;
  resting = true;
  setTimeout(() => ((resting = false), look()), 700);
  document.dispatchEvent(new CustomEvent("jobops:news"));
}
const want = () => ((due = true), look());
// A number this page was drawn with is no news; the same number again is: work that leaves no event moved.
function hear({ number, again, open }) {
  connected = open ?? connected;
  document.documentElement.toggleAttribute("data-listens", connected);
  if (number === undefined || (!again && number === seen)) return;
  seen = number;
  want();
}
const tell = (message) => (channel.postMessage(message), hear(message));
function lead() {
  const source = new EventSource("/live");
  let first = true;
  source.addEventListener("change", ({ lastEventId }) => {
    tell({ number: Number(lastEventId), again: !first, open: true });
    first = false;
  });
  source.addEventListener("error", () => {
    first = true;
    tell({ open: false });
    if (source.readyState === EventSource.CLOSED) setTimeout(lead, RETRY);
  });
}
function begin() {
  let leads = false;
  channel = new BroadcastChannel(`jobops-${account}`);
  channel.addEventListener("message", ({ data }) => {
    if (!data.asks) hear(data);
    else if (leads) channel.postMessage({ number: seen, open: connected });
  });
  channel.postMessage({ asks: true });
  navigator.locks.request(`jobops-live-${account}`, () => new Promise(() => ((leads = true), lead())));
}
if (account) {
  document.addEventListener("htmx:afterRequest", () => setTimeout(look));
  document.addEventListener("visibilitychange", () => {
    due ||= !connected && !document.hidden;
    look();
  });
  setInterval(() => !connected && !document.hidden && document.querySelector(WORKING) && want(), 3000);
  // A page that is only passed through opens nothing.
  if (navigator.locks && window.BroadcastChannel) setTimeout(begin, 1000);
}
