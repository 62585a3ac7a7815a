// What script adds to pages that work without it: govuk's behaviours, leaving in one go, saving while one types,
// a warning before the session ends, a mark while the service cannot be reached, printing, keeping back what is too
// long to be sent.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";

import { watchTyping } from "./autosave.js";
import { Exit } from "./exit.js";
import { watchPrinting } from "./print.js";
import { watchReach } from "./reach.js";
import { watchSession } from "./session.js";
import { watchSize } from "./size.js";

// Tells govuk's components and our sheet that script runs.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const Component of [Button, CharacterCount, ErrorSummary, Exit, PasswordInput, SkipLink]) {
  for (const root of document.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
    new Component(root);
  }
}
watchTyping();
watchReach();
watchPrinting();
watchSession();
watchSize();

// A page taken out of the browser's memory may be another person's by now: ask the server again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
