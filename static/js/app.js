// The shell of every page: dialogs, menus, toasts, theme and keyboard shortcuts. Nothing here is needed to use a page.

const find = (selector, root = document) => root.querySelector(selector);
const TOAST_MS = 9000;

/** Tells screen readers something that sighted people see happen. */
function announce(text) {
  const region = find("#announcements");
  region.textContent = "";
  setTimeout(() => (region.textContent = text), 30);
}

// Other modules say: document.dispatchEvent(new CustomEvent("eventhub:announce", { detail: "Moved to Friday" }))
document.addEventListener("eventhub:announce", (event) => announce(event.detail));

/* Toasts: they go after a while, but not while somebody is reading or about to press Undo. */

function startToast(toast) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  const start = () => {
    stop();
    timer = setTimeout(() => toast.remove(), TOAST_MS);
  };
  for (const name of ["mouseenter", "focusin"]) toast.addEventListener(name, stop);
  for (const name of ["mouseleave", "focusout"]) toast.addEventListener(name, start);
  start();
}

function showToast(text, failed) {
  const toast = find("#toast-template").content.cloneNode(true).firstElementChild;
  find(".toast-text", toast).textContent = text;
  toast.classList.toggle("toast-failed", Boolean(failed));
  find("#toasts").append(toast);
}

// Other modules say: document.dispatchEvent(new CustomEvent("eventhub:toast", { detail: { text, failed } }))
document.addEventListener("eventhub:toast", (event) => showToast(event.detail.text, event.detail.failed));

// The network has failed; refusals of the server bring a toast of their own.
document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx) showToast(document.body.dataset.wordOffline, true);
});

const toasts = find("#toasts");

/** Outside an open dialog nothing can be pressed: toasts stand in it then, or nobody could take anything back. */
function placeToasts() {
  const home = [...document.querySelectorAll("dialog:modal")].pop() ?? document.body;
  if (toasts && toasts.parentElement !== home) home.append(toasts);
}

if (toasts) {
  toasts.querySelectorAll("[data-toast]").forEach(startToast);
  // what a page came with is no change that screen readers would tell of by themselves
  const waiting = [...toasts.querySelectorAll(".toast-text")].map((text) => text.textContent);
  if (waiting.length) announce(waiting.join(" "));
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node.matches?.("[data-toast]")) startToast(node);
    }
    while (toasts.querySelectorAll("[data-toast]").length > 3) find("[data-toast]", toasts).remove();
  }).observe(toasts, { childList: true });
}

function undoLast() {
  const buttons = document.querySelectorAll("#toasts [data-undo]");
  buttons[buttons.length - 1]?.click();
  return buttons.length > 0;
}

/* Dialogs and menus */

/** Opens a modal dialog; the browser itself returns the focus when it closes. */
function openDialog(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
  placeToasts();
}

// in the phase of capture, because this event does not rise, and before who removes the dialog
document.addEventListener("close", placeToasts, true);

function openCommand() {
  const dialog = find("#command-dialog");
  openDialog(dialog);
  find("input", dialog)?.select();
}

const actions = {
  "open-command": openCommand,
  "open-keys": () => openDialog(find("#keys-dialog")),
  "close-dialog": (button) => button.closest("dialog").close(),
};

document.addEventListener("click", (event) => {
  const { target } = event;
  // a click on the backdrop is one on the dialog itself
  if (target.matches?.("dialog[open]")) target.close();
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
  if (target.closest?.("[data-toast-close]")) target.closest("[data-toast]").remove();
  const opener = target.closest?.("[data-action]");
  const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
  if (opener && actions[opener.dataset.action] && !modified) {
    event.preventDefault();
    actions[opener.dataset.action](opener);
  }
});

// A part that htmx has put into the page may be a dialog that wants to be open: <dialog data-open>.
// It wants that once: another swap must not open what has been closed.
document.addEventListener("htmx:after:swap", () => {
  for (const dialog of document.querySelectorAll("dialog[data-open]")) {
    delete dialog.dataset.open;
    openDialog(dialog);
  }
});

/* Theme: the form works by itself; here it saves the way to the server and back. */

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-switch]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const theme = event.submitter.value;
  const body = new FormData(form, event.submitter);
  document.documentElement.dataset.theme = theme;
  find(`button:not([value="${theme}"])`, form)?.focus();
  fetch(form.action, { method: "POST", body, redirect: "manual" });
});

/* Keyboard: what a key does stands on the link or button that does the same, as data-shortcut="N J". */

const editing = (target) => target.closest("input, select, textarea, [contenteditable]");

function shortcutTarget(key) {
  return [...document.querySelectorAll("[data-shortcut]")].find((element) =>
    element.dataset.shortcut.split(" ").includes(key),
  );
}

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "k" && find("#command-dialog")) {
    event.preventDefault();
    openCommand();
    return;
  }
  if (key === "Escape") {
    const menu = target.closest?.("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      find("summary", menu).focus();
    }
    return;
  }
  const off = document.body.dataset.shortcuts === "off";
  if (off || event.ctrlKey || event.metaKey || event.altKey || editing(target) || find("dialog[open]")) return;
  const wanted = key.length === 1 ? key.toUpperCase() : key;
  if (wanted === "Z" && undoLast()) {
    event.preventDefault();
    return;
  }
  const element = shortcutTarget(wanted);
  if (element) {
    event.preventDefault();
    element.click();
  }
});

/* Command box: what is marked is what Enter does; arrows walk, Tab opens the full form of what is proposed. */

const command = find("#command-dialog");

function walkResults(event) {
  const results = [...command.querySelectorAll("[data-result]")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !results.length) return;
  event.preventDefault();
  const here = results.indexOf(document.activeElement);
  const marked = results.findIndex((result) => result.classList.contains("selected"));
  // from the field the first step down leads to what is marked, which Enter would do anyway
  const next = here < 0 ? (step > 0 ? Math.max(marked, 0) : results.length - 1) : here + step;
  (results[next] ?? find("input", command)).focus();
}

command?.addEventListener("keydown", (event) => {
  walkResults(event);
  const link = find("[data-full-form]", command);
  const inField = event.target.matches("input[name=q]");
  if (event.key === "Tab" && !event.shiftKey && inField && link && find(".selected[data-proposal]", command)) {
    event.preventDefault();
    link.click();
  }
});

command?.addEventListener("submit", (event) => {
  const marked = event.target.matches("[data-command]") && find(".selected", command);
  // what was typed last may still be on its way: then the page of results is the honest answer
  if (!marked || find("input[name=q]", command).value.trim() !== answered) return;
  event.preventDefault();
  marked.click();
});

let answered = "";
document.addEventListener("htmx:after:swap", () => {
  const results = command && find("[data-answers]", command);
  if (!results || results.dataset.answers === answered) return;
  answered = results.dataset.answers;
  announce(results.dataset.summary);
});

/* A form that is on its way is not sent again: a second Enter, or a double click, would do the same twice. */

const RESEND_MS = 5000;
let onItsWay = new WeakMap();

// what a script or htmx sends has been prevented by now, and what it answers with is its own affair
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (event.timeStamp - onItsWay.get(form) < RESEND_MS) event.preventDefault();
  else onItsWay.set(form, event.timeStamp);
});

// who comes back may send it again
addEventListener("pageshow", () => (onItsWay = new WeakMap()));

// Where there is no connection, the worker shows a page of ours instead of the browser's.
addEventListener("load", () => navigator.serviceWorker?.register("/service-worker.js").catch(() => {}));

// After a refused form the summary of its errors is what one wants to hear first.
find("[data-focus]")?.focus();
