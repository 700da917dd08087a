// Passkeys: asks the browser for one and posts what it says. A form names what to do: data-passkey="login", "get", "create".

const bytes = (text) => {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(padded), (character) => character.charCodeAt(0));
};

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const described = (credentials) => credentials?.map((each) => ({ ...each, id: bytes(each.id) }));

/** What a browser takes, from the JSON of it: binary members are Base64url (WebAuthn, section 5.1). */
function readOptions({ publicKey }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  if (publicKey.excludeCredentials) options.excludeCredentials = described(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) options.allowCredentials = described(publicKey.allowCredentials);
  return { publicKey: options };
}

/** The JSON of what a browser has made or signed. */
function writeCredential(credential) {
  const { response } = credential;
  const written = {};
  for (const name of ["attestationObject", "clientDataJSON", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) written[name] = text(response[name]);
  }
  if (response.getTransports) written.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: written,
  });
}

/** What to ask the browser with: it stands in the page, or for signing in it is fetched, because it is good once. */
async function optionsOf(form) {
  const inPage = form.querySelector("script[type='application/json']");
  if (inPage) return JSON.parse(inPage.textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return (await response.json()).request_options;
}

async function usePasskey(form) {
  const options = readOptions(await optionsOf(form));
  const credential = await (form.dataset.passkey === "create"
    ? navigator.credentials.create(options)
    : navigator.credentials.get(options));
  form.elements.credential.value = writeCredential(credential);
  form.submit();
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failure = form.querySelector("[data-passkey-error]");
    form.querySelector("[data-passkey-missing]")?.remove();
    form.hidden = false;
    const button = form.querySelector("[data-passkey-button]");
    if (button) button.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failure.hidden = true;
      try {
        await usePasskey(form);
      } catch {
        // refused by the person, by the browser or by the server: there is nothing else to do about it
        failure.hidden = false;
      }
    });
  }
} else {
  for (const form of document.querySelectorAll(".entrance-other[data-passkey]")) form.hidden = true;
}
