/* Board and mail show the same story: one that is opened, or has the focus, is scrolled to in the
   mail, and a click on a story in the mail opens its card. The mail itself stays as it is sent:
   stories are found in it by their headlines, and marks lie over the frame. */
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = () => (still() ? "instant" : "smooth");

  const around = () => document.getElementById("frame");
  const frames = () => document.getElementById("frames");
  const frame = () => frames() && one("iframe:not(.coming)", frames());
  const page = () => frame()?.contentDocument;
  const cardOf = (story) => document.getElementById(`story-${story}`);

  let current = ""; // the story, or "edition", that both sides show
  let opened = ""; // the one whose form is open
  let drafted = null; // the story that the mail shows as it is being typed, and its headline there
  let asked = ""; // the story that was clicked in the mail, until its card is open
  let seen = null; // where the current story was in the mail when it was marked last
  let places = null; // by story, as the mail in the frame has them

  /* ── where the stories are ───────────────────────────────────────────────────────────────────── */
  const WORDS = ["h1, h2, h3, h4, h5, h6", "a[href]", "td, p, b, strong, span, div"];
  const LONGEST = 700; // characters of an element that may be a headline

  const letters = (text) => text.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "").slice(0, 200);

  function stories() {
    return all("#board .card[data-story]").map((card) => {
      const { story } = card.dataset;
      const words = story === drafted?.story ? drafted.headline : one("h3", card)?.textContent;
      return { story, words: letters(words || ""), head: null };
    });
  }

  /* Stories stand in the mail in the board's order, which tells those of one headline apart. */
  function findHeads(list, root) {
    for (const selector of WORDS) {
      const missing = list.filter((each) => !each.head && each.words);
      if (!missing.length) return;
      const found = new Map();
      for (const element of all(selector, root)) {
        if (element.textContent.length > LONGEST) continue;
        const words = letters(element.textContent);
        if (words) found.set(words, [...(found.get(words) || []), element]);
      }
      missing.forEach((each) => { each.head = found.get(each.words)?.shift() || null; });
    }
  }

  /* One whose words the board does not have yet stands between its neighbours all the same. */
  function guessHeads(list, root) {
    const headings = all(WORDS[0], root);
    const taken = new Set(list.map((each) => each.head));
    list.forEach((each, at) => {
      const [before, after] = [list[at - 1]?.head, list[at + 1]?.head];
      if (each.head || !(before || after)) return;
      const between = headings.filter((heading) => !taken.has(heading) &&
        (!before || isBefore(before, heading)) && (!after || isBefore(heading, after)));
      each.head = (after ? between.at(-1) : between[0]) || null;
    });
  }

  const isBefore = (first, second) =>
    Boolean(first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING);

  /* The largest part of the mail that has the headline and no other story's. */
  function wholeOf(heads, at) {
    let whole = heads[at];
    const near = [heads[at - 1], heads[at + 1]].filter(Boolean);
    while (whole.parentElement && whole.parentElement.localName !== "body" &&
      !near.some((other) => whole.parentElement.contains(other))) whole = whole.parentElement;
    return whole;
  }

  function findPlaces() {
    const root = page()?.body;
    if (!root) return new Map();
    const list = stories();
    findHeads(list, root);
    guessHeads(list, root);
    const known = list.filter((each) => each.head)
      .sort((one_, other) => (isBefore(one_.head, other.head) ? -1 : 1));
    const heads = known.map((each) => each.head);
    return new Map(known.map((each, at) => [each.story, {
      whole: wholeOf(heads, at),
      href: (one("a[href]", each.head) || each.head.closest("a[href]"))?.href || "",
    }]));
  }

  const known = () => { places ??= findPlaces(); return places; };

  /* Its words, and its picture where that is a part of its own. */
  function boxOf(story) {
    const place = known().get(story);
    if (!place) return null;
    const pictures = place.href
      ? all("a[href] img", page()).filter((image) => image.closest("a").href === place.href) : [];
    const rects = [place.whole, ...pictures].map((each) => each.getBoundingClientRect());
    const { offsetTop, offsetLeft } = frame();
    const [top, left] = ["top", "left"].map((side) => Math.min(...rects.map((rect) => rect[side])));
    const [bottom, right] = ["bottom", "right"].map((side) => Math.max(...rects.map((rect) => rect[side])));
    return {
      top: top + offsetTop, bottom: bottom + offsetTop, left: left + offsetLeft, right: right + offsetLeft,
      words: rects[0].top + offsetTop,
    };
  }

  function storyAt(element) {
    for (const [story, { whole }] of known()) if (whole.contains(element)) return story;
    const href = element.closest("a[href]")?.href;
    return [...known()].find(([, place]) => href && place.href === href)?.[0] || "";
  }

  /* ── marks over the mail ─────────────────────────────────────────────────────────────────────── */
  function lay(kind, box) {
    let mark = one(`.story-mark.${kind}`, frames());
    if (!mark && !box) return;
    if (!mark) {
      mark = document.createElement("div");
      mark.className = `story-mark ${kind}`;
      frames().append(mark);
    }
    mark.hidden = !box;
    if (!box) return;
    mark.classList.toggle("draft", kind === "at" && drafted?.story === current);
    mark.style.top = `${box.top - 4}px`;
    mark.style.height = `${box.bottom - box.top + 2}px`; // the next story begins right below
    mark.style.left = `${box.left - 10}px`;
    mark.style.width = `${box.right - box.left + 20}px`;
  }

  function markCurrent() {
    if (!frames()) return;
    seen = current ? boxOf(current) : null;
    lay("at", seen);
  }

  /* ── from the board to the mail ──────────────────────────────────────────────────────────────── */
  const MARGIN = 48; // pixels above a story that is scrolled to: room for what says that it is a draft

  /* What of the mail is on the screen, in pixels from its top. */
  function inSight() {
    const box = around().getBoundingClientRect();
    const hidden = box.bottom > 0 && box.top < innerHeight ? Math.max(0, -box.top) : 0;
    const top = around().scrollTop + hidden;
    return { hidden, top, bottom: around().scrollTop + Math.min(box.height, innerHeight - box.top) };
  }

  function scrollToStory(behavior) {
    if (!around() || !frame()) return;
    const box = current === "edition" ? { top: 0, bottom: 0, words: 0 } : boxOf(current);
    if (!box) return;
    const sight = inSight();
    if (box.top >= sight.top && box.bottom <= sight.bottom) return;
    const fits = box.bottom - box.top + MARGIN < sight.bottom - sight.top;
    const top = (fits ? box.top : box.words) - sight.hidden - MARGIN; // words before a tall picture
    around().scrollTo({ top: Math.max(0, top), behavior });
  }

  function look(story) {
    current = story;
    markCurrent();
    scrollToStory(motion());
  }

  const storyOf = (card) => card?.dataset.story || (card?.id === "story-edition" ? "edition" : "");

  document.addEventListener("focusin", (event) => {
    const story = storyOf(event.target.closest?.("#board .card"));
    if (story && story !== current) look(story);
  });

  function lookAtOpened() {
    const now = storyOf(one("#board .card.open:not(.kept)"));
    const isNew = now && now !== opened;
    opened = now;
    if (isNew) look(now); else markCurrent();
  }

  /* ── from the mail to the board ──────────────────────────────────────────────────────────────── */
  function openCard(story) {
    const card = cardOf(story);
    const link = card && one("h3 a", card);
    if (!link) return;
    if (card.classList.contains("open")) { reveal(card); return; }
    asked = story;
    link.click();
  }

  function reveal(card) {
    const { top } = card.getBoundingClientRect();
    if (top < 0 || top > innerHeight * 0.6) card.scrollIntoView({ block: "start", behavior: motion() });
    card.focus({ preventScroll: true });
  }

  function clicked(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a[href]");
    if (link) event.preventDefault(); // where it leads, the frame may not go
    if (String(page().getSelection())) return; // words were chosen, to copy them
    const within = link?.getAttribute("href").match(/^#(.+)/);
    if (within) {
      const goal = page().getElementById(within[1])?.getBoundingClientRect().top;
      if (goal !== undefined) around().scrollTo({ top: goal, behavior: motion() });
      return;
    }
    const story = storyAt(event.target);
    if (story) openCard(story);
  }

  function pointed(event) {
    const story = event.type === "mouseover" ? storyAt(event.target) : "";
    lay("pointed", story && story !== current ? boxOf(story) : null);
  }

  /* Keys that are pressed in the mail do not come to the page: these lead back to it. */
  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !["Escape", "p"].includes(event.key)) return;
    event.preventDefault();
    (cardOf(current) || around()).focus({ preventScroll: true });
  }

  /* ── when either side changes ────────────────────────────────────────────────────────────────── */
  function listenToMail() {
    if (!page()) return;
    page().addEventListener("click", clicked);
    page().addEventListener("keydown", pressed);
    for (const type of ["mouseover", "mouseout"]) page().addEventListener(type, pointed);
  }

  /* The next mail shows the story where the last one did. */
  function keepPlace(before, wasSeen) {
    if (!seen) return;
    if (!before) scrollToStory("instant");
    else if (wasSeen) around().scrollTop += seen.top - before.top;
  }

  const isSeen = (box) => box && box.bottom > inSight().top && box.top < inSight().bottom;

  document.addEventListener("desk:mail-loaded", () => {
    const before = seen;
    const wasSeen = isSeen(before);
    places = drafted = null;
    listenToMail();
    lookAtOpened();
    keepPlace(before, wasSeen);
  });

  document.addEventListener("desk:draft", (event) => {
    drafted = event.detail;
    places = null;
    if (drafted?.story && drafted.story !== current) look(drafted.story); else markCurrent();
  });

  document.addEventListener("desk:swapped", () => {
    places = null;
    if (frames()) lay("pointed", null);
    lookAtOpened();
    const card = asked ? cardOf(asked) : null;
    if (card?.classList.contains("open")) reveal(card);
    asked = "";
  });

  window.addEventListener("resize", markCurrent);
})();
