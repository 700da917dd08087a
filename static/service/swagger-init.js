// Starts Swagger UI on the document that its page names.
const page = document.getElementById("swagger-ui");

// A browser that is logged in is known by its session, which must show the token of this page to write anything.
const withCsrfToken = (request) => {
  if (new URL(request.url, document.baseURI).origin === location.origin) {
    request.headers["X-CSRFToken"] = page.dataset.csrfToken;
  }
  return request;
};

SwaggerUIBundle({
  url: page.dataset.document,
  domNode: page,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  displayRequestDuration: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  docExpansion: "none",
  filter: true,
  requestInterceptor: withCsrfToken,
});
