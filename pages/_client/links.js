// A link from page to page stays within the session: no reload, who is acting and what was typed stay as they are.
// Streamlit follows the address when the browser goes back or forward; a step to a new address is the same to it.
(() => {
  "use strict";
  const LINKS = 'a:is([href^="/"], [href^="?"])';
  // Our links say where a page is from the root; behind a proxy that root may be a path. It is put before a link as somebody turns to it.
  const rooted = (event) => {
    const link = event.target instanceof Element ? event.target.closest(LINKS) : null;
    if (link) link.setAttribute("href", window.lensRooted(link.getAttribute("href")));
    return link;
  };
  for (const turn of ["pointerover", "pointerdown", "focusin"]) document.addEventListener(turn, rooted, true);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest(`[data-testid="stHtml"] ${LINKS}`) : null;
    if (!link || link.target === "_blank" || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.getAttribute("href"));
    window.dispatchEvent(new PopStateEvent("popstate"));
    if (link.getAttribute("href").startsWith("/")) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  });

  // A click anywhere on a row of a table to work in counts as one on the box before it, which is all that the table itself listens to.
  const BOX = 32, HEAD = 36; // pixels: the column of boxes, the row of heads
  document.addEventListener("click", (event) => {
    const rows = event.isTrusted && event.target instanceof Element ? event.target.closest('[class*="st-key-opens_"] .dvn-scroller') : null;
    if (!rows) return;
    const canvas = rows.parentElement.closest('[data-testid="stDataFrameResizable"]').querySelector('[data-testid="data-grid-canvas"]');
    const { left, top } = canvas.getBoundingClientRect();
    if (event.clientX < left + BOX || event.clientY < top + HEAD || event.clientY > top + rows.clientHeight) return;
    const at = { bubbles: true, cancelable: true, clientX: left + BOX / 2, clientY: event.clientY, pointerType: "mouse" };
    for (const type of ["pointerdown", "pointerup", "click"]) canvas.dispatchEvent(new PointerEvent(type, at));
  });
})();
