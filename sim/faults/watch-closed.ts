import { defineFaultKind } from "./define.ts";
import { describeInterruption, interruptionOf, watchSettings } from "./watch-settings.ts";

/**
 * A watch ends as if it were complete, as it does at its time-out or behind a proxy that limits how long
 * answers may take.
 */
export const watchClosed = defineFaultKind({
  name: "watch-closed",
  description:
    "Watches end as if they were complete, as at their time-out. Clients go on from where they were, without a " +
    "list. One that ends within a second and without an event is taken for a failure: client-go waits before it " +
    "asks again.",
  scope: "apiserver-way",
  settings: watchSettings,
  explain: (fault, values) => describeInterruption(fault, "end as if they were complete", values),
  effect: (values) => interruptionOf("", true, values),
});
