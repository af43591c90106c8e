/* Narrow a list by words and by what its entries say of themselves. */
"use strict";

(function () {
  const list = document.querySelector(".ck-filter > ul");
  const words = document.getElementById("ck-filter");
  if (!list || !words) return;
  const plain = function (text) { return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); };
  const entries = Array.from(list.children).map(function (item) {
    const tags = {};
    for (const tag of item.querySelectorAll(".ck-tag")) {
      const kind = Array.from(tag.classList).find(function (one) { return one.startsWith("ck-tag-"); });
      tags[kind.slice(7)] = tag.textContent;
    }
    const range = (tags.minutes || "").match(/\d+/g) || [];
    return { item: item, text: plain(item.textContent), tags: tags, least: Number(range[0]), most: Number(range[1] || range[0]) };
  });
  const form = document.createElement("div");
  form.className = "filters";
  form.setAttribute("role", "search");

  function field(label, control, className) {
    const box = document.createElement("label");
    box.className = className || "";
    box.append(label, control);
    form.append(box);
    return control;
  }

  const find = document.createElement("input");
  find.type = "search";
  find.autocomplete = "off";
  field(words.dataset.find, find, "words");

  const selects = {};
  for (const kind of ["topic", "minutes", "intensity", "format", "kind"]) {
    let values = Array.from(new Set(entries.map(function (one) { return one.tags[kind]; }).filter(Boolean)));
    if (values.length < 2) continue;
    if (kind === "minutes") {
      values = [45, 50, 60, 75, 90, 120].filter(function (one) {
        return entries.some(function (entry) { return entry.least <= one && one <= entry.most; });
      }).map(String);
    }
    const select = document.createElement("select");
    select.add(new Option(words.dataset.any, ""));
    for (const value of values) {
      select.add(new Option(kind === "minutes" ? words.dataset.length.replace("{minutes}", value) : value, value));
    }
    selects[kind] = field(words.dataset[kind], select);
  }

  const clear = document.createElement("button");
  clear.type = "button";
  clear.textContent = words.dataset.clear;
  const status = document.createElement("p");
  status.className = "status";
  status.setAttribute("role", "status");
  form.append(clear, status);

  function narrow() {
    const asked = plain(find.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const entry of entries) {
      let fits = asked.every(function (word) { return entry.text.includes(word); });
      for (const kind of Object.keys(selects)) {
        const value = selects[kind].value;
        if (!value) continue;
        if (kind === "minutes") fits = fits && entry.least <= Number(value) && Number(value) <= entry.most;
        else fits = fits && entry.tags[kind] === value;
      }
      entry.item.hidden = !fits;
      if (fits) shown += 1;
    }
    status.textContent = words.dataset.shown.replace("{shown}", shown).replace("{all}", entries.length);
  }

  form.addEventListener("input", narrow);
  form.addEventListener("change", narrow);
  clear.addEventListener("click", function () {
    find.value = "";
    for (const kind of Object.keys(selects)) selects[kind].value = "";
    narrow();
    find.focus();
  });
  list.before(form);
  narrow();
})();
