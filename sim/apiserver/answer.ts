import type { HttpReply } from "../wire/exchange.ts";

/** An answer that is there at once, as all are but those that someone else has to be asked for. */
export type Answer = HttpReply | Promise<HttpReply>;

/** The answer with `change` made to it as soon as it is there. */
export function changed(answer: Answer, change: (reply: HttpReply) => HttpReply): Answer {
  return answer instanceof Promise ? answer.then(change) : change(answer);
}
