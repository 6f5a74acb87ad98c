/* What the desk's pages do by themselves, over htmx. Every action is a form or a link that works
   without a script. Here: keeping what is typed, answers in their order, live news. Beside it: keys.js,
   dragging.js, palette.js (Ctrl-K), frame.js (the mail), session.js (signing in again). */
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
  const frozen = new Set();
  const TEXTS = ".edit-form, .retitle form"; // what is written here is never dropped
  const ONCE = `${TEXTS}, .doings form, .tray form, .popover form`;
  const isFrozen = (form) => form.hasAttribute("hx-morph-skip");
  const thaw = (form) => form.removeAttribute("hx-morph-skip");
  const unsaved = () => all("form[hx-morph-skip]").some((form) => form.matches(TEXTS));

  document.addEventListener("input", (event) => {
    const form = event.target.closest("#work form[method='post']");
    if (form) form.setAttribute("hx-morph-skip", "");
    if (form) form.complete = false;
  });

  /* A second press while the first has no answer asks for the same once more. Moves and steps back
     mean each press; Approve waits for its frame. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.sent && form.complete && form.matches(ONCE)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.complete = true;
    form.sent = true;
    form.said = new FormData(form);
  }, true);
  window.addEventListener("pageshow", () => all("form").forEach((form) => { form.sent = false; }));

  /* "Close" gives the text up, and nobody does that by a slip. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    if (!link?.closest("form[hx-morph-skip]") || confirm(document.body.dataset.giveUp)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  /* A form whose place is gone (another story was opened, the edition was killed, the story merged
     away) stays all the same, where it was; where the new page has it too, the one typed in does. */
  function keepUnsaved() {
    for (const form of frozen) {
      if (!isFrozen(form)) { frozen.delete(form); continue; }
      const taken = !form.isConnected;
      const twin = all(`[id="${CSS.escape(form.id)}"]`).find((other) => form.id && other !== form);
      if (twin) twin.replaceWith(form); else if (!form.isConnected) putBack(form);
      if (canBeChanged(form)) one(".kept-says", form)?.remove();
      if (!twin && !taken) continue;
      // taken out, they lost their listeners; with "true" they get them anew, not once
      [form, ...all("a", form)].forEach((each) => htmx.process(each, true));
    }
    all(".kept").forEach((block) => { if (!one("form", block)) block.remove(); });
    if (frozen.size) all(".yours").forEach((copy) => copy.remove()); // the form itself has it
  }

  /* Into its story's card; if that left the edition, into a block of its own where the card was. */
  function putBack(form) {
    const card = document.getElementById(`story-${form.elements.story?.value || form.elements.block?.value || "edition"}`);
    if (card) { card.append(form); tellKept(form); return; }
    const block = document.createElement("li");
    block.className = "card open kept";
    block.id = `kept-${form.id}`; // so that no swap takes it for a card
    const inner = document.createElement("div");
    inner.className = "opened";
    inner.append(form);
    block.append(inner);
    tellKept(form);
    const next = (after.get(form) || []).map((id) => document.getElementById(id)).find(Boolean);
    if (next) next.before(block); else (all("ol.cards").at(-1) || work()).append(block);
  }

  const canBeChanged = (form) => document.getElementById("undo") &&
    document.getElementById(`story-${form.elements.story?.value || form.elements.block?.value || "edition"}`);

  /* A card that is only folded up needs no word: its story can be opened again. */
  function tellKept(form) {
    if (canBeChanged(form) || one(".kept-says", form)) return;
    const says = document.createElement("p");
    says.className = "notice kept-says";
    says.setAttribute("role", "alert");
    says.textContent = document.body.dataset.kept;
    form.prepend(says);
  }

  /* What is typed in goes on being typed in: a field that a swap takes out and puts back has the
     focus again, its caret, and its place on the screen. Until then no letter is a command. */
  let after = new Map(); // the cards that follow each frozen form, the nearest first
  let caret = null;
  let astray = false; // the field that was typed in is gone: the letters that still come are no commands

  for (const end of ["focusin", "pointerdown"]) {
    document.addEventListener(end, () => { astray = false; });
  }
  document.addEventListener("keydown", (event) => {
    if (astray && event.key.length === 1 && !event.ctrlKey && !event.metaKey) event.stopPropagation();
  }, true);

  function noteCaret() {
    const list = all("#board .card[data-story]");
    after = new Map([...frozen].filter((form) => form.isConnected).map((form) => [form, list
      .filter((card) => form.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING)
      .map((card) => card.id)]));
    const field = document.activeElement;
    const form = field?.form;
    if (!form || !typing(field) || (caret && !caret.field.isConnected)) return;
    const { selectionStart: start, selectionEnd: end } = field;
    caret = { field, start, end, top: isFrozen(form) ? field.getBoundingClientRect().top : null };
  }

  function keepCaret() {
    const { field, start, end, top } = caret || {};
    caret = null;
    astray = Boolean(field && !field.isConnected);
    if (!field?.isConnected) return;
    if (document.activeElement !== field) {
      field.focus({ preventScroll: true });
      if (start !== null && start !== undefined) field.setSelectionRange(start, end);
    }
    if (top !== null) scrollBy(0, field.getBoundingClientRect().top - top);
  }

  /* ── answers, in the order in which they were asked for ────────────────────────────────────────
     They come back in any order. One that was overtaken shows the edition, or a view of it, as it
     no longer is, and goes unseen; what it stood for is asked for once more. Only what could not be
     done is shown however late: nobody may miss that their text was refused. */
  let requests = 0;
  let newest = 0; // the number of the newest request whose answer is shown
  let newestView = 0; // the same, of those that a person asked to see
  let again = null; // the address of an overtaken view that is asked for in the person's stead
  let waiting = []; // a request's end is told on its form, which may be gone: its state is asked

  const shows = (ctx) => ctx.request.method === "GET";
  const isView = (ctx) => shows(ctx) && !ctx.background;

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    ctx.number = ++requests;
    ctx.background = ctx.sourceElement === work() && ctx.request.action !== again;
    if (inView(ctx.request.anchor)) ctx.request.anchor = null; // what is there to see stays put
    again = null;
    waiting.push({ ctx, until: performance.now() + 10000 });
  });

  function inView(id) {
    const place = id && document.getElementById(id)?.getBoundingClientRect();
    return place && place.top < innerHeight && place.bottom > 0;
  }

  function asking() {
    waiting = waiting.filter(({ ctx, until }) =>
      !/^(swapped|error)/.test(ctx.status) && performance.now() < until);
    return waiting.length > 0;
  }

  const handIsDown = () => pressed || document.body.classList.contains("dragging");

  function whenFree(action) {
    if (asking() || handIsDown()) setTimeout(whenFree, 100, action); else action();
  }

  const here = () => location.pathname + location.search;

  /* What a person asked to see is a step that Back takes back, by whichever request it is shown. */
  const load = (address) => htmx.ajax("GET", address, {
    source: work(), target: "#work", select: "#work", swap: "outerMorph show:none",
    push: address === again && address !== here() ? "true" : null,
  });

  /* Why an answer is not put into the page now; empty if it is. */
  function keptOut(ctx) {
    if (handIsDown()) {
      whenFree(() => htmx.swap(ctx));
      return "it would pull a card, or a button, from under the hand";
    }
    if (ctx.sourceElement?.matches?.("form")) ctx.sourceElement.sent = false;
    if (ctx.response.status === 401) {
      document.dispatchEvent(new CustomEvent("desk:signed-out"));
      return "nobody is signed in: the page stays as it is, with what is typed";
    }
    if (ctx.response.status >= 500 || !/<main id="work"/.test(ctx.text || "")) {
      missed(ctx);
      return "it is an error page, of the desk or of something before it: the page stays, with what is typed";
    }
    takenBack(ctx);
    if (ctx.number < newest && (shows(ctx) || ctx.response.status < 400)) {
      const address = isView(ctx) && ctx.number > newestView ? ctx.request.action : "";
      newestView = address ? ctx.number : newestView;
      whenFree(() => { again = address || null; load(address || here()); });
      return "it was overtaken";
    }
    return "";
  }

  /* The answer to a form ends the form's own text, wherever the answer itself is shown. */
  function takenBack(ctx) {
    const { sourceElement: source, response } = ctx;
    if (source?.matches?.("#work form")) {
      const refused = response.status >= 400;
      const answered = refused ? formIn(ctx, source.id) : true; // the story may be gone by now
      if (source.complete && answered) thaw(source);
      else if (refused && !source.complete) missed(ctx); // what was typed after "Save" is not in it
      else if (!refused) takeSaved(source, formIn(ctx, source.id));
    }
    if (response.status < 400) source?.closest?.(".popover")?.hidePopover(); // it is done
    if (source?.matches?.(".own form") && response.status < 400 && source.complete) source.reset();
    const form = source?.matches?.("a") && source.closest("[hx-morph-skip].edit-form");
    if (form) thaw(form); // "Close" gives the text up
  }

  const formIn = (ctx, id) =>
    id && new DOMParser().parseFromString(ctx.text, "text/html").getElementById(id);

  /* What was typed after "Save" goes on from what was saved, unless somebody else wrote meanwhile. */
  function takeSaved(form, answer) {
    const befores = all("[name^='was-']", form);
    const plain = (text) => String(text ?? "").replace(/\r\n/g, "\n").trim();
    const now = (name) => plain(answer?.elements[name]?.value);
    const ours = answer && befores.every(({ name }) =>
      now(name) === plain(form.said?.get(name.replace("was-", "text-"))));
    if (!ours) return;
    for (const field of [...befores, form.elements.expected]) field.value = answer.elements[field.name].value;
  }

  let notices = []; // what the person was told last; news in the background does not unsay it

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (keptOut(ctx)) { event.preventDefault(); return; }
    newest = Math.max(newest, ctx.number);
    if (isView(ctx)) newestView = Math.max(newestView, ctx.number);
    unfolded = all("#work details[open]");
    notePlace(ctx.sourceElement);
    notices = ctx.background ? all("#notice, #notice ~ #changes-look") : [];
    all("form[hx-morph-skip]").filter((form) => form.matches(TEXTS)).forEach((form) => frozen.add(form));
    noteCaret();
  });

  /* The cards that are seen stay where they are, whatever comes or goes above them: first the one
     that is opened, last the one that is moved. (The browser's own anchoring would follow
     the one with the focus.) */
  let seen = [];

  function notePlace(source) {
    const at = source?.elements?.story?.value || source?.closest?.("[data-story]")?.dataset.story;
    const opens = source?.matches?.("a") && !source.closest(".card.open");
    const rank = (card) => (card.id !== `story-${at}` ? 0 : opens ? -1 : 1);
    seen = all("#board .card[data-story]").filter((card) => inView(card.id))
      .map((card) => ({ id: card.id, top: card.getBoundingClientRect().top }))
      .sort((one, other) => rank(one) - rank(other));
  }

  function keepPlace() {
    const { id, top } = seen.find((card) => document.getElementById(card.id)) || {};
    seen = [];
    if (id) scrollBy(0, document.getElementById(id).getBoundingClientRect().top - top);
  }

  let unfolded = []; // what a person opened, a form inside it perhaps, stays open
  function keepUnfolded() {
    unfolded.forEach((each) => { each.open = true; });
    unfolded = [];
  }

  function keepNotice() {
    const missing = notices.filter((each) => !document.getElementById(each.id));
    one(".edition-head")?.after(...missing);
    notices = [];
  }

  /* Behind a dialogue nobody reads: while one is open, what is said is said in it as well. */
  function tellInDialogue() {
    all(".popover > .notice").forEach((each) => each.remove());
    const notice = document.getElementById("notice");
    const dialogue = one(".popover:popover-open");
    if (!notice || !dialogue) return;
    const copy = notice.cloneNode(true);
    copy.removeAttribute("id");
    copy.removeAttribute("role"); // it is read out once
    dialogue.prepend(copy);
  }

  /* The page says which address it belongs to: a refusal shows the form's, whatever came since. */
  function keepAddress() {
    const { address } = work().dataset;
    if (address && address !== here()) history.replaceState(history.state, "", address);
  }

  /* No answer, or none of ours. Nobody waits for what was asked for in the background: it is asked
     for again, as the stream tells news once and may outlive a lost connection. */
  function missed(ctx) {
    if (ctx?.background) { setTimeout(() => refresh(news), 3000); return; }
    const { notSaved, notShown, tooLong } = document.body.dataset;
    if (ctx?.response?.status === 413) say(tooLong); // trying again would not help
    else say(ctx && shows(ctx) ? notShown : notSaved);
  }

  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (ctx?.sourceElement?.matches?.("form")) ctx.sourceElement.sent = false;
    missed(ctx);
  });

  window.addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });

  /* Back and Forward between views of the edition change the page under what is typed, and no more:
     htmx would put the whole body anew. */
  document.addEventListener("htmx:before:history:restore", (event) => {
    const { path } = event.detail;
    if (!work()?.dataset.edition || path.split("?")[0] !== work().dataset.address.split("?")[0]) return;
    event.preventDefault();
    again = path;
    load(path);
  });
  document.addEventListener("submit", (event) => {
    if (!work()?.dataset.edition) event.target.removeAttribute("hx-morph-skip");
  });

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
      document.dispatchEvent(new CustomEvent("desk:signed-out"));
    });
    stream.addEventListener("error", ({ target }) => {
      if (target.readyState === EventSource.CLOSED) setTimeout(listenAgain, 3000, target);
    });
  }

  /* A refused stream is never tried again by the browser, and does not say why it was refused: the
     page is asked for, which tells it. */
  function listenAgain(closed) {
    if (stream !== closed) return;
    stream = null;
    load(here()).finally(() => { if (!stream && !signedOut) listen(); });
  }

  let signedOut = false;
  document.addEventListener("desk:signed-out", () => { signedOut = true; });
  document.addEventListener("desk:signed-in", () => {
    signedOut = false;
    stream?.close();
    stream = null;
    if (work()?.dataset.edition) load(here());
  });

  let pressed = false; // a button that moves away under the mouse is not clicked
  document.addEventListener("pointerdown", () => { pressed = true; }, true);
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => setTimeout(() => { pressed = false; }, 50), true);
  }

  let news = ""; // the signature of the edition that the stream told last

  function refresh(signature) {
    news = signature;
    whenFree(() => {
      if (news && news !== work().dataset.signature) load(here());
    });
  }

  /* The checker takes as long as the mail itself: the page is there first, its findings follow. */
  let checking = false;
  function checkSoon() {
    if (checking || !one("a[id^='check-']")) return;
    checking = true;
    setTimeout(whenFree, 250, () => {
      const link = one("a[id^='check-']");
      const asked = link ? load(link.getAttribute("href")) : Promise.resolve();
      asked.finally(() => {
        checking = false;
        setTimeout(checkSoon, 5000); // it had no answer, or one that was overtaken
      });
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

  /* ── after every swap ────────────────────────────────────────────────────────────────────────── */
  function settle() {
    keepUnsaved();
    keepUnfolded();
    keepPlace();
    keepCaret();
    keepNotice();
    tellInDialogue();
    keepAddress();
    listen();
    showHere(others);
    tellWhere();
    checkSoon();
  }

  function settled(ctx) {
    settle();
    document.dispatchEvent(new CustomEvent("desk:swapped", { detail: ctx }));
  }

  document.addEventListener("htmx:after:swap", (event) => settled(event.detail.ctx));
  document.addEventListener("DOMContentLoaded", settle);
})();
