import { defineFaultKind } from "./define.ts";
import { describeEnd } from "./ends.ts";
import { describeFrequency, frequencyOf, frequencySettings } from "./frequency.ts";
import { describeSelector, requestSettingsIn, selectorOf, selectorSettings } from "./request-selector.ts";
import { choice } from "./settings.ts";

/** What a client waits for in vain. */
const awaited = {
  connect: "a connection",
  request: "an answer",
  body: "the rest of an answer",
} as const;

/**
 * Nothing comes, and nothing says so: a client waits until it loses patience.
 *
 * client-go notices after 30 s of silence and a ping of 15 s, Prometheus at its scrape timeout.
 */
export const blackHole = defineFaultKind({
  name: "black-hole",
  description:
    "Nothing comes, and nothing says so: clients wait until they lose patience. In phase connect, dials hang and " +
    "connections fall silent, as behind a firewall that drops packets; in phase request, requests are not " +
    "answered; in phase body, answers stop halfway. Components notice after about 45 s, and count " +
    'code="<error>"; a scraper sees the target down once its timeout is over. Phase connect needs Linux.',
  settings: {
    phase: choice(
      "What clients wait for in vain: connect, request or body.",
      ["connect", "request", "body"],
      "connect",
    ),
    ...selectorSettings,
    ...frequencySettings,
  },
  explain: ({ from, to }, values) =>
    `${describeEnd(from, "everyone")} waits in vain for ${awaited[values.phase]} from ${describeEnd(to, "every component")}` +
    describeSelector(values) +
    describeFrequency(values),
  effect: ({ phase, ...which }) =>
    phase === "connect"
      ? { type: "black-hole", phase }
      : { type: "black-hole", phase, ...selectorOf(which), ...frequencyOf(which) },
  problem: (given, { phase }) => {
    const [setting] = requestSettingsIn(given);
    if (phase !== "connect" || setting === undefined) return undefined;
    return {
      setting,
      message: "in phase connect nothing gets through, so it cannot be some requests only",
      fix: "write phase: request or phase: body, or delete it.",
    };
  },
});
