/* Narrow a list by words and by what its entries say of themselves. */
"use strict";

(function () {
  const list = document.querySelector(".ck-filter > ul");
  const words = document.getElementById("ck-filter");
  if (!list || !words) return;
  const plain = function (text) { return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); };
  const entries = Array.from(list.children).map(read);

  function read(item) {
    const tags = {};
    for (const tag of item.querySelectorAll(".ck-tag")) {
      const kind = Array.from(tag.classList).find(function (one) { return one.startsWith("ck-tag-"); });
      tags[kind.slice(7)] = tag.textContent;
    }
    const range = (tags.minutes || "").match(/\d+/g) || [];
    return { item: item, text: plain(item.textContent), tags: tags, least: Number(range[0]), most: Number(range[1] || range[0]) };
  }

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
  function choices(kind) {
    let values = Array.from(new Set(entries.map(function (one) { return one.tags[kind]; }).filter(Boolean)));
    if (values.length < 2) return;
    if (kind === "minutes") {
      values = [45, 50, 60, 75, 90, 120].filter(function (one) {
        return entries.some(function (entry) { return entry.least <= one && one <= entry.most; });
      }).map(String);
    }
    const select = selects[kind] || field(words.dataset[kind], document.createElement("select"));
    const chosen = select.value;
    select.replaceChildren(new Option(words.dataset.any, ""));
    for (const value of values) {
      select.add(new Option(kind === "minutes" ? words.dataset.length.replace("{minutes}", value) : value, value));
    }
    select.value = chosen;
    selects[kind] = select;
  }

  const kinds = ["topic", "minutes", "intensity", "format", "kind"];
  kinds.forEach(choices);

  const clear = document.createElement("button");
  clear.type = "button";
  clear.textContent = words.dataset.clear;
  const status = document.createElement("p");
  status.className = "status";
  status.setAttribute("role", "status");
  form.append(clear, status);

  function narrow() {
    const asked = plain(find.value).split(/\s+/).filter(Boolean);
    const narrowed = asked.length > 0 || Object.values(selects).some(function (one) { return one.value; });
    let shown = 0;
    for (const entry of entries) {
      let fits = (narrowed || !entry.elsewhere) && asked.every(function (word) { return entry.text.includes(word); });
      for (const kind of Object.keys(selects)) {
        const value = selects[kind].value;
        if (!value) continue;
        if (kind === "minutes") fits = fits && entry.least <= Number(value) && Number(value) <= entry.most;
        else fits = fits && entry.tags[kind] === value;
      }
      entry.item.hidden = !fits;
      if (fits) shown += 1;
    }
    status.textContent = words.dataset.shown.replace("{shown}", shown).replace("{all}", words.dataset.count || entries.length);
  }

  /* The other parts of a long list are taken in once somebody wants to narrow it. */
  window.ckPart = function (_, html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    for (const item of Array.from(holder.content.children)) {
      list.append(item);
      entries.push(Object.assign(read(item), { elsewhere: true }));
    }
  };

  let waiting = (words.dataset.parts || "").split(" ").filter(Boolean);
  form.addEventListener("focusin", function () {
    const loading = waiting.map(function (part) {
      return new Promise(function (done) {
        const script = document.createElement("script");
        script.src = words.dataset.root + part + ".js";
        script.onload = script.onerror = done;
        document.head.append(script);
      });
    });
    if (!loading.length) return;
    waiting = [];
    Promise.all(loading).then(function () {
      kinds.forEach(choices);
      narrow();
    });
  });

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
