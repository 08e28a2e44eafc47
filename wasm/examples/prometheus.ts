// Counts for Prometheus. Alarms worth having: `refresh` with `refresh-reused` (a copy of a refresh token
// is in somebody's hands), any operation with `store-unavailable`, and a rise of `bad-signature`.
import { Counter, type Registry } from "prom-client";
import type { Observer } from "tokenseal";

export function prometheusObserver(registry: Registry): Observer {
  const counter = new Counter({
    name: "tokenseal_operations_total",
    help: "Operations of tokenseal, by how they came out",
    labelNames: ["operation", "outcome"],
    registers: [registry],
  });
  return (operation, outcome) => {
    counter.inc({ operation, outcome });
  };
}
