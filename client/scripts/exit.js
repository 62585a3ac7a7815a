import { ExitThisPage } from "govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs";

import { saveAll } from "./autosave.js";

const LONGEST = 800; // ms that leaving may wait for words to be saved; the page is empty meanwhile

const wait = (time) => new Promise((resolve) => window.setTimeout(resolve, time));

/** govuk's exit (the link, Shift three times), which saves what was typed before it goes, since going ends the session. */
export class Exit extends ExitThisPage {
  exitPage() {
    document.body.classList.add("govuk-exit-this-page-hide-content");
    Promise.race([saveAll(), wait(LONGEST)]).then(() => super.exitPage());
  }
}
