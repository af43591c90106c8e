/* Fill in a page: print it with what was typed, keep it on this phone, erase it. Nothing is sent. */
"use strict";

(function () {
  const main = document.getElementById("main");
  const fields = Array.from(main.querySelectorAll("textarea, input[name]"));

  /* Printing: folded parts open, and what is typed becomes text, so that nothing is cut off. */
  const folds = [];
  const typed = new Map();

  function beforePrint() {
    for (const fold of document.querySelectorAll("details:not([open])")) {
      fold.open = true;
      folds.push(fold);
    }
    for (const area of main.querySelectorAll("textarea")) {
      const text = beside(area, "div");
      if (!area.classList.contains("ck-cell")) rule(text, area);
    }
    for (const blank of main.querySelectorAll(".ck-blank")) {
      beside(blank, "span").style.minWidth = blank.size + "ch";
    }
    document.documentElement.classList.add("printing");
  }

  /* Put what is typed into a field beside it, as text. */
  function beside(field, kind) {
    let text = typed.get(field);
    if (!text) {
      text = document.createElement(kind);
      text.className = "ck-typed";
      text.setAttribute("aria-hidden", "true");
      field.after(text);
      typed.set(field, text);
    }
    text.textContent = field.value;
    return text;
  }

  /* Lines to write on: one for each row, and enough for what was typed. */
  function rule(text, area) {
    text.style.minHeight = area.rows * 2.1 + "rem";
    const rows = Math.max(area.rows, area.value.split("\n").length + Math.ceil(area.value.length / 40));
    for (let row = 1; row <= rows; row += 1) {
      const line = document.createElement("i");
      line.style.top = row * 2.1 - 0.1 + "rem";
      text.append(line);
    }
  }

  function afterPrint() {
    document.documentElement.classList.remove("printing");
    for (const fold of folds.splice(0)) fold.open = false;
    for (const text of typed.values()) text.remove();
    typed.clear();
  }

  addEventListener("beforeprint", beforePrint);
  addEventListener("afterprint", afterPrint);

  /* A number that was chosen by mistake can be taken back by choosing it again. */
  let before = null;
  main.addEventListener("pointerdown", function (event) {
    const step = event.target.closest(".ck-step");
    const radio = step && step.querySelector("input");
    before = radio && radio.checked ? radio : null;
  });
  main.addEventListener("click", function (event) {
    if (before && event.target === before) before.checked = false;
    before = null;
  });

  /* Old browsers do not let a field grow with its text. */
  if (!CSS.supports("field-sizing", "content")) {
    main.addEventListener("input", function (event) {
      if (event.target.matches("textarea")) grow(event.target);
    });
  }

  function grow(area) {
    area.style.height = "auto";
    area.style.height = area.scrollHeight + 2 + "px";
  }

  /* Keeping */
  const panel = document.getElementById("ck-keep");
  if (!panel || !fields.length) return;
  const status = panel.querySelector(".status");
  const name = "curriculumkit:" + panel.dataset.page;
  const last = fields.filter(function (field) { return !field.closest(".ck-help"); }).pop() || fields[fields.length - 1];
  let place = last;
  while (place.parentElement && !place.parentElement.matches("section, main")) place = place.parentElement;
  place.after(panel);
  panel.hidden = false;

  function say(what) {
    status.textContent = "";
    setTimeout(function () { status.textContent = panel.dataset[what]; }, 50);
  }

  function read() {
    const values = {};
    for (const field of fields) {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.checked) values[field.name] = field.value;
      } else if (field.value) values[field.name] = field.value;
    }
    return values;
  }

  function write(values) {
    for (const field of fields) {
      const value = Object.prototype.hasOwnProperty.call(values, field.name) ? values[field.name] : "";
      if (field.type === "radio") field.checked = field.value === value;
      else if (field.type === "checkbox") field.checked = Boolean(value);
      else field.value = value;
    }
  }

  const actions = {
    print: function () { print(); },
    keep: function () {
      try {
        localStorage.setItem(name, JSON.stringify(read()));
        say("kept");
      } catch (_) { say("refused"); }
    },
    erase: function () {
      if (!confirm(panel.dataset.sure)) return;
      write({});
      try { localStorage.removeItem(name); } catch (_) { /* nothing was kept */ }
      say("erased");
    },
  };

  panel.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (button) actions[button.dataset.do]();
  });

  try {
    const kept = localStorage.getItem(name);
    if (kept) {
      write(JSON.parse(kept));
      say("found");
    }
  } catch (_) { /* this browser keeps nothing, so there is nothing to show */ }
})();
