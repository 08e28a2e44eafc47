// The clock of the services, which can be pushed forward and never goes back.
import { ask } from "./services.js";
import { askAll, MECHANISMS } from "./verdicts.js";

const WHEN = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const UNITS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
];
let offset = 0;

function duration(millis) {
  const parts = [];
  let left = millis;
  for (const [size, unit] of UNITS) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.join(" ");
}

function show() {
  const now = new Date(Date.now() + offset);
  const time = document.querySelector("#now");
  time.dateTime = now.toISOString();
  time.textContent = WHEN.format(now);
  document.querySelector("#ahead").textContent = offset === 0 ? "" : `${duration(offset)} ahead`;
}

/** Shows it, and lets the buttons push it. */
export async function wireClock() {
  ({ offset } = await ask("python", "GET", "/lab/clock"));
  show();
  setInterval(show, 1000);
  for (const button of document.querySelectorAll("[data-push]")) {
    button.addEventListener("click", async () => {
      button.ariaBusy = "true";
      ({ offset } = await ask("python", "POST", `/lab/clock?push=${button.dataset.push}`));
      show();
      await Promise.all(MECHANISMS.map(askAll));
      button.ariaBusy = "false";
    });
  }
}
