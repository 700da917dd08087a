// Sharing: the button that copies the link. It shows itself only where the browser can do it.

function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy-link]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy-link]");
  if (!button) return;
  await navigator.clipboard.writeText(new URL(button.dataset.copyLink, location.href).href);
  document.dispatchEvent(new CustomEvent("eventhub:toast", { detail: { text: button.dataset.copied } }));
});
document.addEventListener("htmx:after:swap", offerCopies);
offerCopies();
