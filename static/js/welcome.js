// Guesses how a new person reads a calendar from what the browser knows of him; he confirms it.

const form = document.querySelector("[data-guess='']");

/** Chooses a value, if the list has it. */
function guess(name, value) {
  const select = form.elements[name];
  if ([...select.options].some((option) => option.value === value)) select.value = value;
}

if (form) {
  const { timeZone, hourCycle } = new Intl.DateTimeFormat(navigator.language, { hour: "numeric" }).resolvedOptions();
  guess("timezone", timeZone);
  guess("hour_cycle", hourCycle === "h12" || hourCycle === "h11" ? "12" : "24");
  const locale = new Intl.Locale(navigator.language);
  const firstDay = (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay;
  guess("week_start", { 6: "saturday", 7: "sunday" }[firstDay] ?? "monday");
}
