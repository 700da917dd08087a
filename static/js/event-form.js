// The form of an event: lets the end follow the start, and takes free times. The server knows it all without.

const form = document.querySelector("#event-form");
const field = (name) => form.elements.namedItem(name);
const MINUTE = 60_000;
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/** A day and a clock time as milliseconds; the zone does not matter, as only distances are looked at. */
function wall(day, clock) {
  const at = Date.parse(`${day}T${clock || "00:00"}Z`);
  return Number.isNaN(at) ? null : at;
}

const start = () => wall(field("start_date").value, field("is_all_day").checked ? "" : field("start_time").value);
const end = () => wall(field("end_date").value, field("is_all_day").checked ? "" : field("end_time").value);

/** Writes a moment into a pair of fields. */
function write(side, at) {
  const text = new Date(at).toISOString();
  field(`${side}_date`).value = text.slice(0, 10);
  if (!field("is_all_day").checked) field(`${side}_time`).value = text.slice(11, 16);
}

/* Whole days */

function toggleAllDay() {
  if (!field("is_all_day").checked && !field("start_time").value) {
    field("start_time").value = "09:00";
    field("end_time").value = "10:00";
  }
  // whole days are free unless somebody says otherwise
  if (!touched.has("transparency")) field("transparency").value = field("is_all_day").checked ? "transparent" : "opaque";
}

/* The end and the days of the rule follow the start */

const touched = new Set();
let length = 60 * MINUTE;
let startBefore = null;

function remember() {
  startBefore = start();
  if (start() !== null && end() !== null && end() >= start()) length = end() - start();
}

function followStart() {
  const at = start();
  if (at === null) return;
  write("end", at + length);
  if (startBefore !== null) moveDays(new Date(startBefore), new Date(at));
  startBefore = at;
}

/** Where the rule says nothing but the day on which the event begins, it says the new one. */
function moveDays(was, is) {
  const boxes = [...form.querySelectorAll('input[name="weekdays"]')];
  const ticked = boxes.filter((box) => box.checked);
  if (ticked.length === 1 && ticked[0].value === WEEKDAYS[was.getUTCDay()]) {
    ticked[0].checked = false;
    boxes.find((box) => box.value === WEEKDAYS[is.getUTCDay()]).checked = true;
  }
  const ordinal = (date) => String(Math.ceil(date.getUTCDate() / 7));
  if (field("month_day").value === String(was.getUTCDate())) field("month_day").value = String(is.getUTCDate());
  if (field("weekday").value === WEEKDAYS[was.getUTCDay()] && field("ordinal").value === ordinal(was)) {
    field("weekday").value = WEEKDAYS[is.getUTCDay()];
    field("ordinal").value = ordinal(is);
  }
}

/** Puts a free time into the fields; its instant is shown in the zone that the form has chosen. */
function takeSlot(instant) {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: field("is_all_day").checked ? "UTC" : field("timezone").value,
    dateStyle: "short",
    timeStyle: "medium",
  });
  const [day, clock] = format.format(new Date(instant)).split(" ");
  write("start", wall(day, clock));
  followStart();
  field("start_date").dispatchEvent(new Event("change", { bubbles: true }));
  field("start_date").focus();
}

form.addEventListener("change", ({ target }) => {
  if (target.name === "transparency" && target.isTrusted !== false) touched.add(target.name);
  if (target.name === "is_all_day") toggleAllDay();
  if (target.name === "start_date" || target.name === "start_time") followStart();
  else if (["end_date", "end_time", "is_all_day"].includes(target.name)) remember();
  // who sets what follows a choice has chosen
  const choice = { until: "ends", count: "ends", month_day: "month_by", ordinal: "month_by", weekday: "month_by" }[target.name];
  const value = { until: "until", count: "count", month_day: "day", ordinal: "weekday", weekday: "weekday" }[target.name];
  if (choice && target.value) field(choice).value = value;
});

form.addEventListener("click", (event) => {
  const slot = event.target.closest("[data-slot]");
  if (!slot) return;
  event.preventDefault();
  takeSlot(slot.value);
});

// What has been typed already goes along to the search for a time, and comes back with what is found.
form.addEventListener("click", (event) => {
  const link = event.target.closest("[data-find-time]");
  if (!link || field("version").value) return;
  const address = new URL(link.href);
  for (const name of ["title", "location"]) {
    if (field(name).value) address.searchParams.set(name, field(name).value);
  }
  const minutes = (end() - start()) / MINUTE;
  if (!field("is_all_day").checked && minutes > 0) address.searchParams.set("length", minutes);
  link.href = address.href;
});

if (form.querySelector('input[name="version"]').value) touched.add("transparency");
remember();
if (!document.querySelector("[data-focus]")) field("title").focus();
