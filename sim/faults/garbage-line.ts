import { defineFaultKind } from "./define.ts";
import { describeInterruption, interruptionOf, watchSettings } from "./watch-settings.ts";

/** Between its events a watch gets a line that is none, such as the error page of a proxy. */
export const garbageLine = defineFaultKind({
  name: "garbage-line",
  description:
    "Between their events watches get a line that is no JSON, such as a proxy's error page. Clients give the watch " +
    "up and list anew. The server knows nothing of it: on its side the watch goes on until the client leaves.",
  scope: "apiserver-way",
  settings: watchSettings,
  explain: (fault, values) => describeInterruption(fault, "get a line that is no JSON", values),
  effect: (values) => interruptionOf("<html><body><h1>502 Bad Gateway</h1></body></html>\n", false, values),
});
