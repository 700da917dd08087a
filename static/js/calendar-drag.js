// Dragging on the calendar: an event to another time, its edge to another end, and over empty time for a new event.
// A mouse drags at once, a finger only after it has rested on an event: whoever swipes wants to scroll.

import { clock, later, lengthOf, longerBy, moveEntry, openMenu, putBack, say, showTimes } from "./calendar-move.js";
import { atPlace, newAt, newInSlot, newOnDays, placeOf, quarterHeight, within } from "./calendar-move.js";

const find = (selector, root = document) => root.querySelector(selector);
const findAll = (selector) => [...document.querySelectorAll(selector)];
const DAY = 864e5;
const THRESHOLD = 5;
const REST_MS = 400;
const SLACK = 10;
const EDGE = 40;
const small = matchMedia("(max-width: 760px)");

/** What is being dragged: {kind: "entry" | "slot" | "days", x, y, …}; null for nothing. */
let drag = null;

const dayUnder = (x, y) => document.elementsFromPoint(x, y).find((each) => each.matches(".month-day"));
const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/* The mouse, or a pen */

/** A press that closes what lies open begins nothing. */
export let closes = false;

const lookForOpen = () => {
  closes = Boolean(find("#entry-menu:popover-open, details[data-menu][open], #calendar-side.open"));
};
document.addEventListener("pointerdown", lookForOpen, { capture: true });

document.addEventListener("pointerdown", (event) => {
  if (event.button || event.pointerType === "touch" || event.ctrlKey || event.metaKey || closes) return;
  const { target, clientX: x, clientY: y } = event;
  const entry = target.closest?.(".entry");
  if (entry) {
    if (entry.dataset.move) drag = graspOf(entry, target, x, y);
    return;
  }
  if (target.matches?.(".timetable-column")) {
    drag = { kind: "slot", column: target, anchor: Math.floor(placeOf(x, y).quarter), x, y };
    return;
  }
  const day = target.closest?.(".month-day");
  if (day && !small.matches && !target.closest(".month-number")) drag = { kind: "days", day, last: day, x, y };
});

function graspOf(entry, target, x, y) {
  const column = entry.closest(".timetable-column");
  const isTimetable = Boolean(column || entry.closest(".timetable-all-day"));
  return {
    kind: "entry",
    entry,
    x,
    y,
    column,
    isTimetable,
    edge: Boolean(target.closest("[data-resize]")),
    height: entry.offsetHeight,
    width: entry.offsetWidth,
    from: isTimetable ? placeOf(x, y) : null,
    day: isTimetable ? null : dayUnder(x, y),
    change: {},
  };
}

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerType === "touch") return;
  if (!drag.on) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < THRESHOLD) return;
    begin();
  }
  event.preventDefault();
  dragTo(event.clientX, event.clientY);
});

document.addEventListener("pointerup", (event) => {
  if (event.pointerType !== "touch") drop();
});

/* The finger */

/** The finger that is on an event: where it came down, and the clock of its rest. */
let finger = null;

document.addEventListener(
  "touchstart",
  (event) => {
    letGo();
    const entry = event.target.closest?.(".entry");
    if (event.touches.length > 1 || !entry) return;
    const { target } = event;
    const { clientX: x, clientY: y } = event.touches[0];
    finger = { entry, x, y, timer: setTimeout(() => lift(entry, target, x, y), REST_MS) };
  },
  { passive: true },
);

function letGo() {
  clearTimeout(finger?.timer);
  finger = null;
  cancel();
}

/** The finger has rested: now it holds the event. What nobody may move has its menu all the same. */
function lift(entry, target, x, y) {
  finger.holds = true;
  if (!entry.dataset.move) return;
  drag = graspOf(entry, target, x, y);
  begin();
}

document.addEventListener(
  "touchmove",
  (event) => {
    if (!finger) return;
    const { clientX, clientY } = event.touches[0];
    const strayed = Math.hypot(clientX - finger.x, clientY - finger.y) > SLACK;
    if (!finger.holds) {
      if (strayed) letGo();
      return;
    }
    event.preventDefault();
    if (strayed) finger.moved = true;
    if (drag && finger.moved) dragTo(clientX, clientY);
  },
  { passive: false },
);

document.addEventListener("touchend", (event) => {
  const { entry, x, y, holds, moved } = finger ?? {};
  clearTimeout(finger?.timer);
  finger = null;
  if (!holds) return;
  event.preventDefault();
  if (moved) {
    drop();
    return;
  }
  drag = null;
  putBack(entry);
  openMenu(entry, x, y);
});
document.addEventListener("touchcancel", letGo);

/* What both do */

function begin() {
  drag.on = true;
  drag.entry?.classList.add("dragged");
  document.getSelection()?.removeAllRanges();
  requestAnimationFrame(scrollAtEdge);
}

function dragTo(x, y) {
  drag.at = [x, y];
  if (drag.kind === "slot") dragSlot(y);
  else if (drag.kind === "days") dragDays(x, y);
  else if (drag.isTimetable) dragInTimetable(x, y);
  else dragInMonth(x, y);
}

/** Near an edge of the timetable it scrolls on, so that a time out of sight can be reached. */
function scrollAtEdge() {
  if (!drag?.on) return;
  requestAnimationFrame(scrollAtEdge);
  const pane = small.matches ? find(".timetable") : find(".timetable-body");
  if (!pane || !drag.at || (!drag.column && !small.matches)) return;
  const [x, y] = drag.at;
  const { left, right, bottom } = pane.getBoundingClientRect();
  const top = find(".timetable-head").getBoundingClientRect().bottom;
  const before = [pane.scrollLeft, pane.scrollTop];
  if (drag.column) pane.scrollTop += scrollStep(y, drag.y, top, bottom);
  if (small.matches) pane.scrollLeft += scrollStep(x, drag.x, left + find(".timetable-hours").offsetWidth, right);
  if (before[0] !== pane.scrollLeft || before[1] !== pane.scrollTop) dragTo(x, y);
}

/** The deeper in the edge the faster; not at all for what only began there. */
function scrollStep(at, from, first, last) {
  if (at < from - THRESHOLD) return -Math.ceil(within(first + EDGE - at, 0, EDGE) / 5);
  if (at > from + THRESHOLD) return Math.ceil(within(at - last + EDGE, 0, EDGE) / 5);
  return 0;
}

function dragInMonth(x, y) {
  const { entry } = drag;
  const day = dayUnder(x, y);
  if (drag.edge) {
    resizeInMonth(day);
    return;
  }
  entry.style.pointerEvents = "none";
  entry.style.transform = `translate(${x - drag.x}px, ${y - drag.y}px)`;
  aimAt(day ? [day] : []);
  drag.change = day && drag.day ? { days: daysBetween(drag.day.dataset.day, day.dataset.day) } : {};
}

/** The end of a bar is drawn in its own week alone; all days that it would take are marked. */
function resizeInMonth(under) {
  const { entry, day } = drag;
  if (!under || !day) return;
  const wanted = daysBetween(day.dataset.day, under.dataset.day);
  pullEnd(wanted, Math.min(wanted, 6 - (findAll(".month-day").indexOf(day) % 7)), day.offsetWidth);
  const { start, end } = atPlace(entry, drag.change);
  const [first, last] = [start.slice(0, 10), end.slice(0, 10)];
  aimAt(findAll(".month-day").filter((each) => each.dataset.day >= first && each.dataset.day <= last));
}

function pullEnd(wanted, drawn, dayWidth) {
  const { entry, width } = drag;
  drag.change = { longer: longerBy(entry, wanted) };
  entry.style.inlineSize = `${Math.max(dayWidth / 2, width + longerBy(entry, drawn) * dayWidth)}px`;
}

function dragInTimetable(x, y) {
  const { entry, from, column } = drag;
  const to = placeOf(x, y);
  const days = to.index - from.index;
  const width = find(".timetable-column").offsetWidth;
  if (!column && drag.edge) {
    pullEnd(days, days, width);
    return;
  }
  if (!column) {
    drag.change = { days };
    entry.style.transform = `translateX(${days * width}px)`;
    return;
  }
  const quarters = Math.round(to.quarter - from.quarter);
  const height = quarterHeight(column);
  if (drag.edge) {
    const grown = Math.max(quarters, Math.ceil(1 - lengthOf(entry) / 15));
    drag.change = { grow: grown * 15 };
    entry.style.blockSize = `${Math.max(height, drag.height + grown * height)}px`;
  } else {
    drag.change = { days, minutes: quarters * 15 };
    entry.style.transform = `translate(${days * width}px, ${quarters * height}px)`;
  }
  showTimes(entry, drag.change);
}

function dragSlot(y) {
  const { column, anchor } = drag;
  const under = within(Math.floor(placeOf(0, y).quarter), 0, 95);
  drag.from = Math.min(anchor, under);
  drag.to = Math.max(anchor, under) + 1;
  drag.slot ??= column.appendChild(Object.assign(document.createElement("div"), { className: "new-slot" }));
  const [start, end] = [drag.from, drag.to].map((quarter) => later("2000-01-01T00:00", { minutes: quarter * 15 }));
  drag.slot.textContent = `${clock(start)} – ${clock(end)}`;
  drag.slot.style.insetBlockStart = `${(drag.from / 96) * 100}%`;
  drag.slot.style.blockSize = `${((drag.to - drag.from) / 96) * 100}%`;
}

function dragDays(x, y) {
  const day = dayUnder(x, y);
  if (!day) return;
  drag.last = day;
  const days = findAll(".month-day");
  const [first, last] = [days.indexOf(drag.day), days.indexOf(day)].sort((a, b) => a - b);
  aimAt(days.slice(first, last + 1));
}

function aimAt(days) {
  for (const day of findAll(".month-day.aimed-at")) day.classList.remove("aimed-at");
  for (const day of days) day.classList.add("aimed-at");
}

function drop() {
  const done = drag;
  drag = null;
  if (!done) return;
  aimAt([]);
  if (done.on) swallowClick();
  if (done.kind === "entry") dropEntry(done);
  else if (done.kind === "slot" && done.on) newInSlot(done.column.dataset.day, done.from, done.to);
  else if (done.kind === "slot") newAt(done.column, done.y);
  else if (done.on) newOnDays(...[done.day.dataset.day, done.last.dataset.day].sort());
}

function dropEntry({ on, entry, change }) {
  if (!on) return;
  if (Object.values(change).some(Boolean)) moveEntry(entry, change);
  else putBack(entry);
}

function swallowClick() {
  const swallow = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
}

/** Puts everything back as it was. */
function cancel() {
  if (!drag) return;
  const { entry, slot, on } = drag;
  drag = null;
  aimAt([]);
  putBack(entry);
  slot?.remove();
  if (!on) return;
  // the button is still down after Escape: letting it go is no click
  addEventListener("pointerup", swallowClick, { once: true });
  say(find("#calendar").dataset.wordCancelled);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") cancel();
});
document.addEventListener("pointercancel", (event) => {
  if (event.pointerType !== "touch") cancel();
});
// another month or week has come under the pointer
document.addEventListener("htmx:after:swap", cancel);
// whoever comes back by the browser's history finds no slot that he has left
addEventListener("pagehide", () => find(".new-slot")?.remove());
// or the browser would drag the link of a day instead
document.addEventListener("dragstart", (event) => {
  if (drag) event.preventDefault();
});
