// New data come onto an open page by themselves: every other second the server is asked for a mark of what it holds (pages/_fresh.py), and where that is
// not the mark of what is shown, the page is drawn anew in its place. Whoever is in the middle of something is asked instead.
(() => {
  "use strict";
  const EVERY = 2000, TYPED = 8000, AGAIN = 20000;
  const address = new URL("../now", document.currentScript.src).href;
  let typed = -TYPED, acted = "", at = 0, seen = "", waits = EVERY, chip = null;

  const shown = () => document.querySelector(".lens-now");
  const running = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning";
  const visible = (element) => element.getClientRects().length > 0;
  const WORKPLACES = /\/(imports|self_check|users)$/; // where half of a work lies on the page
  const busy = () => {
    const here = document.activeElement;
    if (WORKPLACES.test(location.pathname)) return true;
    if (here?.matches("textarea, [contenteditable=true]") || performance.now() - typed < TYPED) return true;
    if ([...document.querySelectorAll("[role=dialog], [role=listbox], [data-testid=stPopoverBody], .lens-way-veil")].some(visible)) return true;
    return [...document.querySelectorAll("[data-testid=stMain] textarea")].some((each) => each.value)
      || document.querySelector("[data-testid=stDataFrame] [aria-selected=true], [data-testid=stFileUploaderFile]") !== null;
  };
  const offer = () => {
    if (chip) return;
    chip = Object.assign(document.createElement("button"), { type: "button", className: "lens-fresh", textContent: "有新数据，点此刷新" });
    chip.addEventListener("click", refresh);
    document.body.append(chip);
  };
  const withdraw = () => { chip?.remove(); chip = null; };
  const refresh = () => {
    acted = seen; at = performance.now();
    withdraw();
    document.querySelector(".st-key-refresh button")?.click();
  };
  const look = (words) => {
    const drawn = shown(), [mark, audited] = words.split(" ");
    if (!drawn || !mark) return;
    if (mark === drawn.dataset.now && !(audited === "1" && drawn.dataset.waits === "1")) { withdraw(); return; }
    seen = words;
    if (running() || (acted === words && performance.now() - at < AGAIN)) return;
    if (busy()) offer(); else refresh();
  };
  const ask = async () => {
    if (!document.hidden && shown()) {
      try {
        const answer = await fetch(address, { cache: "no-store", credentials: "omit" });
        if (answer.ok) look(await answer.text());
        waits = answer.ok ? EVERY : 10 * EVERY;
      } catch { waits = 5 * EVERY; } // the server is gone for a while: Streamlit says so
    }
    clearTimeout(ask.next);
    ask.next = setTimeout(ask, waits);
  };
  document.addEventListener("input", () => { typed = performance.now(); }, true);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  ask.next = setTimeout(ask, EVERY);
})();
