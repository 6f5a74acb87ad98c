/* The mail's frame, and the approval of what it shows: the hash that an approval sends is the one
   whose frame has finished loading in front of this person, whatever the page was told since. */
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  let shown = ""; // the hash of the mail whose frame is loaded; empty where there is no frame
  let unasked = false; // the frame that is coming shows what somebody else did
  let approving = false; // Approve was pressed while the frame of one's own change was coming

  const frames = () => document.getElementById("frames");
  const loading = () => one("iframe.coming", frames() || document) || (frames() && !shown);

  /* The new mail is loaded behind the old one, which stays until it is there. */
  function refreshFrame(background) {
    const wanted = document.getElementById("frame-wanted");
    if (!wanted || !frames()) { shown = ""; approving = false; return; }
    all("iframe", frames()).forEach((frame) => size(frame, wanted));
    const newest = one("iframe.coming", frames()) || one("iframe", frames());
    if (newest && newest.getAttribute("src") === wanted.getAttribute("href")) {
      if (!newest.watched) watch(newest);
    } else {
      one("iframe.coming", frames())?.remove();
      unasked = Boolean(background);
      frames().append(coming(wanted));
    }
    name();
  }

  function coming(wanted) {
    const frame = document.createElement("iframe");
    frame.className = "coming";
    frame.setAttribute("sandbox", "allow-same-origin"); // never allow-scripts
    frame.title = one("iframe", frames())?.title || "";
    frame.dataset.hash = wanted.dataset.hash;
    size(frame, wanted);
    watch(frame);
    frame.src = wanted.getAttribute("href");
    return frame;
  }

  function watch(frame) {
    frame.watched = true;
    frame.addEventListener("load", () => loaded(frame), { once: true });
  }

  function loaded(frame) {
    if (!frame.isConnected) return;
    frame.classList.remove("coming");
    all("iframe", frames()).forEach((other) => { if (other !== frame) other.remove(); });
    shown = frame.dataset.hash;
    unasked = false;
    name();
    document.dispatchEvent(new CustomEvent("desk:mail-loaded"));
    if (approving) one("#form-approve button")?.click();
    approving = false;
  }

  function size(frame, wanted) {
    frame.height = wanted.dataset.height;
    if (wanted.dataset.width === "0") frame.removeAttribute("width");
    else frame.width = wanted.dataset.width;
  }

  /* Without a frame on the page the desk's own word stands: it knows what it has shown to whom. */
  function name() {
    const field = one("#form-approve [name='seen']");
    if (field && shown) field.value = shown;
  }

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "form-approve" || !loading() || unasked) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    approving = true;
  }, true);

  document.addEventListener("desk:swapped", (event) => refreshFrame(event.detail.background));
  document.addEventListener("DOMContentLoaded", () => {
    const first = one("iframe", frames() || document.createElement("p"));
    if (!first) return;
    first.watched = true; // it may be there before this script: the window waits for it as well
    if (document.readyState === "complete") loaded(first);
    else window.addEventListener("load", () => loaded(first), { once: true });
  });
})();
