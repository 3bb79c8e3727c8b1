import type { StatePage } from "../../metrics/kube-state-metrics/state-page.ts";
import type { HttpReply, HttpRequest } from "../../wire/exchange.ts";
import { openMetricsContentType } from "../scrape/negotiation.ts";

const textContentType = "text/plain; version=0.0.4; charset=utf-8";

/**
 * `GET /metrics`, never compressed: that is off unless it is asked for.
 *
 * Source: kube-state-metrics pkg/metricshandler/metrics_handler.go
 */
export function answerWithState({ headers }: HttpRequest, page: StatePage): HttpReply {
  const openMetrics = openMetricsContentType(headers["accept"]);
  const rendered = page.render(openMetrics === undefined ? "text" : "openmetrics");
  return {
    status: 200,
    headers: { "content-type": openMetrics ?? textContentType },
    body: rendered.bytes,
    finished: () => rendered.release(),
  };
}
