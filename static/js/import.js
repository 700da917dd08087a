// Import: shows how far a long import is. Without it the page simply loads until all is done.

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-progress]");
  if (!form) return;
  const box = form.querySelector("[data-progress-bar]");
  box.hidden = false;
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  const address = form.dataset.progress;
  if (!address) return;
  const bar = box.querySelector("progress");
  // The page goes away when the import is done, and the timer with it.
  setInterval(async () => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (answer.ok) bar.value = (await answer.json()).done;
  }, 700);
});
