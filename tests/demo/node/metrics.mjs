// Counts by OpenTelemetry, which Prometheus reads here; another exporter would send them elsewhere.
import { metrics } from "@opentelemetry/api";
import { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { openTelemetryObserver } from "./opentelemetry.js"; // wasm/examples

const exporter = new PrometheusExporter({ preventServerStart: true });
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [exporter] }));

export const observer = openTelemetryObserver();

/** Answers Prometheus. */
export function serveMetrics(request, response) {
  exporter.getMetricsRequestHandler(request, response);
}
