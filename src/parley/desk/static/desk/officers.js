// Passkeys: a form marked data-passkey asks the browser's authenticator and sends its answer in the hidden field.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

function answer(made) {
  const said = made.response;
  const response = { clientDataJSON: text(said.clientDataJSON) };
  for (const field of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (said[field]) response[field] = text(said[field]);
  }
  if (said.getTransports) response.transports = said.getTransports();
  return { id: made.id, rawId: text(made.rawId), type: made.type, response,
    clientExtensionResults: made.getClientExtensionResults(), authenticatorAttachment: made.authenticatorAttachment };
}

async function create({ publicKey: asked }) {
  // A passkey that signs in by itself, and that verifies its user each time.
  const selection = { ...asked.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const publicKey = { ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: named(asked.excludeCredentials), authenticatorSelection: selection };
  return answer(await navigator.credentials.create({ publicKey }));
}

async function get({ publicKey: asked }) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials), userVerification: "required" };
  return answer(await navigator.credentials.get({ publicKey }));
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const asked = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!asked.ok) throw new Error(`the node answered ${asked.status}`);
  return asked.json();
}

async function use(form) {
  const failed = form.querySelector("[data-passkey-failed]");
  if (failed) failed.hidden = true;
  try {
    const { creation_options: creation, request_options: request } = await options(form);
    const made = form.dataset.passkey === "create" ? await create(creation) : await get(request);
    form.elements.credential.value = JSON.stringify(made);
    if (!form.dispatchEvent(new CustomEvent("parley:signed", { bubbles: true, cancelable: true }))) return;
    form.submit();
  } catch (error) {
    // The officer turned away, the time was over, or the authenticator knows no such passkey: nothing was sent.
    if (!(error instanceof DOMException)) console.warn(error);
    delete form.dataset.sent;
    form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
    if (failed) failed.hidden = false;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.passkey) return;
  event.preventDefault();
  use(form);
});

function tellAbsent() {
  if (window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
    form.querySelectorAll("[data-passkey-absent]").forEach((line) => { line.hidden = false; });
  }
}

tellAbsent();
document.addEventListener("htmx:afterSettle", tellAbsent);
