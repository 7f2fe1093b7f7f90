// The filter bar completes an address after a change of page, and a reset takes several filters out of it, one after the other.
// The server marks such a change (same_step=1, see pages/_filters.py): it then belongs to the step before, so that one press of Back undoes one deed.
(() => {
  "use strict";
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  const root = new URL("..", document.currentScript.src).pathname; // "/", or the path that a proxy serves us under
  const rooted = (address) => root !== "/" && typeof address === "string" && address.startsWith("/") && !address.startsWith(root) ? root + address.slice(1) : address;
  window.lensRooted = rooted;
  const clean = (address) => typeof address === "string" ? address.replace(/([?&])same_step=1(&|$)/, (_, before, after) => after ? before : "") : address;
  // A page that hands on to another one (st.switch_page) first writes the other's question behind its own path: that is no step either.
  // Whoever goes to a page by the sidebar asks nothing: where the server is quick, the filters are written before the browser has gone there.
  let asking = false;
  const step = (state, address, marked) => {
    const to = new URL(address ?? "", location.href), same = to.pathname === location.pathname;
    const handedOn = asking && state !== null && !same && to.search && to.search === location.search;
    if (!marked) asking = state !== null && same;
    return !handedOn;
  };
  history.pushState = (state, title, address) => {
    const whole = rooted(clean(address)), marked = clean(address) !== address;
    (step(state, whole, marked) && !marked ? push : replace)(state, title, whole);
  };
  addEventListener("popstate", () => { asking = false; });
  addEventListener("click", (event) => { if (event.target.closest?.("[data-testid=stSidebarNavLink]")) asking = false; }, true);
  history.replaceState = (state, title, address) => replace(state, title, rooted(clean(address)));
})();
