// Starts ReDoc on the document that its page names.
const page = document.getElementById("redoc");

// its fonts are fetched from another host unless they are named
Redoc.init(
  page.dataset.document,
  {
    hideDownloadButton: false,
    theme: { typography: { fontFamily: "system-ui, sans-serif", headings: { fontFamily: "system-ui, sans-serif" } } },
  },
  page,
);
