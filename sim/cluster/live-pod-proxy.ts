import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { buffer } from "node:stream/consumers";
import type { PodProxy, ProxyTarget } from "../apiserver/parts/into-pods.ts";
import { formatAddress, type Address } from "../model/addresses.ts";
import { componentOf } from "../store/objects/pod.ts";
import type { PodNetwork } from "../store/pod-network.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";

/** How long a pod may be silent, in milliseconds. */
const silenceMillis = 30_000;

/**
 * The way from the apiserver into the pods of components, over sockets. No other address is ever dialled,
 * whatever the objects say.
 */
export function livePodProxy(network: PodNetwork): PodProxy {
  return {
    ask: async (pod, target, request) => {
      const component = componentOf(pod);
      const address = component === undefined ? undefined : network.addressOf(pod.metadata.uid);
      if (address === undefined || address.port !== target.port) {
        const ip = pod.status.podIP ?? "";
        throw new Error(`dial tcp ${formatAddress({ ip, port: target.port })}: connect: connection refused`);
      }
      return replyOf(await asked(address, target, request));
    },
  };
}

/** As a real API server does, it takes any certificate: pods show ones that it could not judge. */
function asked(
  { ip, port }: Address,
  { scheme }: ProxyTarget,
  { method, path, headers, body }: HttpRequest,
): Promise<IncomingMessage> {
  const options = { host: ip, port, method, path, headers, agent: false, timeout: silenceMillis };
  return new Promise((resolve, reject) => {
    const request =
      scheme === "https" ? https.request({ ...options, rejectUnauthorized: false }) : http.request(options);
    request.once("response", resolve);
    request.on("error", reject);
    request.once("timeout", () =>
      request.destroy(new Error(`${formatAddress({ ip, port })} does not answer`)),
    );
    request.end(body);
  });
}

async function replyOf(response: IncomingMessage): Promise<HttpReply> {
  const named = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    status: response.statusCode ?? 502,
    headers: Object.fromEntries(named),
    body: await buffer(response),
  };
}
