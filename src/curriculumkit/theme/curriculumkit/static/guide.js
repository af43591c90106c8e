/* A guide in other lengths: minutes and clock times for the slot at hand. */
"use strict";

(function () {
  const data = document.getElementById("ck-lengths");
  const panel = document.getElementById("ck-length");
  const agenda = document.querySelector(".ck-agenda");
  if (!data || !panel || !agenda) return;
  const lengths = JSON.parse(data.textContent);
  const words = panel.dataset;
  const choices = panel.querySelector(".choices");
  const time = panel.querySelector("input[type=time]");
  const headings = Array.from(document.querySelectorAll("h2")).filter(function (heading) {
    return heading.querySelector(".ck-minutes");
  });
  const rail = new Map(Array.from(document.querySelectorAll(".rail a")).map(function (link) {
    return [link.hash.slice(1), link];
  }));
  const late = document.querySelector(".ck-late");
  const original = { agenda: agenda.innerHTML, late: late && late.innerHTML };
  for (const heading of headings) heading.dataset.title = heading.innerHTML;
  for (const link of rail.values()) link.dataset.title = link.innerHTML;
  const session = words.length !== "";

  function clock(minutes) {
    const date = new Date(2000, 0, 1, 0, minutes);
    return date.toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit", hour12: true }).toLowerCase();
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function title(heading) {
    const copy = document.createElement("div");
    copy.innerHTML = heading.dataset.title;
    for (const part of copy.querySelectorAll(".ck-minutes, .ck-clock")) part.remove();
    return copy.textContent.trim();
  }

  function minutesText(minutes) { return words.minutes.replace("{minutes}", minutes); }

  function reset() {
    agenda.innerHTML = original.agenda;
    if (late) late.innerHTML = original.late;
    else document.querySelector(".ck-late")?.remove();
    for (const heading of headings) heading.innerHTML = heading.dataset.title;
    for (const link of rail.values()) link.innerHTML = link.dataset.title;
    agenda.classList.toggle("ck-clock", session);
  }

  function show(length) {
    reset();
    panel.querySelector(".status").textContent = "";
    if (!length) return;
    const given = lengths[length];
    const start = time.value ? Number(time.value.slice(0, 2)) * 60 + Number(time.value.slice(3)) : null;
    const table = element("table");
    const head = table.createTHead().insertRow();
    const columns = start === null ? [words.agenda, words.column] : [words.time, words.agenda, words.column];
    for (const column of columns) head.append(element("th", column));
    for (const cell of head.cells) cell.scope = "col";
    const body = table.createTBody();
    let now = start;
    headings.forEach(function (heading, index) {
      const minutes = given.minutes[index];
      const text = title(heading);
      heading.textContent = "";
      if (start !== null && minutes) heading.append(element("span", clock(now), "ck-clock"), " ");
      heading.append(text, " ", element("span", minutes ? minutesText(minutes) : words.none, "ck-minutes"));
      const link = rail.get(heading.closest("section").id);
      if (link) link.querySelector(".time").textContent = start !== null && minutes ? clock(now) : minutes ? minutesText(minutes) : "–";
      if (!minutes) return;
      const row = body.insertRow();
      if (start !== null) row.insertCell().textContent = clock(now) + "–" + clock(now + minutes);
      const lead = element("a", text);
      lead.href = "#" + heading.closest("section").id;
      row.insertCell().append(lead);
      row.insertCell().textContent = minutes;
      if (start !== null) now += minutes;
    });
    agenda.replaceChildren(table);
    agenda.classList.toggle("ck-clock", start !== null);
    advise(given.late);
  }

  function advise(ways) {
    let box = document.querySelector(".ck-late");
    if (!box) {
      box = element("div", undefined, "ck-block ck-part ck-late");
      agenda.after(box);
    }
    const list = element("ul");
    for (const [label, way] of ways) {
      const item = element("li");
      item.append(element("strong", label), " ", way);
      list.append(item);
    }
    const head = element("p");
    head.append(element("strong", words.late));
    box.replaceChildren(head, list);
    box.hidden = !ways.length;
  }

  function choice(value, text, checked) {
    const label = element("label");
    const radio = element("input");
    radio.type = "radio";
    radio.name = "ck-length";
    radio.value = value;
    radio.checked = checked;
    label.append(radio, element("span", text));
    choices.append(label);
  }

  if (!session) choice("", choices.dataset.all, true);
  for (const length of Object.keys(lengths).sort(function (a, b) { return a - b; })) {
    choice(length, minutesText(length), length === words.length);
  }
  if (session) time.value = String(Math.floor(words.start / 60)).padStart(2, "0") + ":" + String(words.start % 60).padStart(2, "0");
  const start = time.value;
  panel.addEventListener("change", function () {
    const length = panel.querySelector("input:checked").value;
    if (session && length === words.length && time.value === start) reset();
    else show(length);
  });
  agenda.before(panel);
  panel.hidden = false;
})();
