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
  history.pushState = (state, title, address) => (clean(address) === address ? push : replace)(state, title, rooted(clean(address)));
  history.replaceState = (state, title, address) => replace(state, title, rooted(clean(address)));
})();
