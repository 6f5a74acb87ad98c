/* The keyboard: from story to story, and what is done with the one that has the focus. */
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

  const cards = () => all("#board .card[data-story]");
  let current = "";
  let order = []; // the cards before what one did oneself, so that the keys go on from the next

  document.addEventListener("htmx:before:swap", (event) => {
    if (event.defaultPrevented) return; // an answer that is not shown
    order = event.detail.ctx.background ? [] : cards().map((card) => card.dataset.story);
  });

  function moveOn() {
    const at = order.indexOf(current);
    if (at < 0 || document.getElementById(`story-${current}`)) return;
    const near = [...order.slice(at + 1), ...order.slice(0, at).reverse()];
    current = near.find((story) => document.getElementById(`story-${story}`)) || "";
  }

  const currentCard = () =>
    document.activeElement?.closest?.(".card[data-story]") ||
    document.getElementById(`story-${current}`);

  const askMove = (values) =>
    document.dispatchEvent(new CustomEvent("desk:move", { detail: values }));

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

  // only the card that is seen to have the focus (desk.css) is moved, hidden or led with
  const focusedCard = () => document.activeElement?.closest?.(".card[data-story]");
  const focused = () => focusedCard()?.dataset.story;

  function closeStory(from) {
    if (from.matches("select")) return; // its list has an Esc of its own
    const card = from.closest(".card") || (typing(from) ? null : one("#board .card.open"));
    if (card) (one(".form-end a", card) || one("h3 a[aria-expanded]", card))?.click();
  }

  const press = (selector, root = document) => one(selector, root)?.click();
  const nudge = (way) => focusedCard() && press(`.nudge [value="${way}"]`, focusedCard());

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    e: () => currentCard() && press("h3 a", currentCard()),
    l: () => focused() && askMove({ change: "lead", story: focused() }),
    x: () => focused() && askMove({ change: "hide", story: focused() }),
    p: () => {
      const frame = one("#frame, #mail .paper");
      if (document.activeElement === frame) currentCard()?.focus(); else frame?.focus();
    },
    u: () => press("#undo"),
    U: () => press("#redo"),
    "?": () => document.getElementById("keys")?.showModal(),
  };

  /* The palette does what a key does; each row of the list of keys names it. */
  const named = { ...keys, up: () => nudge("up"), down: () => nudge("down") };
  document.addEventListener("desk:key", (event) => named[event.detail]?.());

  document.addEventListener("keydown", (event) => {
    if (document.body.classList.contains("dragging")) return;
    if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      nudge(event.key === "ArrowUp" ? "up" : "down");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || one("dialog[open], :popover-open")) return;
    if (event.key === "Escape" && !event.isComposing) closeStory(event.target);
    if (typing(event.target)) return;
    const action = keys[event.key];
    if (action) { event.preventDefault(); action(); }
  });

  function focusCurrent() {
    moveOn();
    const card = document.getElementById(`story-${current}`);
    if (card && document.activeElement === document.body) card.focus({ preventScroll: true });
  }

  document.addEventListener("desk:swapped", focusCurrent);
})();
