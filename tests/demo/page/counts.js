// The counts of the services, as Prometheus would read them.
import { element, origins } from "./services.js";

const SAMPLE = /^tokenseal_operations_total\{([^}]*)\} (\d+)/;
const SERVICES = ["python", "node"];
const LOOKS = new Set(["verify", "session.load", "revocation.check"]);
/** What counts as what. */
const SUMS = {
  verified: (operation, outcome) => outcome === "ok" && LOOKS.has(operation),
  refused: (operation, outcome) =>
    !["ok", "repeated", "recovered"].includes(outcome) && operation !== "authorize",
  refreshed: (operation, outcome) =>
    operation === "refresh" && ["ok", "repeated", "recovered"].includes(outcome),
  reused: (_operation, outcome) => outcome === "refresh-reused",
  revoked: (_operation, outcome) => outcome === "revoked",
};

async function samples(service) {
  const text = await (await fetch(`${origins[service]}/metrics`)).text();
  return text.split("\n").flatMap((line) => {
    const found = SAMPLE.exec(line);
    if (found === null) return [];
    const label = (name) => new RegExp(`${name}="([^"]*)"`).exec(found[1])[1];
    return [{ operation: label("operation"), outcome: label("outcome"), count: Number(found[2]) }];
  });
}

export async function showCounts() {
  const all = await Promise.all(SERVICES.map(samples));
  const rows = new Map();
  all.forEach((found, place) => {
    for (const { operation, outcome, count } of found) {
      const name = `${operation} ${outcome}`;
      if (!rows.has(name)) rows.set(name, { operation, outcome, counts: [0, 0] });
      rows.get(name).counts[place] = count;
    }
  });
  const sorted = [...rows.values()].sort((a, b) =>
    a.operation + a.outcome < b.operation + b.outcome ? -1 : 1,
  );
  document
    .querySelector("#counts")
    .replaceChildren(
      ...sorted.map(({ operation, outcome, counts }) =>
        element(
          "tr",
          { "data-count": `${operation} ${outcome}` },
          element("td", { text: operation }),
          element("td", { text: outcome }),
          ...counts.map((count) =>
            element("td", { text: String(count), className: count === 0 ? "none" : "" }),
          ),
        ),
      ),
    );
  for (const [name, counts] of Object.entries(SUMS)) {
    const sum = sorted
      .filter((row) => counts(row.operation, row.outcome))
      .reduce((total, row) => total + row.counts[0] + row.counts[1], 0);
    document.querySelector(`[data-sum=${name}]`).textContent = String(sum);
  }
}
