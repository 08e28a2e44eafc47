// Starts the page: what there has been is shown, and what comes.
import { showBrowser } from "./browser.js";
import { wireCards } from "./cards.js";
import { wireClock } from "./clock.js";
import { showCounts } from "./counts.js";
import { wireDiagram } from "./diagram.js";
import { origins, workbench } from "./services.js";
import { showStored } from "./stored.js";
import { askAll, MECHANISMS, showPhone } from "./verdicts.js";
import { mechanismOf, showExchange } from "./wire.js";

const SOON = 120;
/** Milliseconds for which an exchange waits for others, which another process may say later. */
const REORDER = 80;
const came = [];
let waiting;

/** Whatever may have changed is shown anew, once for several exchanges. */
function showSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    showBrowser();
    void showStored();
    void showCounts();
  }, SOON);
}

/** Shows what has come, in the order in which it began. */
function showExchanges() {
  for (const exchange of came.splice(0).sort((a, b) => a.at - b.at)) {
    showExchange(exchange);
    if (exchange.client === "phone") showPhone(mechanismOf(exchange.path));
    light(exchange);
  }
  showSoon();
}

const light = wireDiagram();
document.querySelector("#node-metrics").href = `${origins.node}/metrics`;
document.querySelector("#workbench").hidden = !workbench;
wireCards();
await wireClock();
new EventSource("/lab/events").addEventListener("message", ({ data }) => {
  came.push(JSON.parse(data));
  setTimeout(showExchanges, REORDER);
});
showSoon();
await Promise.all(MECHANISMS.map(askAll));
document.documentElement.dataset.ready = "yes";
