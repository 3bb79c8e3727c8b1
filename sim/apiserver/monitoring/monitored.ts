import type { EventStream, HttpReply, StreamSink } from "../../wire/exchange.ts";

/** The stream, telling once when it has ended, whoever ended it. */
export function monitored(stream: EventStream, ended: () => void): EventStream {
  return {
    open(sink: StreamSink) {
      stream.open({
        write: (chunk) => sink.write(chunk),
        onDrain: (resume) => sink.onDrain(resume),
        end: () => {
          ended();
          sink.end();
        },
      });
    },
    close(reason) {
      ended();
      stream.close(reason);
    },
  };
}

/** An answer with a Warning header, which kubectl and client-go show their users. */
export function withWarning(reply: HttpReply, text: string | undefined): HttpReply {
  if (text === undefined) return reply;
  const present = reply.headers["warning"];
  const added = `299 - ${quoted(text)}`;
  const warning = present === undefined ? added : `${present}, ${added}`;
  return { ...reply, headers: { ...reply.headers, warning } };
}

/** A quoted string as headers may carry it: what is no printable ASCII is left out. */
function quoted(text: string): string {
  return `"${text.replaceAll(/[^ -~]/g, "").replaceAll(/[\\"]/g, String.raw`\$&`)}"`;
}
