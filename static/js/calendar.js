// The calendar: keyboard, and what the page does by itself. Moving events is in calendar-move.js.
// Everything here can also be done by links and forms.

import { atPlace, lengthOf, moveEntry, say } from "./calendar-move.js";

const find = (selector, root = document) => root.querySelector(selector);
const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
const DAY = 864e5;
const small = matchMedia("(max-width: 760px)");

/* What is to have the focus when the calendar has been swapped, where it was scrolled to, and which one was set up. */
let wanted = null;
let kept = null;
let current = null;

/** Only the days of the month take the Tab key, and of them one; from it Tab goes on to its events. */
function rove(day) {
  for (const each of findAll(".month-cell a")) each.tabIndex = -1;
  for (const each of findAll("a", day.closest(".month-cell"))) each.tabIndex = 0;
}

function keepPlace() {
  const timetable = find(".timetable");
  const body = find(".timetable-body");
  kept = timetable && {
    view: find("#calendar").dataset.view,
    left: timetable.scrollLeft,
    top: small.matches ? timetable.scrollTop : body.scrollTop,
    focus: document.activeElement?.id,
  };
}

function openTimetable(timetable) {
  const body = find(".timetable-body");
  const scrolled = small.matches ? timetable : body;
  if (kept?.view === find("#calendar").dataset.view) {
    scrolled.scrollTop = kept.top;
    timetable.scrollLeft = kept.left;
    return;
  }
  const quarter = find(".timetable-column").offsetHeight / 96;
  scrolled.scrollTop = quarter * Number(timetable.dataset.opensAt) - 12;
  if (!small.matches) return;
  const day = find(`.timetable-column[data-day="${find("#calendar").dataset.day}"]`);
  timetable.scrollLeft = day ? day.offsetLeft - find(".timetable-hours").offsetWidth : 0;
}

/** The line of the present moves on by the minute; the server put it at the quarter. */
function moveNowLine() {
  const line = find("[data-now]");
  if (!line) return;
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: find("#calendar").dataset.zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts();
  const [hour, minute] = ["hour", "minute"].map((type) => Number(parts.find((part) => part.type === type).value));
  line.style.insetBlockStart = `${((hour * 60 + minute) / 1440) * 100}%`;
}

/** The tabs below stand outside of what is swapped. */
function markTab() {
  const { view } = find("#calendar").dataset;
  for (const link of findAll(".tab-bar a[href*='view=']")) {
    if (new URL(link.href).searchParams.get("view") === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function setUp() {
  const calendar = find("#calendar");
  // other parts of the page are swapped too
  if (!calendar || calendar === current) return;
  if (current) say(find("h1", calendar).textContent);
  current = calendar;
  const timetable = find(".timetable");
  if (timetable) openTimetable(timetable);
  moveNowLine();
  markTab();
  const day = (wanted && find(wanted)) || find(".month-day.selected") || find(".month-day.today") || find(".month-day");
  if (day?.matches(".month-day")) rove(day);
  if (wanted) find(wanted)?.focus();
  else if (kept?.focus && document.activeElement === document.body) document.getElementById(kept.focus)?.focus();
  wanted = kept = null;
}

/** Follows a link of the bar, and then puts the focus where it says. */
function follow(id, selector) {
  wanted = selector;
  find(id)?.click();
}

/* Keyboard in the month: arrows, Home and End, PageUp and PageDown (UX: WAI-ARIA grid) */

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function moveInMonth(event, day) {
  const { key } = event;
  const days = findAll(".month-day");
  const index = days.indexOf(day);
  let target;
  if (key in STEPS) {
    target = days[index + STEPS[key]];
    if (!target) {
      const date = new Date(Date.parse(day.dataset.day) + STEPS[key] * DAY).toISOString().slice(0, 10);
      const id = STEPS[key] < 0 ? "#calendar-previous" : "#calendar-following";
      follow(id, `.month-day[data-day="${date}"]`);
    }
  } else if (key === "Home") target = days[index - (index % 7)];
  else if (key === "End") target = days[index - (index % 7) + 6];
  else if (key === "PageUp") follow("#calendar-previous", ".month-day.selected");
  else if (key === "PageDown") follow("#calendar-following", ".month-day.selected");
  else return;
  event.preventDefault();
  if (target) {
    rove(target);
    target.focus();
  }
}

const NUDGES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Alt and an arrow: by a day, and up and down by a quarter of an hour, or in the month by a week. With Shift the end
 * alone moves.
 */
function nudge(event, entry) {
  const [days, steps] = NUDGES[event.key];
  event.preventDefault();
  if (!entry.classList.contains("entry-block")) {
    if (!event.shiftKey) moveEntry(entry, atPlace(entry, { days: days + steps * 7 }));
  } else if (!event.shiftKey) moveEntry(entry, atPlace(entry, { days, minutes: steps * 15 }));
  else if (steps && lengthOf(entry) + steps * 15 > 0) moveEntry(entry, atPlace(entry, { grow: steps * 15 }));
}

document.addEventListener("keydown", (event) => {
  const entry = event.target.closest?.(".entry[data-move]");
  if (entry && event.altKey && event.key in NUDGES) {
    nudge(event, entry);
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const day = event.target.closest?.(".month-day") ?? find(".month-day", event.target.closest?.(".month-cell") ?? undefined);
  if (day && event.target.closest(".month")) moveInMonth(event, day);
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.(".month-day")) rove(event.target);
});

/* Small screens: a tap on a day of the month lists it below; the panel opens over the page. */

document.addEventListener("click", (event) => {
  const day = event.target.closest?.(".month-day");
  if (day && small.matches && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const address = new URL(day.href);
    address.searchParams.set("view", "month");
    wanted = `.month-day[data-day="${day.dataset.day}"]`;
    htmx.ajax("GET", address.href, { target: "#calendar", select: "#calendar", swap: "outerHTML", push: "true" });
  }
  const side = find("#calendar-side");
  const opener = event.target.closest?.("[data-side-opener]");
  if (opener) showSide(!side.classList.contains("open"));
  else if (side?.classList.contains("open") && !side.contains(event.target)) showSide(false);
});

function showSide(open) {
  const opener = find("[data-side-opener]");
  find("#calendar-side").classList.toggle("open", open);
  opener.setAttribute("aria-expanded", String(open));
  if (open) find("#calendar-side a")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && find("#calendar-side.open")) {
    showSide(false);
    find("[data-side-opener]").focus();
  }
});

/* Calendars are shown and hidden at once. */

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-calendar-switches]");
  if (form) {
    wanted = `#${event.target.id}`;
    form.requestSubmit();
  }
});

/* The menu of an event: right button, long press, or the menu key */

document.addEventListener("contextmenu", (event) => {
  const entry = event.target.closest?.(".entry");
  const menu = find("#entry-menu");
  if (!entry || !menu?.showPopover) return;
  event.preventDefault();
  const [open, edit, move] = ["open", "edit", "move"].map((name) => find(`[data-entry-${name}]`, menu));
  open.href = entry.href;
  edit.href = entry.href.replace(/(\/events\/\d+\/)/, "$1edit/");
  move.href = entry.dataset.move ?? "";
  for (const link of [edit, move]) link.hidden = !entry.dataset.move;
  menu.showPopover();
  const box = entry.getBoundingClientRect();
  const [x, y] = event.clientX || event.clientY ? [event.clientX, event.clientY] : [box.left, box.bottom];
  menu.style.insetInlineStart = `${Math.min(x, innerWidth - menu.offsetWidth - 8)}px`;
  menu.style.insetBlockStart = `${Math.min(y, innerHeight - menu.offsetHeight - 8)}px`;
  open.focus();
});

document.addEventListener("htmx:before:request", keepPlace);
document.addEventListener("eventhub:calendar-swap", keepPlace);
document.addEventListener("htmx:after:swap", setUp);
document.addEventListener("eventhub:calendar-swapped", setUp);
setInterval(moveNowLine, 60_000);
setUp();
