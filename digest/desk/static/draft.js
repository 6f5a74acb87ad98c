/* What is being typed, in the mail beside it before it is saved. The desk makes the mail and stores
   nothing; of the mail in the frame only what differs is put in its place, marked as a draft. What an
   approval names stays the mail that was loaded. */
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const PAUSE = 40; // milliseconds that keys are gathered for
  const PATIENCE = 5000; // for an answer

  let form = null; // the one that was typed in last
  let timer = 0;
  let asking = null; // the request that is under way: there is one at a time
  let again = false; // something was typed since it began
  let saved = null; // the frame that shows a draft, and its page as it was loaded

  const frames = () => document.getElementById("frames");
  const frame = () => frames() && one("iframe:not(.coming)", frames());
  const wanted = () => document.getElementById("frame-wanted");

  /* ── asking for it ───────────────────────────────────────────────────────────────────────────── */
  const plain = (text) => String(text ?? "").replace(/\r\n/g, "\n").trim();

  const differs = () => Boolean(form?.isConnected) && all("[name^='was-']", form).some((was) =>
    plain(was.value) !== plain(form.elements[was.name.replace("was-", "text-")]?.value));

  function soon(pause = PAUSE) {
    if (asking) again = true;
    else timer ||= setTimeout(ask, pause);
  }

  function stop() {
    clearTimeout(timer);
    timer = 0;
    again = false;
    asking?.abort();
  }

  async function ask() {
    timer = 0;
    if (!differs()) { drop(); return; }
    const address = wanted()?.dataset.draft;
    if (!address || !frame()?.contentDocument) return;
    const mine = new AbortController();
    const [into, typed] = [frame(), form];
    asking = mine;
    const limit = setTimeout(() => mine.abort(), PATIENCE);
    let pause = PAUSE;
    try {
      const body = new URLSearchParams(new FormData(typed));
      const answer = await fetch(address, { method: "POST", body, signal: mine.signal });
      const html = await answer.text();
      if (answer.status === 401) document.dispatchEvent(new CustomEvent("desk:signed-out"));
      if (answer.status === 429) { again = true; pause = 250; } // its last one is still being made
      else if (answer.ok && into === frame() && typed === form && differs()) show(into, html);
      else if (!answer.ok) drop();
    } catch { // no answer: what is saved stays in sight, and the next key asks again
    } finally {
      clearTimeout(limit);
      if (asking === mine) asking = null;
      if (again && !asking) { again = false; soon(pause); }
    }
  }

  document.addEventListener("input", (event) => {
    const at = event.target.form;
    if (!at?.matches("#work form") || at.elements.change?.value !== "texts") return;
    form = at;
    soon();
  });

  /* ── showing it ──────────────────────────────────────────────────────────────────────────────── */
  function show(into, html) {
    const page = into.contentDocument;
    if (saved?.frame !== into) saved = { frame: into, page: copyOf(page) };
    const next = new into.contentWindow.DOMParser().parseFromString(html, "text/html");
    fillIn(all("img", next), all("img[src^='data:image']", saved.page));
    become(page.documentElement, next.documentElement);
    tell({
      story: form.elements.story?.value || "",
      headline: form.elements["text-headline"]?.value || "",
    });
  }

  /* A copy that loads nothing. */
  function copyOf(page) {
    const copy = page.implementation.createHTMLDocument("");
    copy.replaceChild(copy.importNode(page.documentElement, true), copy.documentElement);
    return copy;
  }

  /* Pictures that both mails have come by name only: they are those of the same looks, in order. */
  function fillIn(images, had) {
    const named = images.filter((image) => /^data:,/.test(image.getAttribute("src")));
    const looks = [["class", "width", "height", "alt"], ["class", "width", "height"]];
    for (const names of looks) {
      for (const image of named.filter((each) => /^data:,/.test(each.getAttribute("src")))) {
        const at = had.findIndex((other) =>
          names.every((name) => image.getAttribute(name) === other.getAttribute(name)));
        if (at >= 0) image.setAttribute("src", had.splice(at, 1)[0].getAttribute("src"));
      }
    }
  }

  /* Changes what differs, and leaves everything else, pictures above all, where it is. */
  function become(old, next) {
    if (old.isEqualNode(next)) return;
    if (old.nodeType !== Node.ELEMENT_NODE || old.nodeName !== next.nodeName) {
      old.replaceWith(old.ownerDocument.importNode(next, true));
      return;
    }
    for (const { name } of [...old.attributes]) if (!next.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of next.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    const [were, are] = [[...old.childNodes], [...next.childNodes]];
    while (were.length && are.length && were[0].isEqualNode(are[0])) { were.shift(); are.shift(); }
    while (were.length && are.length && were.at(-1).isEqualNode(are.at(-1))) { were.pop(); are.pop(); }
    if (were.length === are.length) { were.forEach((node, at) => become(node, are[at])); return; }
    const after = were.length ? were.at(-1).nextSibling : afterThose(old, next, are);
    were.forEach((node) => node.remove());
    are.forEach((node) => old.insertBefore(old.ownerDocument.importNode(node, true), after));
  }

  /* The child of the old parent before which new ones come, where none of its own goes. */
  function afterThose(old, next, are) {
    const behind = [...next.childNodes].length - 1 - [...next.childNodes].indexOf(are.at(-1));
    return [...old.childNodes].at(old.childNodes.length - behind) || null;
  }

  /* Back to the page as it was loaded. */
  function drop() {
    if (!saved) return;
    const { frame: shown, page } = saved;
    saved = null;
    if (shown.isConnected && shown.contentDocument) {
      become(shown.contentDocument.documentElement, page.documentElement);
    }
    tell(null);
  }

  function tell(draft) {
    let says = frames() && one(".draft-says", frames());
    if (!says && frames()) {
      says = document.createElement("p");
      says.className = "draft-says";
      says.setAttribute("role", "status");
      frames().prepend(says);
    }
    const words = draft ? wanted()?.dataset.draftSays || "" : "";
    if (says && says.textContent !== words) says.textContent = words;
    document.dispatchEvent(new CustomEvent("desk:draft", { detail: draft }));
  }

  /* ── until it is saved, or given up ──────────────────────────────────────────────────────────── */
  document.addEventListener("desk:mail-loaded", () => {
    saved = null;
    tell(null);
    if (differs()) ask(); else stop();
  });

  document.addEventListener("desk:swapped", () => {
    if (differs()) return;
    stop();
    if (frames() && one("iframe.coming", frames())) return; // it takes the draft's place
    drop();
  });
})();
