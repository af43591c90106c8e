/* Search: pages, some at a time, and words, by first letters, are loaded as scripts when needed. */
"use strict";

(function () {
  const place = document.getElementById("ck-search");
  const words = place.dataset;
  const input = place.querySelector("input");
  const status = place.querySelector(".status");
  const results = place.querySelector(".results");
  const further = place.querySelector(".further");
  const EACH = 50;
  const top = new URL("..", new URL(words.root, location.href));
  const index = {};
  const pages = [];
  const loading = {};
  let parts = null;

  window.ckIndex = function (found) { parts = found; };
  window.ckPages = function (part, found) { found.forEach(function (one, at) { pages[part * parts.each + at] = one; }); };
  window.ckWords = function (found) { Object.assign(index, found); };

  function load(name) {
    if (!loading[name]) {
      loading[name] = new Promise(function (done) {
        const script = document.createElement("script");
        script.src = words.root + name + ".js";
        script.onload = done;
        script.onerror = done;
        document.head.append(script);
      });
    }
    return loading[name];
  }

  function plain(text) { return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); }

  function asked(text) {
    return (plain(text).match(/[a-z0-9]+/g) || []).filter(function (one) { return one.length > 1; });
  }

  function stemOf(term) { return term.length > 4 ? term.replace(/(ies|es|s|y)$/, "") : term; }

  /* The scripts with words that begin as `term` does. */
  function scripts(term) {
    const stem = stemOf(term);
    return parts.words.filter(function (one) { return stem.startsWith(one) || one.startsWith(stem); })
      .map(function (one) { return "words-" + one; });
  }

  /* The pages with a word that begins as `term` does; a plural finds its singular. */
  function scores(term) {
    const found = new Map();
    const stem = stemOf(term);
    for (const [word, list] of Object.entries(index)) {
      if (!word.startsWith(stem)) continue;
      const factor = word === term ? 3 : word.length - stem.length < 3 ? 2 : 1;
      for (let at = 0; at < list.length; at += 2) {
        found.set(list[at], (found.get(list[at]) || 0) + list[at + 1] * factor);
      }
    }
    return found;
  }

  /* How many letters to change, leave out, put in or swap to get from one word to another. */
  function distance(one, other) {
    let rows = [[], Array.from({ length: other.length + 1 }, function (_, at) { return at; })];
    for (let row = 1; row <= one.length; row += 1) {
      const [before, last] = rows;
      const next = [row];
      for (let at = 1; at <= other.length; at += 1) {
        const same = one[row - 1] === other[at - 1];
        const swapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
        next[at] = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + (same ? 0 : 1), swapped ? before[at - 2] + 1 : Infinity);
      }
      rows = [last, next];
    }
    return rows[1][other.length];
  }

  /* The word that is most like one that no page has; of several, the one that counts most. */
  function near(term) {
    if (term.length < 4 || scores(term).size) return term;
    let best = term;
    let least = term.length < 8 ? 1 : 2;
    let most = -1;
    for (const [word, list] of Object.entries(index)) {
      if (word[0] !== term[0] || word.length < 4 || Math.abs(word.length - term.length) > least) continue;
      const away = distance(word, term);
      if (away > least || (away === least && list.length <= most)) continue;
      [best, least, most] = [word, away, list.length];
    }
    return best;
  }

  function rank(terms) {
    let total = null;
    for (const term of terms) {
      const found = scores(term);
      if (!total) total = found;
      else {
        for (const page of Array.from(total.keys())) {
          if (found.has(page)) total.set(page, total.get(page) + found.get(page));
          else total.delete(page);
        }
      }
    }
    return Array.from(total).sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
  }

  function entry(page, terms) {
    const [title, address, kind, language, description] = page;
    const item = document.createElement("li");
    const link = document.createElement("a");
    const url = new URL(address, top);
    link.href = url.href + (terms.length ? "#:~:text=" + encodeURIComponent(terms[0]) : "");
    link.textContent = title;
    link.lang = language;
    const head = document.createElement("p");
    const tag = document.createElement("span");
    tag.className = "ck-tag";
    tag.textContent = words[kind] || kind;
    head.append(link, " ", tag);
    const text = document.createElement("p");
    text.textContent = description;
    text.lang = language;
    item.append(head, text);
    return item;
  }

  let turn = 0;
  let found = [];
  let terms = [];
  let instead = "";

  function tell(text) {
    status.textContent = text;
    further.hidden = true;
  }

  async function search() {
    const mine = (turn += 1);
    const given = asked(input.value);
    try { history.replaceState(null, "", "#q=" + encodeURIComponent(input.value)); } catch (_) { /* not needed */ }
    if (!given.length) {
      results.replaceChildren();
      tell(input.value.trim() ? words.short : "");
      return;
    }
    await load("index");
    if (parts) await Promise.all(given.flatMap(scripts).map(load));
    if (mine !== turn) return;
    terms = given.map(near);
    instead = given.map(function (one, at) {
      return one === terms[at] ? "" : words.near.replace("{asked}", one).replace("{near}", terms[at]) + " ";
    }).join("");
    found = parts ? rank(terms) : [];
    results.replaceChildren();
    if (!parts) tell(words.failed);
    else if (!found.length) tell(words.none);
    else await list(mine);
  }

  /* The next pages of those that were found, below the ones that are listed already. */
  async function list(mine) {
    const listed = results.children.length;
    const next = found.slice(listed, listed + EACH);
    await Promise.all(next.map(function (one) { return load("pages-" + Math.floor(one[0] / parts.each)); }));
    if (mine !== turn) return;
    if (!next.every(function (one) { return pages[one[0]]; })) {
      tell(words.failed);
      return;
    }
    results.append(...next.map(function (one) { return entry(pages[one[0]], terms); }));
    const shown = results.children.length;
    const all = shown === found.length;
    tell(instead + (all ? words.found : words.some).replace("{count}", found.length).replace("{shown}", shown));
    further.hidden = all;
  }

  further.addEventListener("click", async function () {
    const listed = results.children.length;
    await list(turn);
    const first = results.children[listed];
    if (first) first.querySelector("a").focus();
  });
  input.addEventListener("input", search);
  const given = location.hash.match(/^#q=(.*)/);
  if (given) {
    try { input.value = decodeURIComponent(given[1]); } catch (_) { input.value = ""; }
  }
  place.querySelector(".ask").hidden = false;
  input.focus();
  search();
})();
