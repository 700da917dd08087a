// The calendar: keyboard, and what the page does by itself. Moving events is in calendar-move.js, dragging in
// calendar-drag.js. Everything here can also be done by links and forms.

import { closes } from "./calendar-drag.js";
import { lengthOf, longerBy, moveEntry, newAt, newOnDay, say } from "./calendar-move.js";

const find = (selector, root = document) => root.querySelector(selector);
const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
const DAY = 864e5;
const small = matchMedia("(max-width: 760px)");

/* What is to have the focus when the calendar has been swapped, where it was scrolled to, and which one was set up. */
let wanted = null;
let kept = null;
let current = null;
let title = null;

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
  const heading = find("h1", calendar).textContent;
  // where the page stays, it was an event that moved, and its toast says so
  if (current && heading !== title) say(heading);
  current = calendar;
  title = heading;
  const timetable = find(".timetable");
  if (timetable) openTimetable(timetable);
  moveNowLine();
  markTab();
  const goal = (wanted && find(wanted)) || find(".month-day.selected") || find(".month-day.today") || find(".month-day");
  if (goal?.matches(".month-day")) rove(goal);
  if (wanted) goal?.focus();
  else if (kept?.focus && document.activeElement === document.body) document.getElementById(kept.focus)?.focus();
  wanted = kept = null;
}

/** Shows the month of a day, and puts the focus there. */
function goToDay(date) {
  wanted = `.month-day[data-day="${date}"]`;
  const address = new URL(find("#calendar-month").href);
  address.searchParams.set("date", date);
  htmx.ajax("GET", address.href, { target: "#calendar", select: "#calendar", swap: "outerHTML", push: "true" });
}

/** The same day so many months later, or the last one where the month is too short for it. */
function monthsLater(date, months) {
  const [year, month, day] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
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
    if (!target) goToDay(new Date(Date.parse(day.dataset.day) + STEPS[key] * DAY).toISOString().slice(0, 10));
  } else if (key === "Home") target = days[index - (index % 7)];
  else if (key === "End") target = days[index - (index % 7) + 6];
  else if (key === "PageUp") goToDay(monthsLater(day.dataset.day, -1));
  else if (key === "PageDown") goToDay(monthsLater(day.dataset.day, 1));
  else return;
  event.preventDefault();
  if (target) {
    rove(target);
    target.focus();
  }
}

const NUDGES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Alt and an arrow: by a day, and up and down by a quarter of an hour, or where days are rows and columns by a week.
 * With Shift the end alone moves.
 */
function nudge(event, entry) {
  const [days, steps] = NUDGES[event.key];
  event.preventDefault();
  if (!entry.classList.contains("entry-block")) {
    if (!event.shiftKey) moveEntry(entry, { days: days + steps * 7 });
    else if (entry.matches(".entry-bar")) makeLonger(entry, days + steps * 7);
  } else if (!event.shiftKey) moveEntry(entry, { days, minutes: steps * 15 });
  else if (steps && lengthOf(entry) + steps * 15 > 0) moveEntry(entry, { grow: steps * 15 });
}

function makeLonger(entry, days) {
  const longer = longerBy(entry, days);
  if (longer) moveEntry(entry, { longer });
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
  const cell = event.target.closest?.(".month-cell");
  if (cell) rove(find(".month-day", cell));
});

/* A click on the empty part of a day begins an event there; its number leads to the day. */

document.addEventListener("click", (event) => {
  const { target } = event;
  if (target.matches?.(".timetable-column") && event.pointerType === "touch" && !closes) newAt(target, event.clientY);
  const day = target.closest?.(".month-day");
  // a keyboard's click has no place
  const byPointer = event.detail > 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!day || !byPointer || target.closest(".month-number") || small.matches) return;
  event.preventDefault();
  if (!closes) newOnDay(day.dataset.day);
});

/* Small screens: a tap on a day of the month lists it below; the panel opens over the page. */

document.addEventListener("click", (event) => {
  const day = event.target.closest?.(".month-day");
  if (day && small.matches && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    goToDay(day.dataset.day);
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

document.addEventListener("htmx:before:request", keepPlace);
document.addEventListener("eventhub:calendar-swap", keepPlace);
document.addEventListener("htmx:after:swap", setUp);
document.addEventListener("eventhub:calendar-swapped", setUp);
setInterval(moveNowLine, 60_000);
setUp();
