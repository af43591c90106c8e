/* The current week of a track, and its next sessions: on home, and on the track's own page. */
"use strict";

(function () {
  const data = document.getElementById("ck-today");
  const told = document.getElementById("ck-today-words");
  if (!data || !told) return;
  const words = told.dataset;
  const language = document.documentElement.lang;
  const DAY = 86400000;
  const WEEK = 7 * DAY;
  const SHOWN = 4;

  /* Times are kept as if every clock stood in UTC: only differences and names of days matter. */

  function dayOf(text) { return Date.parse(text + "T00:00:00Z"); }

  function nowIn(zone) {
    const parts = {};
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
      hour: "numeric", minute: "numeric",
    });
    for (const part of format.formatToParts(new Date())) parts[part.type] = Number(part.value);
    return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
  }

  function held(track, week, session, closed, first, monday) {
    const day = monday + week * WEEK + session[1] * DAY;
    if (day < first) return null;
    let begins = day + session[2] * 60000;
    const why = closed.get(day);
    if (why) {
      if (!why[1]) return null;
      begins = dayOf(why[1]) + Math.min(Math.max(session[2] + why[2], 0), 1439) * 60000;
    }
    return {
      begins: begins, ends: begins + session[3] * 60000, week: session[0],
      title: track.titles[session[4]][0], language: track.titles[session[4]][1],
      page: session[5], room: session[6],
    };
  }

  /* What is not over yet, in the order of time, as far as one cycle ahead. */
  function ahead(track, now) {
    const first = dayOf(track.start);
    const monday = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY;
    const closed = new Map(track.closed.map(function (one) { return [dayOf(one[0]), one]; }));
    const current = Math.floor((now - monday) / WEEK);
    const from = track.rolling ? Math.max(0, current - 4) : 0;
    const until = track.rolling ? Math.max(0, current) + track.weeks + 1 : track.weeks;
    const found = [];
    for (let week = from; week < until; week++) {
      for (const session of track.sessions) {
        if (session[0] !== week % track.weeks + 1) continue;
        const one = held(track, week, session, closed, first, monday);
        if (one && one.ends > now) found.push(one);
      }
    }
    found.sort(function (a, b) { return a.begins - b.begins; });
    return { found: found, current: current, first: first };
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function clock(time) {
    const format = { timeZone: "UTC", hour: "numeric", minute: "2-digit", hour12: true };
    return new Date(time).toLocaleTimeString(language, format).toLowerCase();
  }

  function date(time) {
    return new Date(time).toLocaleDateString(language, { timeZone: "UTC", weekday: "long", month: "long", day: "numeric" });
  }

  function day(one, now) {
    const days = Math.floor(one.begins / DAY) - Math.floor(now / DAY);
    if (one.begins <= now) return words.now;
    if (days === 0) return words.today;
    return days === 1 ? words.tomorrow : date(one.begins);
  }

  function week(track, state, now) {
    if (!state.found.length) return words.over;
    if (now < state.first) return words.begins.replace("{date}", date(state.first));
    /* A session that is made up for after the last week still belongs to it. */
    const current = track.rolling ? state.current % track.weeks : Math.min(state.current, track.weeks - 1);
    return words.week.replace("{week}", current + 1).replace("{weeks}", track.weeks);
  }

  /* A schedule holds its sessions itself, each below its week. */
  function target(one, track) {
    if (one.page) return one.page + ".html";
    const weeks = Array.from(new Set(track.sessions.map(function (session) { return session[0]; })));
    return "#" + document.querySelectorAll("main section > .ck-meetings")[weeks.indexOf(one.week)].parentNode.id;
  }

  function entry(one, now, track) {
    const item = element("li");
    const link = element("a", one.title);
    link.href = target(one, track);
    if (one.language) link.lang = one.language;
    const place = one.room ? " · " + one.room : "";
    item.append(element("span", day(one, now) + ", " + clock(one.begins) + "–" + clock(one.ends) + place, "when"), link);
    return item;
  }

  function tell(track, card) {
    const now = nowIn(track.zone);
    const state = ahead(track, now);
    for (const old of card.querySelectorAll(".week, .next")) old.remove();
    card.append(element("p", week(track, state, now), "week"));
    if (state.found.length) {
      const list = element("ol", undefined, "next");
      for (const one of state.found.slice(0, SHOWN)) list.append(entry(one, now, track));
      card.append(list);
    }
    card.classList.add("ck-now");
    return state.found.length ? state.found[0].begins : Infinity;
  }

  function show() {
    const cards = [];
    for (const track of JSON.parse(data.textContent)) {
      if (track.page) cards.push([tell(track, cardOf(track)), cardOf(track)]);
      else tell(track, own());
    }
    cards.sort(function (a, b) { return a[0] - b[0]; });
    for (const [, card] of cards.reverse()) card.parentNode.prepend(card);
  }

  function cardOf(track) {
    return document.querySelector('.ck-tracks > ul > li > p a[href="' + track.page + '.html"]').closest("li");
  }

  /* The place for what comes next on a track's own page: below the line that says when it is held. */
  function own() {
    let place = document.querySelector(".ck-now");
    if (!place) {
      place = element("div", undefined, "ck-now");
      document.querySelector("main > section > h1 + p").after(place);
    }
    return place;
  }

  show();
  /* A page that was left open overnight tells the new day as soon as somebody looks at it. */
  document.addEventListener("visibilitychange", function () { if (!document.hidden) show(); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) show(); });
})();
