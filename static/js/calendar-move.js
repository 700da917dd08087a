// Moves events: by dragging, by keys, or by their menu. It sends the form at an event's data-move address and shows what
// came of it. Dragging over empty time begins a new event.

const find = (selector, root = document) => root.querySelector(selector);
const DAY = 864e5;
const MINUTE = 6e4;
const THRESHOLD = 5;
const REFUSED = [409, 412, 422, 428];

const word = (name) => find("#calendar").dataset[name];

export function say(text) {
  document.dispatchEvent(new CustomEvent("eventhub:announce", { detail: text }));
}

function fail(text) {
  document.dispatchEvent(new CustomEvent("eventhub:toast", { detail: { text, failed: true } }));
}

/** A wall time or a date as forms have it, so much later by the clock. */
function later(value, { days = 0, minutes = 0 }) {
  const isDate = value.length === 10;
  const at = Date.parse(isDate ? value : `${value}Z`) + days * DAY + (isDate ? 0 : minutes * MINUTE);
  return new Date(at).toISOString().slice(0, isDate ? 10 : 16);
}

/** Where an entry would be so much later; `grow` are minutes that its end alone moves. */
export function atPlace(entry, { days = 0, minutes = 0, grow = 0 }) {
  const { start, end } = entry.dataset;
  return { start: later(start, { days, minutes }), end: later(end, { days, minutes: minutes + grow }) };
}

/** Saves the new times at once; which dates of a series are meant is asked first. */
export function moveEntry(entry, { start, end }) {
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
  (same.find((each) => each.dataset.occurrence === occurrence) ?? same[0])?.focus();
}

function openDialog(dialog, entry) {
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

/** An entry as the server had drawn it. */
function putBack(entry) {
  if (!entry) return;
  entry.classList.remove("dragged");
  for (const property of ["transform", "block-size", "pointer-events"]) entry.style.removeProperty(property);
}

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

/* Dragging: an event to another time, its edge to another end, and over empty time for a new one */

/** What is being dragged: {kind: "entry" | "slot" | "days", x, y, …}; null for nothing. */
let drag = null;

const columnAt = (x, y) => document.elementsFromPoint(x, y).find((each) => each.matches(".timetable-column"));
const dayAt = (x, y) => document.elementsFromPoint(x, y).find((each) => each.matches(".month-day"));
const quarterHeight = (column) => column.offsetHeight / 96;
const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

document.addEventListener("pointerdown", (event) => {
  if (event.button || event.pointerType === "touch" || event.ctrlKey || event.metaKey) return;
  const { target, clientX: x, clientY: y } = event;
  const entry = target.closest?.(".entry");
  if (entry) {
    if (entry.dataset.move) drag = { kind: "entry", entry, x, y, ...graspOf(entry, target, x, y) };
    return;
  }
  if (target.matches?.(".timetable-column")) {
    const from = Math.floor((y - target.getBoundingClientRect().top) / quarterHeight(target));
    drag = { kind: "slot", column: target, from, to: from + 1, x, y };
    return;
  }
  const day = target.closest?.(".month-day");
  const wide = !matchMedia("(max-width: 760px)").matches;
  if (day && wide && !target.closest(".month-number")) drag = { kind: "days", day, last: day, x, y };
});

function graspOf(entry, target, x, y) {
  const column = entry.closest(".timetable-column");
  const head = entry.closest(".timetable-all-day");
  return {
    column,
    edge: Boolean(target.closest("[data-resize]")),
    height: entry.offsetHeight,
    quarter: column ? quarterHeight(column) : 0,
    width: column?.offsetWidth ?? (head ? find(".timetable-column").offsetWidth : 0),
    day: head || column ? null : dayAt(x, y),
    change: {},
  };
}

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
  if (!drag.on) {
    if (Math.hypot(dx, dy) < THRESHOLD) return;
    drag.on = true;
    drag.entry?.classList.add("dragged");
    document.getSelection()?.removeAllRanges();
  }
  event.preventDefault();
  if (drag.kind === "entry") dragEntry(event, dx, dy);
  else if (drag.kind === "slot") dragSlot(event);
  else dragDays(event);
});

function dragEntry(event, dx, dy) {
  const { entry } = drag;
  if (!drag.width) {
    entry.style.pointerEvents = "none";
    entry.style.transform = `translate(${dx}px, ${dy}px)`;
    const day = dayAt(event.clientX, event.clientY);
    aimAt(day ? [day] : []);
    drag.change = day && drag.day ? { days: daysBetween(drag.day.dataset.day, day.dataset.day) } : {};
    return;
  }
  const days = Math.round(dx / drag.width);
  if (!drag.column) {
    drag.change = { days };
    entry.style.transform = `translateX(${days * drag.width}px)`;
    return;
  }
  const quarters = Math.round(dy / drag.quarter);
  if (drag.edge) {
    const grown = Math.max(quarters, Math.ceil(1 - lengthOf(entry) / 15));
    drag.change = { grow: grown * 15 };
    entry.style.blockSize = `${Math.max(drag.quarter, drag.height + grown * drag.quarter)}px`;
  } else {
    drag.change = { days, minutes: quarters * 15 };
    entry.style.transform = `translate(${days * drag.width}px, ${quarters * drag.quarter}px)`;
  }
}

/** Minutes by the clock. */
export const lengthOf = (entry) => (Date.parse(`${entry.dataset.end}Z`) - Date.parse(`${entry.dataset.start}Z`)) / 6e4;

function dragSlot(event) {
  const { column, from } = drag;
  const under = (event.clientY - column.getBoundingClientRect().top) / quarterHeight(column);
  drag.to = Math.min(Math.max(Math.ceil(under), from + 1), 96);
  drag.slot ??= column.appendChild(Object.assign(document.createElement("div"), { className: "new-slot" }));
  drag.slot.textContent = `${clock(from)} – ${clock(drag.to)}`;
  drag.slot.style.insetBlockStart = `${(from / 96) * 100}%`;
  drag.slot.style.blockSize = `${((drag.to - from) / 96) * 100}%`;
}

/** The time of a quarter of the day, on a clock of twelve hours or of twenty-four. */
function clock(quarter) {
  const [hour, minute] = later("2000-01-01T00:00", { minutes: quarter * 15 }).slice(11).split(":");
  if (!("twelveHours" in find("#calendar").dataset)) return `${hour}:${minute}`;
  return `${hour % 12 || 12}:${minute} ${hour < 12 ? "am" : "pm"}`;
}

function dragDays(event) {
  const day = dayAt(event.clientX, event.clientY);
  if (!day) return;
  drag.last = day;
  const days = [...document.querySelectorAll(".month-day")];
  const [first, last] = [days.indexOf(drag.day), days.indexOf(day)].sort((a, b) => a - b);
  aimAt(days.slice(first, last + 1));
}

function aimAt(days) {
  for (const day of document.querySelectorAll(".month-day.aimed-at")) day.classList.remove("aimed-at");
  for (const day of days) day.classList.add("aimed-at");
}

document.addEventListener("pointerup", (event) => {
  const done = drag;
  drag = null;
  if (!done) return;
  aimAt([]);
  if (done.on) swallowClick();
  if (done.kind === "entry") dropEntry(done);
  else if (done.kind === "slot") newInSlot(done);
  else if (done.on) newOnDays(done, event);
});

function dropEntry({ on, entry, change }) {
  if (!on) return;
  if (Object.values(change).some(Boolean)) moveEntry(entry, atPlace(entry, change));
  else putBack(entry);
}

function newInSlot({ on, column, from, to }) {
  const { day } = column.dataset;
  const begin = on ? from : from - (from % 2);
  const end = on ? to : begin + 4;
  createAt(later(`${day}T00:00`, { minutes: begin * 15 }), later(`${day}T00:00`, { minutes: end * 15 }));
}

function newOnDays({ day, last }) {
  createAt(...[day.dataset.day, last.dataset.day].sort());
}

function createAt(start, end) {
  location.assign(`/events/new/?${new URLSearchParams({ start, end })}`);
}

/* A click on the empty part of a day begins an event there; its number leads to the day. */
document.addEventListener("click", (event) => {
  const { target } = event;
  if (target.matches?.(".timetable-column") && event.pointerType === "touch") {
    const from = Math.floor((event.clientY - target.getBoundingClientRect().top) / quarterHeight(target));
    newInSlot({ on: false, column: target, from });
  }
  const day = target.closest?.(".month-day");
  // a keyboard's click has no place
  const byPointer = event.detail > 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!day || !byPointer || target.closest(".month-number") || matchMedia("(max-width: 760px)").matches) return;
  event.preventDefault();
  createAt(`${day.dataset.day}T09:00`, `${day.dataset.day}T10:00`);
});

function swallowClick() {
  const swallow = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
}

function cancel() {
  if (!drag) return;
  const { entry, slot, on } = drag;
  drag = null;
  aimAt([]);
  putBack(entry);
  slot?.remove();
  if (on) {
    swallowNextUp();
    say(find("#calendar").dataset.wordCancelled);
  }
}

/** The button is still down after Escape: letting it go is no click. */
function swallowNextUp() {
  addEventListener("pointerup", swallowClick, { once: true });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") cancel();
});
document.addEventListener("pointercancel", cancel);
// or the browser would drag the link of a day instead
document.addEventListener("dragstart", (event) => {
  if (drag) event.preventDefault();
});
