/* Ctrl-K: the page's stories, what can be done with its keys, and every other link and button of it,
   in this order, by their words. */
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

  let found = [];
  const KINDS = ["story", "command", "other"];

  function openPalette() {
    const palette = document.getElementById("palette");
    if (!palette || palette.open) return;
    found = [...commands(), ...elements()]
      .sort((first, second) => KINDS.indexOf(first.kind) - KINDS.indexOf(second.kind));
    palette.showModal();
    const field = document.getElementById("palette-words");
    field.value = "";
    listFound("");
    field.focus();
  }

  /* What a key does, as the list of keys says it; of a story only while one has the focus. */
  function commands() {
    const story = document.activeElement?.closest?.(".card[data-story]");
    const title = story && words(one("h3", story));
    return all("#keys [data-key]").filter((row) => possible(row.dataset, story)).map((row) => ({
      kind: "command",
      label: row.dataset.story === undefined ? words(one("dd", row)) : `${words(one("dd", row))}: ${title}`,
      keys: words(one("dt", row)),
      run: () => document.dispatchEvent(new CustomEvent("desk:key", { detail: row.dataset.key })),
    }));
  }

  function possible({ key, story, presses }, focused) {
    if (story !== undefined) return focused && (key === "e" || document.getElementById("mover"));
    return !presses || Boolean(one(`${presses}:not(:disabled)`));
  }

  /* Links and buttons: a headline is its story, a button does something, the rest leads somewhere. */
  function elements() {
    return all("a[href], button:not(:disabled)").filter((element) =>
      !element.closest("dialog, .nudge, .skip, .popover, [hidden]") && !element.dataset.opens &&
      !element.matches("#undo, #redo") && label(element)).map((element) => ({
      kind: element.closest(".card h3") ? "story" : element.matches("button") ? "command" : "other",
      label: label(element),
      keys: "",
      run: () => press(element),
    }));
  }

  const label = (element) => (element.getAttribute("aria-label") || words(element)).trim();

  /* A button that asks nothing by itself is asked for here: Enter in a list is soon pressed. */
  function press(element) {
    const { asks } = element.closest("form")?.dataset || {};
    if (!element.isConnected || (asks && !confirm(asks))) return;
    element.focus();
    element.click();
  }

  function listFound(typed) {
    const wanted = typed.toLocaleLowerCase().split(/\s+/);
    const list = document.getElementById("palette-list");
    const fitting = found.filter((each) =>
      wanted.every((word) => each.label.toLocaleLowerCase().includes(word)));
    list.replaceChildren(...fitting.slice(0, 30).map((each, index) => {
      const item = document.createElement("li");
      item.id = `found-${index}`;
      item.dataset.kind = each.kind;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(index === 0));
      item.append(each.label);
      if (each.keys) {
        const keys = document.createElement("kbd");
        keys.textContent = each.keys;
        item.append(" ", keys);
      }
      item.addEventListener("click", () => choose(each));
      item.found = each;
      return item;
    }));
    document.getElementById("palette-words").setAttribute("aria-activedescendant", "found-0");
  }

  function choose(each) {
    document.getElementById("palette").close(); // and what had the focus before has it again
    each.run();
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === "palette-words") listFound(event.target.value);
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "palette-words") return;
    const items = all("#palette-list li");
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "Enter") { event.preventDefault(); if (items[at]) choose(items[at].found); }
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.altKey) return;
    event.preventDefault();
    const next = items[Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), items.length - 1)];
    items.forEach((item) => item.setAttribute("aria-selected", String(item === next)));
    if (next) { event.target.setAttribute("aria-activedescendant", next.id); next.scrollIntoView({ block: "nearest" }); }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-opens='palette']")) openPalette();
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    openPalette();
  });
})();
