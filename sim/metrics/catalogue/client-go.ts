import { rateLimiterBuckets, restLatencyBuckets, workqueueBuckets } from "./buckets.ts";
import { entries } from "./entry.ts";

/** Requests to the apiserver. Source: kubevirt pkg/monitoring/metrics/common/client */
export const restClient = entries(
  { components: ["virt-handler", "virt-controller", "virt-api", "virt-operator"], since: "v1.3" },
  [
    {
      name: "kubevirt_rest_client_requests_total",
      type: "counter",
      unit: "requests",
      labels: ["code", "host", "method", "resource", "verb"],
      when: "after the first such request",
      formerly: ["rest_client_requests_total"],
      help: "Requests sent to the apiserver, by what came back.",
      notes: 'code="<error>" when nothing came back',
    },
    {
      name: "kubevirt_rest_client_request_latency_seconds",
      type: "histogram",
      unit: "seconds",
      labels: ["url", "verb"],
      buckets: restLatencyBuckets,
      when: "after the first such request; never for a watch",
      formerly: ["rest_client_request_latency_seconds"],
      help: "Time that the apiserver took to answer.",
    },
    {
      name: "kubevirt_rest_client_rate_limiter_duration_seconds",
      type: "histogram",
      unit: "seconds",
      labels: ["url", "verb"],
      buckets: rateLimiterBuckets,
      when: "after the first such request",
      formerly: ["rest_client_rate_limiter_duration_seconds"],
      help: "Time that requests were held back by the client's own rate limit.",
    },
  ],
);

/** Source: kubevirt pkg/monitoring/metrics/common/workqueue */
export const workqueue = entries(
  {
    components: ["virt-handler", "virt-controller", "virt-operator"],
    labels: ["name"],
    since: "v0.44",
    when: "from when the queue is made",
  },
  [
    {
      name: "kubevirt_workqueue_depth",
      type: "gauge",
      unit: "items",
      help: "Items that wait in the queue.",
    },
    {
      name: "kubevirt_workqueue_adds_total",
      type: "counter",
      unit: "items",
      help: "Items that were put into the queue.",
    },
    {
      name: "kubevirt_workqueue_retries_total",
      type: "counter",
      unit: "items",
      help: "Items that were put back to be tried again later.",
    },
    {
      name: "kubevirt_workqueue_longest_running_processor_seconds",
      type: "gauge",
      unit: "seconds",
      help: "How long the oldest item in work has been in work.",
    },
    {
      name: "kubevirt_workqueue_unfinished_work_seconds",
      type: "gauge",
      unit: "seconds",
      help: "How long the items in work have been in work, added up.",
    },
    {
      name: "kubevirt_workqueue_queue_duration_seconds",
      type: "histogram",
      unit: "seconds",
      buckets: workqueueBuckets,
      help: "How long items waited in the queue.",
    },
    {
      name: "kubevirt_workqueue_work_duration_seconds",
      type: "histogram",
      unit: "seconds",
      buckets: workqueueBuckets,
      help: "How long it took to deal with items.",
    },
  ],
);
