/* A session that ends under an open page: a bar that stays, with the sign-in in it, so that nobody
   has to leave what they were typing. */
(() => {
  "use strict";

  const bar = () => document.getElementById("signed-out");

  document.addEventListener("desk:signed-out", () => {
    if (!bar() || !bar().hidden) return;
    bar().hidden = false;
    // whoever is typing goes on typing where they are, and not into the password
    const typing = document.activeElement?.matches("#work :is(input, textarea, select)");
    if (!typing) document.getElementById("again-password").focus({ preventScroll: true });
  });

  function signedIn() {
    bar().hidden = true;
    document.getElementById("again-password").value = "";
    document.getElementById("again-problem").textContent = "";
    document.dispatchEvent(new CustomEvent("desk:signed-in"));
  }

  async function signIn(form) {
    const told = document.getElementById("again-problem");
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual",
      });
    } catch {
      told.textContent = document.body.dataset.notShown;
      return;
    }
    if (answer.type === "opaqueredirect") { signedIn(); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    told.textContent = page.querySelector(".notice")?.textContent || document.body.dataset.notShown;
    document.getElementById("again-password").select();
  }

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "sign-in-again") return;
    event.preventDefault();
    signIn(event.target);
  });

  /* Whoever signed in in another tab comes back to a page that works. */
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || !bar() || bar().hidden) return;
    const { presence } = document.getElementById("work").dataset;
    if (!presence) return;
    const answer = await fetch(presence, { method: "POST", body: new URLSearchParams() }).catch(() => null);
    if (answer?.status === 204) signedIn();
  });
})();
