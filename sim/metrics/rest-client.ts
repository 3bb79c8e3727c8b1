import type { KubeVirtVersion } from "../model/components.ts";
import { entryOf } from "./catalogue.ts";
import { goDuration } from "./duration.ts";
import type { Family } from "./family.ts";
import { counterFrom, histogramFrom } from "./from-catalogue.ts";

/** One request to the apiserver, by what came back. */
export interface RequestLabels {
  /** HTTP status, or `<error>` when no answer came. */
  readonly code: string;
  readonly host: string;
  readonly method: string;
  readonly resource: string;
  readonly verb: string;
}

/** A time that a request took, by the template of its URL. */
interface RequestTime {
  readonly url: string;
  readonly verb: string;
  readonly seconds: number;
}

/** What a component's REST client reports of its requests. */
export interface RestMetrics {
  request(labels: RequestLabels): void;
  /** How long the apiserver took; not for watches. */
  latency(time: RequestTime): void;
  /** How long the client's own rate limit held the request back. */
  rateLimited(time: RequestTime): void;
}

interface RestClientFamilies {
  readonly families: readonly Family[];
  readonly metrics: RestMetrics;
}

/** The REST client's series as `version` has them. Each is there from the first such request. */
export function buildRestClientFamilies(version: KubeVirtVersion): RestClientFamilies {
  return version === "legacy" ? legacyFamilies() : presentFamilies(version);
}

function presentFamilies(version: KubeVirtVersion): RestClientFamilies {
  const requests = counterFrom(entryOf(version, "kubevirt_rest_client_requests_total"));
  const latency = histogramFrom(entryOf(version, "kubevirt_rest_client_request_latency_seconds"));
  const rateLimiter = histogramFrom(entryOf(version, "kubevirt_rest_client_rate_limiter_duration_seconds"));
  return {
    families: [requests, latency, rateLimiter],
    metrics: {
      request: ({ code, host, method, resource, verb }) => requests.inc([code, host, method, resource, verb]),
      latency: ({ url, verb, seconds }) => latency.observe([url, verb], goDuration(seconds)),
      rateLimited: ({ url, verb, seconds }) => rateLimiter.observe([url, verb], goDuration(seconds)),
    },
  };
}

function legacyFamilies(): RestClientFamilies {
  const requests = counterFrom(entryOf("legacy", "rest_client_requests_total"));
  const latency = histogramFrom(entryOf("legacy", "rest_client_request_latency_seconds"));
  return {
    families: [requests, latency],
    metrics: {
      request: ({ code, host, method }) => requests.inc([code, host, method]),
      latency: ({ url, verb, seconds }) => latency.observe([url, verb], goDuration(seconds)),
      rateLimited: () => undefined,
    },
  };
}
