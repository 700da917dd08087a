// Moves events and begins new ones: sends the form at an event's data-move address and shows what came of it; the menu too.
// Dragging is in calendar-drag.js, the keys are in calendar.js.

const find = (selector, root = document) => root.querySelector(selector);
const DAY = 864e5;
const MINUTE = 6e4;
const REFUSED = [409, 412, 422, 428];

const word = (name) => find("#calendar").dataset[name];

export function say(text) {
  document.dispatchEvent(new CustomEvent("eventhub:announce", { detail: text }));
}

function fail(text) {
  document.dispatchEvent(new CustomEvent("eventhub:toast", { detail: { text, failed: true } }));
}

/** A wall time or a date as forms have it, on a clock that never changes. */
export const instant = (value) => Date.parse(value.length === 10 ? value : `${value}Z`);

/** The same so much later by the clock. */
export function later(value, { days = 0, minutes = 0 }) {
  const isDate = value.length === 10;
  const at = instant(value) + days * DAY + (isDate ? 0 : minutes * MINUTE);
  return new Date(at).toISOString().slice(0, isDate ? 10 : 16);
}

/** The time of a wall time, on a clock of twelve hours or of twenty-four. */
export function clock(wall) {
  const [hour, minute] = wall.slice(11).split(":");
  if (!("twelveHours" in find("#calendar").dataset)) return `${hour}:${minute}`;
  return `${hour % 12 || 12}:${minute} ${hour < 12 ? "am" : "pm"}`;
}

/** Minutes by the clock. */
export const lengthOf = (entry) => (instant(entry.dataset.end) - instant(entry.dataset.start)) / MINUTE;

/** How many days later its end may be: as many as are wanted, but a day of it stays. */
export function longerBy(entry, days) {
  const { start, end } = entry.dataset;
  const length = (instant(end) - instant(start)) / DAY;
  // the end of whole days is the last of them; an instant has to come after another
  return Math.max(days, start.length === 10 ? -length : 1 - Math.ceil(length));
}

/** Where an entry would be so much later; `grow` are minutes and `longer` days that its end alone moves. */
export function atPlace(entry, { days = 0, minutes = 0, grow = 0, longer = 0 }) {
  const { start, end } = entry.dataset;
  return { start: later(start, { days, minutes }), end: later(end, { days: days + longer, minutes: minutes + grow }) };
}

/** What has come while a move of the same event was being saved: it is reckoned from where that one has put it. */
let waiting = null;

function wait(change) {
  waiting ??= {};
  for (const [name, amount] of Object.entries(change)) waiting[name] = (waiting[name] ?? 0) + amount;
}

/** Saves an event so much later, at once; which dates of a series are meant is asked first. */
export function moveEntry(entry, change) {
  if (entry.classList.contains("saving")) return wait(change);
  waiting = null;
  const { start, end } = atPlace(entry, change);
  const address = new URL(entry.dataset.move, location.href);
  if (entry.dataset.occurrence) {
    address.searchParams.set("start", start);
    address.searchParams.set("end", end);
    return request(address, {}, entry);
  }
  const body = new FormData();
  for (const [name, value] of Object.entries({ start, end, version: entry.dataset.version })) body.set(name, value);
  return send(address, body, entry);
}

function send(address, body, entry) {
  body.set("next", location.pathname + location.search);
  body.set("csrfmiddlewaretoken", document.body.dataset.csrfToken);
  return request(address, { method: "POST", body }, entry);
}

async function request(address, options, entry) {
  entry?.classList.add("saving");
  try {
    const response = await fetch(address, { ...options, headers: { "HX-Request": "true" } });
    await show(response, entry);
  } catch {
    fail(word("wordFailed"));
  } finally {
    entry?.classList.remove("saving");
    putBack(entry);
  }
}

async function show(response, entry) {
  if (response.headers.has("HX-Redirect")) {
    location.assign(response.headers.get("HX-Redirect"));
    return;
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const dialog = find("#move-dialog", page);
  if (dialog && (response.ok || REFUSED.includes(response.status))) openDialog(dialog, entry);
  else if (response.ok && find("#calendar", page)) swap(page, entry);
  else if (find("[data-toast]", page)) find("#toasts").append(...page.querySelectorAll("[data-toast]"));
  else fail(word("wordFailed"));
}

/** Puts the calendar of a page that was fetched into this one, with its toasts; the focus stays with the event. */
function swap(page, entry) {
  document.dispatchEvent(new CustomEvent("eventhub:calendar-swap"));
  find("#move-dialog")?.remove();
  const calendar = find("#calendar", page);
  find("#calendar").replaceWith(calendar);
  htmx.process(calendar);
  document.dispatchEvent(new CustomEvent("eventhub:calendar-swapped"));
  find("#toasts").append(...page.querySelectorAll("#toasts [data-toast]"));
  if (!entry) return;
  const { event, occurrence } = entry.dataset;
  const same = [...calendar.querySelectorAll(`.entry[data-event="${event}"]`)];
  const moved = same.find((each) => each.dataset.occurrence === occurrence) ?? same[0];
  // it may have left the days that are shown
  (moved ?? find(".timetable-body, .month-day[tabindex='0']", calendar))?.focus();
  if (waiting && moved?.dataset.move) moveEntry(moved, waiting);
}

function openDialog(dialog, entry) {
  waiting = null;
  find("#move-dialog")?.remove();
  document.body.append(dialog);
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target.action, new FormData(event.target, event.submitter), entry);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-dialog]")) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (entry?.isConnected) entry.focus();
  });
  dialog.showModal();
}

/** An event that is dragged says when it would be. */
export function showTimes(entry, { minutes = 0, grow = 0 }) {
  const time = find("time", entry);
  time.dataset.was ??= time.textContent;
  const [start, end] = [later(entry.dataset.start, { minutes }), later(entry.dataset.end, { minutes: minutes + grow })];
  time.textContent = `${clock(start)} – ${clock(end)}`;
}

/** An entry as the server had drawn it. */
export function putBack(entry) {
  if (!entry) return;
  entry.classList.remove("dragged");
  for (const property of ["transform", "block-size", "inline-size", "pointer-events"]) entry.style.removeProperty(property);
  const time = find("time[data-was]", entry);
  if (!time) return;
  time.textContent = time.dataset.was;
  delete time.dataset.was;
}

/* Places on the timetable */

export const quarterHeight = (column) => column.offsetHeight / 96;
export const within = (value, least, most) => Math.min(Math.max(value, least), most);

/** Where a point is on the timetable: in which of its columns, and at which quarter, with its fraction. */
export function placeOf(x, y) {
  const columns = [...document.querySelectorAll(".timetable-column")];
  const { left, top, width } = columns[0].getBoundingClientRect();
  const index = within(Math.floor((x - left) / width), 0, columns.length - 1);
  return { index, quarter: (y - top) / quarterHeight(columns[0]) };
}

/* New events: the form with the times that were pointed at */

/** From one quarter of the day to another. */
export function newInSlot(day, from, to) {
  const midnight = `${day}T00:00`;
  createAt({ start: later(midnight, { minutes: from * 15 }), end: later(midnight, { minutes: to * 15 }) });
}

/** A click alone takes an hour, from the half hour that it is in. */
export function newAt(column, y) {
  const quarter = within(Math.floor(placeOf(0, y).quarter), 0, 95);
  const from = quarter - (quarter % 2);
  newInSlot(column.dataset.day, from, from + 4);
}

/** For an hour of the morning. */
export const newOnDay = (day) => createAt({ start: `${day}T09:00`, end: `${day}T10:00` });

/** For whole days. */
export const newOnDays = (start, end) => createAt({ start, end, all_day: 1 });

function createAt(fields) {
  location.assign(`/events/new/?${new URLSearchParams(fields)}`);
}

/* The menu of an event: right button, menu key, a finger that rests on it, or the button that comes with the pointer */

/** Opens it at a point of the window, and gives it the focus. */
export function openMenu(entry, x, y) {
  const menu = find("#entry-menu");
  if (!menu?.showPopover) return;
  const [open, edit, move] = ["open", "edit", "move"].map((name) => find(`[data-entry-${name}]`, menu));
  open.href = entry.href;
  edit.href = entry.href.replace(/(\/events\/\d+\/)/, "$1edit/");
  move.href = entry.dataset.move ?? "";
  for (const link of [edit, move]) link.hidden = !entry.dataset.move;
  // when the menu closes, the focus goes back to the event
  entry.focus({ preventScroll: true });
  menu.showPopover();
  menu.style.insetInlineStart = `${Math.min(x, innerWidth - menu.offsetWidth - 8)}px`;
  menu.style.insetBlockStart = `${Math.min(y, innerHeight - menu.offsetHeight - 8)}px`;
  open.focus();
}

document.addEventListener("contextmenu", (event) => {
  const entry = event.target.closest?.(".entry");
  if (!entry) return;
  event.preventDefault();
  // a finger may still drag what it rests on: the menu opens when it is lifted
  if (event.pointerType === "touch") return;
  const box = entry.getBoundingClientRect();
  const isKey = !event.clientX && !event.clientY;
  openMenu(entry, isKey ? box.left : event.clientX, isKey ? box.bottom : event.clientY);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#entry-menu [data-entry-move]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  find("#entry-menu").hidePopover();
  const entry = [...document.querySelectorAll(".entry[data-move]")].find(
    (each) => new URL(each.dataset.move, location.href).href === link.href,
  );
  request(link.href, {}, entry);
});

/** The event that the button belongs to: the one under the mouse. */
let pointed = null;
const opener = () => find("#entry-menu-opener");

function hideOpener() {
  pointed = null;
  if (opener()) opener().hidden = true;
}

document.addEventListener("pointerover", (event) => {
  const button = opener();
  if (!button || event.pointerType !== "mouse" || button.contains(event.target)) return;
  const entry = event.buttons ? null : event.target.closest?.(".entry[data-move]");
  if (!entry) return hideOpener();
  if (entry === pointed) return;
  pointed = entry;
  button.hidden = false;
  const box = entry.getBoundingClientRect();
  // the end of a bar is there to be pulled
  const free = find(".entry-end", entry)?.offsetWidth ?? 0;
  button.style.insetInlineStart = `${box.right - button.offsetWidth - free}px`;
  button.style.insetBlockStart = `${box.top}px`;
});
document.addEventListener("pointerdown", (event) => {
  if (!opener()?.contains(event.target)) hideOpener();
});
document.addEventListener("scroll", hideOpener, { capture: true, passive: true });
document.addEventListener("click", (event) => {
  if (!pointed || !opener().contains(event.target)) return;
  const entry = pointed;
  const box = opener().getBoundingClientRect();
  hideOpener();
  openMenu(entry, box.left, box.bottom);
});
