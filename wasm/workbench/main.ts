import { Clock } from "./clock.js";
import { byId, element } from "./element.js";
import { examples } from "./examples.js";
import { fill, setUpKey, showFields } from "./fields.js";
import { Inspector } from "./inspector.js";
import { load } from "./loaded.js";
import { Minter } from "./minter.js";
import { readSettings } from "./settings.js";
import { Tabs } from "./tabs.js";

/** How often the clock is looked at, in milliseconds. */
const TICK = 1000;

function start(): void {
  const bench = byId<HTMLFormElement>("bench");
  const clock = new Clock(update);
  const tabs = new Tabs(update);
  const inspector = new Inspector(update);
  const minter = new Minter(inspect);

  function update(): void {
    const settings = readSettings(clock.now());
    if (tabs.shown === "mint") {
      showFields(minter.wanted());
      minter.show(settings);
    } else {
      showFields(inspector.wanted());
      void inspector.show(settings);
    }
  }

  function inspect(text: string): void {
    fill("text", text);
    inspector.forget();
    tabs.show("inspect");
    byId("text").focus();
  }

  function fillWith(name: string): void {
    const example = examples(clock.now(), readSettings(clock.now())).find((example) => example.name === name);
    for (const id of ["option-name", "option-maxAge", "policy-audience"]) {
      fill(id, "");
    }
    fill("key-form", "text");
    fill("key-secret", example?.secret ?? "");
    for (const [id, text] of Object.entries(example?.fields ?? {})) {
      fill(id, text);
    }
    inspect(example?.text ?? "");
  }

  bench.addEventListener("submit", (event) => {
    event.preventDefault();
  });
  byId("text").addEventListener("input", () => {
    inspector.forget();
  });
  bench.addEventListener("input", update);
  setUpKey(update);
  for (const { name } of examples(Date.now(), readSettings(Date.now()))) {
    const button = element("button", { type: "button" }, name);
    button.addEventListener("click", () => {
      fillWith(name);
    });
    byId("examples").append(button);
  }
  setInterval(() => {
    if (clock.tick() && tabs.shown === "inspect") {
      void inspector.tick(readSettings(clock.now()));
    }
  }, TICK);
  byId("not-started").remove();
  bench.hidden = false;
  update();
}

await load();
start();
