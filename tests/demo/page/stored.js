// The records of the store, byte for byte.
import { ask, element, store } from "./services.js";

const KINDS = {
  session: ["session", "session"],
  family: ["token login", "token"],
  denied: ["denied token", "token"],
  subject: ["logged out everywhere", "both"],
};
const WIDTH = 16;

document.querySelector("#store-name").textContent = store;

/** Bytes as `xxd` shows them. */
function dump(hex) {
  const bytes = hex.match(/../g) ?? [];
  const lines = [];
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const row = bytes.slice(at, at + WIDTH);
    const text = row.map((byte) => parseInt(byte, 16)).map((code) => (code > 31 && code < 127 ? code : 183));
    lines.push(`${row.join(" ").padEnd(WIDTH * 3)} ${String.fromCharCode(...text)}`);
  }
  return lines.join("\n");
}

/** A time to go, in the largest unit that fits. */
function span(millis) {
  const units = [
    [86_400_000, "days"],
    [3_600_000, "hours"],
    [60_000, "minutes"],
  ];
  const [size, unit] = units.find(([size]) => millis >= 2 * size) ?? [1000, "seconds"];
  return `${Math.floor(millis / size)} ${unit}`;
}

export async function showStored() {
  const { records } = await ask("python", "GET", "/lab/store");
  const list = document.querySelector("#stored");
  const open = new Set([...list.querySelectorAll("details[open]")].map((details) => details.dataset.key));
  list.replaceChildren(
    ...records.map((record) => {
      const [name, mechanism] = KINDS[record.kind] ?? [record.kind, "both"];
      const details = element(
        "details",
        { "data-key": record.key },
        element(
          "summary",
          {},
          element("b", { text: name, className: mechanism }),
          element("span", { text: record.state, className: record.state === "live" ? "good" : "refused" }),
          element("small", { text: `${record.bytes.length / 2} bytes, for ${span(record.left)}` }),
        ),
        element("p", { text: record.key, className: "key" }),
        element("pre", { text: dump(record.bytes) }),
      );
      details.open = open.has(record.key);
      return element("li", { "data-kind": record.kind, "data-state": record.state }, details);
    }),
  );
  if (records.length === 0) list.append(element("li", { text: "nothing", className: "note" }));
  for (const chip of document.querySelectorAll("[data-stored]")) {
    const count = records.filter(({ kind }) => kind === chip.dataset.stored).length;
    chip.querySelector("b").textContent = String(count);
    chip.classList.toggle("held", count > 0);
  }
}
