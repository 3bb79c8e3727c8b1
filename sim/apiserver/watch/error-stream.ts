import type { EventStream, StreamSink } from "../../wire/exchange.ts";
import type { ApiError } from "../status.ts";
import { eventLine } from "./change.ts";

/** A watch that begins with an ERROR and ends with it: how an API server tells a client to list anew. */
export function errorStream({ status }: ApiError): EventStream {
  return {
    open(sink: StreamSink) {
      sink.write(eventLine("ERROR", JSON.stringify(status)));
      sink.end();
    },
    close: () => undefined,
  };
}
