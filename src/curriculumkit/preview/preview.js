/* Live preview: reloads the page after a good build, and shows the findings of the last one. */
"use strict";

(function () {
  let first = null;
  let shown = null;

  function show(state) {
    if (state.build === shown) return;
    shown = state.build;
    document.getElementById("preview-findings")?.remove();
    if (!state.told) return;
    const box = document.createElement("aside");
    box.id = "preview-findings";
    box.className = state.good ? "good" : "bad";
    box.setAttribute("role", "status");
    box.setAttribute("aria-label", "Findings of the last build");
    const details = document.createElement("details");
    details.open = !state.good;
    const summary = document.createElement("summary");
    const kept = state.version ? "this page is the last good one" : "there are no pages yet";
    summary.textContent = state.good ? "Built, with findings" : "Not built: " + kept;
    const text = document.createElement("pre");
    text.textContent = state.told;
    text.tabIndex = 0;
    details.append(summary, text);
    box.append(details);
    document.body.append(box);
  }

  async function ask() {
    try {
      const answer = await fetch("/-preview/state", { cache: "no-store" });
      const state = await answer.json();
      if (first === null) first = state.version;
      if (state.version !== first) return location.reload();
      show(state);
    } catch { /* the preview was stopped; it may be started again */ }
    setTimeout(ask, document.hidden ? 3000 : 500);
  }

  ask();
})();
