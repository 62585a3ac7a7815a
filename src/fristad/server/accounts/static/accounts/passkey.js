// Passkeys. Without this script the forms stay hidden, and one-time codes do the same.
// Written for browsers that lack PublicKeyCredential.parseCreationOptionsFromJSON and toJSON.
(function () {
  "use strict";
  const written = document.getElementById("passkey-options");
  if (!window.PublicKeyCredential || !written) return;

  const toBytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const toText = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  };
  const known = (list) => (list || []).map((each) => ({ ...each, id: toBytes(each.id) }));

  const questionOf = (options) => {
    const question = { ...options.publicKey, challenge: toBytes(options.publicKey.challenge) };
    if (question.user) question.user = { ...question.user, id: toBytes(question.user.id) };
    if (question.allowCredentials) question.allowCredentials = known(question.allowCredentials);
    if (question.excludeCredentials) question.excludeCredentials = known(question.excludeCredentials);
    return { publicKey: question };
  };

  const answerOf = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  const ask = async (form) => {
    const question = questionOf(JSON.parse(written.textContent));
    const credential = await navigator.credentials[form.dataset.passkey](question);
    form.elements.credential.value = JSON.stringify(answerOf(credential));
    const tick = document.getElementById(form.dataset.shared || "");
    if (tick && tick.checked) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "shared", value: "on" }));
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const start = (event) => {
      event.preventDefault();
      // Who turns the device's question away stays on the page and may use a code.
      ask(form).catch(() => {});
    };
    form.querySelector("button").addEventListener("click", start);
    form.addEventListener("submit", start);
  }
})();
