import type { KubeVirtVersion } from "../model/components.ts";
import { entryOf } from "./catalogue.ts";
import type { Family } from "./family.ts";
import { counterFrom, gaugeFrom } from "./from-catalogue.ts";

/** What the /metrics handler reports of itself. */
export interface ScrapeMetrics {
  /** A scrape has come in; it shows on its own page. */
  begin(): void;
  /** It was answered; it shows on the next page. */
  end(code: 200 | 500 | 503): void;
}

/** The series of client_golang's instrumented handler. */
export function buildScrapeFamilies(version: KubeVirtVersion): {
  readonly families: readonly Family[];
  readonly metrics: ScrapeMetrics;
} {
  const inFlight = gaugeFrom(entryOf(version, "promhttp_metric_handler_requests_in_flight"));
  const total = counterFrom(entryOf(version, "promhttp_metric_handler_requests_total"));
  for (const code of ["200", "500", "503"]) total.inc([code], 0);
  return {
    families: [inFlight, total],
    metrics: {
      begin: () => inFlight.add([], 1),
      end: (code) => {
        inFlight.add([], -1);
        total.inc([String(code)]);
      },
    },
  };
}
