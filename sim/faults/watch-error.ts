import { defineFaultKind } from "./define.ts";
import { status } from "./settings.ts";
import { errorLine, expiredLine } from "./watch-lines.ts";
import { describeInterruption, interruptionOf, watchSettings } from "./watch-settings.ts";

/** A watch ends with an event that says what went wrong: at the HTTP level all is well. */
export const watchError = defineFaultKind({
  name: "watch-error",
  description:
    "Watches end with an ERROR event. The answer itself was a 200, so no counter of status codes moves. Clients " +
    "list anew: after 410, which says that the history they would go on from is gone, some of them at once.",
  scope: "apiserver-way",
  settings: { status: status("The code in the event, from 400 to 599.", 410), ...watchSettings },
  explain: (fault, values) =>
    describeInterruption(fault, `end with an ERROR event that says ${values.status}`, values),
  effect: (values) => interruptionOf(lineOf(values.status), true, values),
});

function lineOf(code: number): string {
  if (code === 410) return expiredLine;
  const reason = code >= 500 ? "InternalError" : "BadRequest";
  return errorLine(code, reason, `the watch ended with an error (${code})`);
}
