import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { isEventStream, type HttpReply, type HttpRequest } from "../exchange.ts";

/** What is shorter is not worth it: as in Kubernetes. */
const leastBytes = 128 * 1024;
/** The fastest: as in Kubernetes. */
const level = 1;

const compress = promisify(gzip);

/**
 * The answer as its client gets it: whole bodies over 128 KiB compressed, off the event loop, for those who
 * take gzip. Streams stay as they are, or nothing would arrive until much is said.
 */
export function compressed(request: HttpRequest, reply: HttpReply): HttpReply | Promise<HttpReply> {
  const { body, headers } = reply;
  if (isEventStream(body) || body.length < leastBytes || headers["content-encoding"] !== undefined)
    return reply;
  return takesGzip(request.headers["accept-encoding"] ?? "") ? gzipped(reply, body) : reply;
}

async function gzipped(reply: HttpReply, body: string | Uint8Array): Promise<HttpReply> {
  const { vary } = reply.headers;
  return {
    ...reply,
    headers: {
      ...reply.headers,
      "content-encoding": "gzip",
      vary: vary === undefined ? "Accept-Encoding" : `${vary}, Accept-Encoding`,
    },
    body: await compress(body, { level }),
  };
}

function takesGzip(acceptEncoding: string): boolean {
  return acceptEncoding.split(",").some((entry) => {
    const [name = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
    return name === "gzip" && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
