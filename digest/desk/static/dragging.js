/* Dragging, over SortableJS: between shelves, or onto another card to merge the two. A move is sent
   by the form "mover", also for the keys. */
(() => {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  function makeSortable() {
    if (!document.getElementById("mover")) return;
    all("ol.cards").forEach((list) => {
      if (list.sortable) return;
      list.sortable = Sortable.create(list, {
        group: "board", handle: ".grip", animation: still() ? 0 : 120, forceFallback: true,
        fallbackOnBody: true, scroll: true, emptyInsertThreshold: 24,
        draggable: ".card[data-story]",
        // a card makes room only at its far edge: on the way to its mark it stays where it is
        invertSwap: true, swapThreshold: 0.8,
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

  // the mark lights up under the pointer, so that it is seen what letting go would do
  document.addEventListener("pointermove", (event) => {
    const aimed = document.body.classList.contains("dragging") && mergeZoneAt(event);
    all(".merge-zone.aimed").filter((zone) => zone !== aimed).forEach((zone) => zone.classList.remove("aimed"));
    if (aimed) aimed.classList.add("aimed");
  }, { passive: true });

  let givenUp = false; // Esc was pressed with a card in the hand

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !document.body.classList.contains("dragging")) return;
    givenUp = true;
    event.stopImmediatePropagation();
    document.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
  }, true);

  function dropped(event) {
    if (givenUp) {
      givenUp = false;
      document.body.classList.remove("dragging");
      event.item.remove();
      event.from.insertBefore(event.item, event.from.children[event.oldIndex] || null);
      return;
    }
    const zone = mergeZoneAt(event.originalEvent);
    document.body.classList.remove("dragging");
    const story = event.item.dataset.story;
    const into = zone?.closest("[data-story]")?.dataset.story;
    if (into && into !== story) {
      focusCard(zone.closest("[data-story]"));
      move({ change: "merge", story, into });
      return;
    }
    if (event.from === event.to && event.oldDraggableIndex === event.newDraggableIndex) return;
    let before = event.item.previousElementSibling;
    while (before && !before.dataset.story) before = before.previousElementSibling;
    focusCard(event.item);
    move({
      change: "move", story, shelf: event.to.dataset.shelf, after: before?.dataset.story || "",
      index: String(event.newDraggableIndex),
    });
  }

  // the keys go on where the hand was: at the card that was moved, or took the other one in
  const focusCard = (card) => card.focus({ preventScroll: true });

  function move(values) {
    const form = document.getElementById("mover");
    if (!form) return;
    for (const name of ["change", "story", "shelf", "after", "into", "index"]) {
      form.elements[name].value = values[name] || "";
    }
    form.requestSubmit();
  }

  document.addEventListener("desk:move", (event) => move(event.detail));
  document.addEventListener("desk:swapped", makeSortable);
  document.addEventListener("DOMContentLoaded", makeSortable);
})();
