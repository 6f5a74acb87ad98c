/* What the desk's pages do by themselves, over htmx and SortableJS. Every action is a form or a link
   that works without this file; here are the keys, dragging, live news, and keeping what is typed. */
(() => {
  "use strict";

  const work = () => document.getElementById("work");
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

  function say(words) {
    const said = document.getElementById("said");
    said.textContent = words;
    clearTimeout(said.timer);
    said.timer = setTimeout(() => { said.textContent = ""; }, 8000);
  }

  /* ── keeping what is typed ─────────────────────────────────────────────────────────────────────
     A morph keeps the text in a focused field but would refresh the hidden revision beside it; the
     next save would then overwrite somebody else's text unseen. So at the first keystroke the whole
     form is frozen, revision and all. It thaws when its own answer comes. */
  document.addEventListener("input", (event) => {
    const form = event.target.closest(".edit-form, .retitle form");
    if (form) form.setAttribute("hx-morph-skip", "");
  });

  let unsaved = []; // frozen forms, with the card that each is in

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (document.body.classList.contains("dragging")) {
      event.preventDefault(); // an answer that was under way; asked for again after the drop
      whenFree(() => load(location.pathname + location.search));
      return;
    }
    if (!/<main id="work"/.test(ctx.text || "")) {
      event.preventDefault(); // an error page of something between us and the desk
      say(document.body.dataset.notSaved);
      return;
    }
    const source = ctx.sourceElement;
    if (source?.matches?.("form.edit-form, .retitle form")) source.removeAttribute("hx-morph-skip");
    if (source?.matches?.("a")) all("[hx-morph-skip].edit-form").forEach((form) => {
      if (form.contains(source)) form.removeAttribute("hx-morph-skip"); // "Close" gives the text up
    });
    unsaved = all("[hx-morph-skip].edit-form").map((form) => ({ form, card: form.closest(".card")?.id }));
  });

  /* A form whose place is gone (the edition was killed, the story merged away) stays all the same. */
  function keepUnsaved() {
    for (const { form, card } of unsaved) {
      if (form.isConnected) continue;
      (document.getElementById(card) || document.getElementById("board") || work()).append(form);
      htmx.process(form);
    }
    unsaved = [];
  }

  document.addEventListener("htmx:error", () => say(document.body.dataset.notSaved));

  window.addEventListener("beforeunload", (event) => {
    if (one(".edit-form[hx-morph-skip]")) event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    if (!work()?.dataset.edition) event.target.removeAttribute("hx-morph-skip");
  });

  /* ── the frame: the new mail is loaded behind the old one, which stays until it is there ─────── */
  function refreshFrame() {
    const wanted = document.getElementById("frame-wanted");
    const frames = document.getElementById("frames");
    if (!wanted || !frames) return;
    const shown = one("iframe:not(.coming)", frames);
    all("iframe", frames).forEach((frame) => size(frame, wanted));
    const newest = one("iframe.coming", frames) || shown;
    if (newest && newest.getAttribute("src") === wanted.getAttribute("href")) return;
    one("iframe.coming", frames)?.remove();
    const coming = document.createElement("iframe");
    coming.className = "coming";
    coming.setAttribute("sandbox", "");
    coming.title = shown ? shown.title : "";
    size(coming, wanted);
    coming.addEventListener("load", () => {
      coming.classList.remove("coming");
      all("iframe", frames).forEach((frame) => { if (frame !== coming) frame.remove(); });
    }, { once: true });
    coming.src = wanted.getAttribute("href");
    frames.append(coming);
  }

  function size(frame, wanted) {
    frame.height = wanted.dataset.height;
    if (wanted.dataset.width === "0") frame.removeAttribute("width");
    else frame.width = wanted.dataset.width;
  }

  /* ── dragging: between shelves, or onto another card to merge the two ────────────────────────── */
  function makeSortable() {
    if (!document.getElementById("mover")) return;
    all("ol.cards").forEach((list) => {
      if (list.sortable) return;
      list.sortable = Sortable.create(list, {
        group: "board", handle: ".grip", animation: still() ? 0 : 120, forceFallback: true,
        fallbackOnBody: true, scroll: true, emptyInsertThreshold: 24,
        onStart: () => document.body.classList.add("dragging"),
        onMove: (event, original) => !mergeZoneAt(original), // it must not move away from under us
        onEnd: dropped,
      });
    });
  }

  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function mergeZoneAt(event) {
    const point = event.touches?.[0] || event.changedTouches?.[0] || event;
    return document.elementsFromPoint(point.clientX, point.clientY)
      .find((element) => element.matches(".merge-zone"));
  }

  function dropped(event) {
    const zone = mergeZoneAt(event.originalEvent);
    document.body.classList.remove("dragging");
    const story = event.item.dataset.story;
    const into = zone?.closest("[data-story]")?.dataset.story;
    if (into && into !== story) { move({ change: "merge", story, into }); return; }
    if (event.from === event.to && event.oldIndex === event.newIndex) return;
    const before = event.item.previousElementSibling;
    move({
      change: "move", story, shelf: event.to.dataset.shelf, after: before?.dataset.story || "",
      index: String(event.newIndex),
    });
  }

  function move(values) {
    const form = document.getElementById("mover");
    if (!form) return;
    for (const name of ["change", "story", "shelf", "after", "into", "index"]) {
      form.elements[name].value = values[name] || "";
    }
    form.requestSubmit();
  }

  /* ── live news and who is here ───────────────────────────────────────────────────────────────── */
  let stream = null;
  let told = ""; // the story that the others know we are at

  function listen() {
    const { edition, events, signature, open } = work()?.dataset || {};
    if (!edition || stream?.edition === edition) return;
    stream?.close();
    stream = new EventSource(`${events}?${new URLSearchParams({ seen: signature, story: open })}`);
    told = open;
    stream.edition = edition;
    stream.addEventListener("changed", (event) => {
      refresh(event.data);
    });
    stream.addEventListener("here", (event) => showHere(JSON.parse(event.data)));
    stream.addEventListener("signed-out", () => {
      stream.close();
      say(document.body.dataset.signedOut);
    });
  }

  /* Our own answer is newer than any news: it may be the news. A request's end is told by an event
     on its form, which may be gone by then; so its state is asked, and not for ever. */
  let asked = [];
  document.addEventListener("htmx:before:request", (event) => {
    asked.push({ ctx: event.detail.ctx, until: performance.now() + 10000 });
  });
  function asking() {
    asked = asked.filter(({ ctx, until }) =>
      !/^(swapped|error)/.test(ctx.status) && performance.now() < until);
    return asked.length > 0;
  }

  function whenFree(action) {
    const busy = asking() || pressed || document.body.classList.contains("dragging");
    if (busy) setTimeout(whenFree, 200, action); else action();
  }

  let pressed = false; // a button that moves away under the mouse would not be clicked
  document.addEventListener("pointerdown", () => { pressed = true; }, true);
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => setTimeout(() => { pressed = false; }, 50), true);
  }

  const load = (address) => htmx.ajax("GET", address,
    { source: work(), target: "#work", select: "#work", swap: "outerMorph" });

  function refresh(signature) {
    whenFree(() => {
      if (signature !== work().dataset.signature) load(location.pathname + location.search);
    });
  }

  /* The checker takes as long as the mail itself: the page is there first, its findings follow. */
  let checking = "";
  function checkSoon() {
    const link = one("a[id^='check-']");
    if (!link || checking === link.id) return;
    checking = link.id;
    setTimeout(whenFree, 250, () => {
      checking = link.isConnected ? link.id : "";
      if (checking) load(link.getAttribute("href")); else checkSoon();
    });
  }

  let others = [];
  function showHere(people) {
    others = people;
    const here = document.getElementById("here");
    if (!here) return;
    const names = people.map((person) => person.title).join(", ");
    here.textContent = names ? `${here.dataset.here} ${names}` : "";
    all(".others").forEach((place) => {
      place.textContent = people.filter((person) => person.story === place.dataset.at)
        .map((person) => `✎ ${person.title}`).join(" ");
    });
  }

  function tellWhere() {
    const { presence, open } = work()?.dataset || {};
    if (!presence || told === open) return;
    told = open;
    fetch(presence, { method: "POST", body: new URLSearchParams({ story: open }) });
  }

  /* ── the keyboard ────────────────────────────────────────────────────────────────────────────── */
  const cards = () => all("#board .card[data-story]");
  let current = "";

  const currentCard = () =>
    document.activeElement?.closest?.(".card[data-story]") ||
    document.getElementById(`story-${current}`);

  function step(by) {
    const list = cards();
    const at = list.indexOf(currentCard());
    const next = list[Math.min(Math.max(at + by, 0), list.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }

  document.addEventListener("focusin", (event) => {
    const card = event.target.closest?.(".card[data-story]");
    if (card) current = card.dataset.story;
  });

  const press = (selector, root = document) => one(selector, root)?.click();
  const nudge = (way) => currentCard() && press(`.nudge [value="${way}"]`, currentCard());

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    e: () => currentCard() && press("h3 a", currentCard()),
    l: () => current && move({ change: "lead", story: current }),
    x: () => current && move({ change: "hide", story: current }),
    p: () => {
      const frame = one("#frame, #mail .paper");
      if (document.activeElement === frame) currentCard()?.focus(); else frame?.focus();
    },
    u: () => press("#undo"),
    U: () => press("#redo"),
    "?": () => document.getElementById("keys")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      nudge(event.key === "ArrowUp" ? "up" : "down");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || one("dialog[open], :popover-open")) return;
    if (typing(event.target)) return;
    const action = keys[event.key];
    if (action) { event.preventDefault(); action(); }
  });

  /* ── Ctrl-K: every link and button of the page, by its words ─────────────────────────────────── */
  let found = [];

  function openPalette() {
    const palette = document.getElementById("palette");
    if (!palette || palette.open) return;
    found = all("a[href], button:not(:disabled)").filter((element) =>
      !element.closest("dialog, .nudge, .skip, .popover") && !element.dataset.opens && label(element));
    palette.showModal();
    const words = document.getElementById("palette-words");
    words.value = "";
    listFound("");
    words.focus();
  }

  const label = (element) =>
    (element.getAttribute("aria-label") || element.textContent).replace(/\s+/g, " ").trim();

  function listFound(words) {
    const wanted = words.toLocaleLowerCase().split(/\s+/);
    const list = document.getElementById("palette-list");
    const fitting = found.filter((element) =>
      wanted.every((word) => label(element).toLocaleLowerCase().includes(word)));
    list.replaceChildren(...fitting.slice(0, 30).map((element, index) => {
      const item = document.createElement("li");
      item.id = `found-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(index === 0));
      item.textContent = label(element);
      item.addEventListener("click", () => choose(element));
      item.element = element;
      return item;
    }));
    document.getElementById("palette-words").setAttribute("aria-activedescendant", "found-0");
  }

  function choose(element) {
    document.getElementById("palette").close();
    if (element.isConnected) { element.focus(); element.click(); }
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === "palette-words") listFound(event.target.value);
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "palette-words") return;
    const items = all("#palette-list li");
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "Enter") { event.preventDefault(); if (items[at]) choose(items[at].element); }
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.altKey) return;
    event.preventDefault();
    const next = items[Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), items.length - 1)];
    items.forEach((item) => item.setAttribute("aria-selected", String(item === next)));
    if (next) { event.target.setAttribute("aria-activedescendant", next.id); next.scrollIntoView({ block: "nearest" }); }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-opens='palette']")) openPalette();
  });

  /* ── after every swap ────────────────────────────────────────────────────────────────────────── */
  function settle() {
    keepUnsaved();
    refreshFrame();
    makeSortable();
    listen();
    showHere(others);
    tellWhere();
    checkSoon();
    const card = document.getElementById(`story-${current}`);
    if (card && document.activeElement === document.body) card.focus({ preventScroll: true });
  }

  document.addEventListener("htmx:after:swap", (event) => {
    const { sourceElement, response } = event.detail.ctx;
    if (sourceElement?.matches?.(".own form") && response?.status < 400) sourceElement.reset();
    settle();
  });
  document.addEventListener("DOMContentLoaded", settle);
})();
