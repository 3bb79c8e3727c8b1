import { defineFaultKind } from "./define.ts";
import { describeEnd } from "./ends.ts";
import { describeFrequency, frequencyOf, frequencySettings } from "./frequency.ts";
import { describeSelector, selectorOf, selectorSettings } from "./request-selector.ts";
import { flag } from "./settings.ts";

/**
 * The connection is reset where an answer should come, as by a load balancer that forgot it.
 *
 * HTTP clients repeat a request by themselves when a connection that they used before is reset, so without
 * `persist` hardly anyone notices: Prometheus' `up` stays 1.
 */
export const connectionReset = defineFaultKind({
  name: "connection-reset",
  description:
    "The connection is reset where an answer should come; watches end. Clients repeat a request by themselves " +
    "when the connection had been used before, and such a reset nobody notices. With persist the repetition is " +
    'reset too: a component counts code="<error>", a scraper sees the target down.',
  settings: {
    persist: flag("Whether requests on fresh connections, and so repetitions, are reset too.", true),
    ...selectorSettings,
    ...frequencySettings,
  },
  explain: ({ from, to }, values) =>
    `requests of ${describeEnd(from, "everyone")} to ${describeEnd(to, "every component")} end in a reset` +
    (values.persist ? "" : " unless their connection is fresh") +
    describeSelector(values) +
    describeFrequency(values),
  effect: (values) => ({
    type: "reset",
    persist: values.persist,
    ...selectorOf(values),
    ...frequencyOf(values),
  }),
});
