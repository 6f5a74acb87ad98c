/* Ctrl-K: every link and button of the page, by its words. */
(() => {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

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

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    openPalette();
  });
})();
