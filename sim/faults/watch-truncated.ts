import { defineFaultKind } from "./define.ts";
import { describeInterruption, interruptionOf, watchSettings } from "./watch-settings.ts";

/** A watch ends in the middle of an event, as when a proxy on the way gives up. */
export const watchTruncated = defineFaultKind({
  name: "watch-truncated",
  description:
    "Watches end in the middle of a line. Clients cannot read what they have of the event: client-go takes it for " +
    "the end and goes on from where it was, vmagent lists anew.",
  scope: "apiserver-way",
  settings: watchSettings,
  explain: (fault, values) => describeInterruption(fault, "end in the middle of a line", values),
  effect: (values) => interruptionOf('{"type":"MODIFIED","object":{"apiVersion":', true, values),
});
