// Choosing events in the agenda or the trash: counts them, and marks ranges by Shift. The form works by itself.

const find = (selector) => document.querySelector(selector);
const form = () => find("[data-selection]");
const boxes = () => [...document.querySelectorAll('[data-selection] input[name="event"]:not(:disabled)')];
const checked = () => boxes().filter((box) => box.checked);

/* The last one that was marked by itself: a range goes from there. */
let anchor = null;

function count() {
  const shown = find("[data-selection-count]");
  if (!shown) return;
  const number = checked().length;
  const { wordNone, wordOne, wordMany } = shown.dataset;
  shown.hidden = false;
  shown.textContent = number === 0 ? wordNone : number === 1 ? wordOne : wordMany.replace("{count}", number);
  for (const button of document.querySelectorAll("[data-selection-go]")) button.disabled = number === 0;
  find("[data-selection-all]").hidden = boxes().length === 0;
}

/** Makes all from the anchor to this one as the anchor is. */
function markRange(box) {
  const all = boxes();
  const [from, to] = [all.indexOf(anchor), all.indexOf(box)].sort((a, b) => a - b);
  if (from < 0) return;
  for (const each of all.slice(from, to + 1)) each.checked = anchor.checked;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-selection-all]")) {
    const all = boxes();
    const on = all.some((box) => !box.checked);
    for (const box of all) box.checked = on;
    count();
    return;
  }
  const box = event.target.closest?.('[data-selection] input[name="event"]');
  if (!box) return;
  if (event.shiftKey && anchor?.isConnected && anchor !== box) {
    anchor.checked = box.checked;
    markRange(box);
  } else anchor = box;
  count();
});

// With Shift a browser would mark the words between two clicks.
document.addEventListener("mousedown", (event) => {
  if (event.shiftKey && event.target.closest?.("[data-selection] label")) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (!form() || find("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key, target } = event;
  if (key === "Escape" && !target.closest("details[open], .calendar-side.open")) {
    find("[data-selection-end]").click();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  const all = boxes();
  const here = all.indexOf(target);
  if (!step || (here < 0 && target !== document.body)) return;
  event.preventDefault();
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
  if (!next) return;
  next.focus();
  if (!event.shiftKey || here < 0) return;
  if (!target.checked) target.checked = true;
  next.checked = true;
  anchor = next;
  count();
});

document.addEventListener("htmx:after:swap", count);
addEventListener("pageshow", count);
count();
