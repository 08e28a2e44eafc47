// Counts for OpenTelemetry, to whichever MeterProvider the application has set up.
import { metrics } from "@opentelemetry/api";
import type { Observer } from "tokenseal";

export function openTelemetryObserver(): Observer {
  const counter = metrics.getMeter("tokenseal").createCounter("tokenseal.operations", {
    description: "Operations of tokenseal, by how they came out",
    unit: "{operation}",
  });
  return (operation, outcome) => {
    counter.add(1, { "tokenseal.operation": operation, "tokenseal.outcome": outcome });
  };
}
