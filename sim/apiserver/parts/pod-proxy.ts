import { podKind, type Pod } from "../../store/objects/pod.ts";
import type { HttpReply, HttpRequest } from "../../wire/exchange.ts";
import { existing } from "../read/get.ts";
import type { ResourceRequest, Serving } from "../serving.ts";
import { ApiError, badRequest } from "../status.ts";
import type { ProxyTarget } from "./into-pods.ts";
import { notSimulatedError } from "./not-simulated.ts";

/**
 * `…/pods/https:NAME:8443/proxy/metrics`: asks the pod, and passes its answer on. Throws ApiError 400, 404 or
 * 501, and 503 when the pod cannot be reached.
 */
export function respondToPodProxy(
  { store, podProxy }: Serving,
  { request, path, resource }: ResourceRequest,
): Promise<HttpReply> {
  if (podProxy === undefined || resource.kind !== podKind) throw notSimulatedError("proxy");
  const { scheme, name, port } = namedTarget(path.name ?? "");
  const pod = existing(store, resource, path.namespace, name) as Pod;
  const answer = podProxy.ask(pod, { scheme, port: port ?? firstPortOf(pod) }, forwarded(request));
  return answer.then(passedOn, (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ApiError(503, "ServiceUnavailable", `error trying to reach service: ${reason}`);
  });
}

/** `NAME`, `NAME:PORT` or `SCHEME:NAME:PORT`, where the port may be empty. */
function namedTarget(text: string): Pick<ProxyTarget, "scheme"> & { name: string; port: number | undefined } {
  const [, scheme = "http", name = "", port = ""] =
    /^(?:(https?|):(?=[^:]+:))?([^:]+)(?::(\d{0,5}))?$/.exec(text) ?? [];
  if (name === "") throw badRequest(`invalid pod request ${JSON.stringify(text)}`);
  return {
    scheme: scheme === "https" ? "https" : "http",
    name,
    port: port === "" ? undefined : Number(port),
  };
}

function firstPortOf({ spec }: Pod): number {
  return spec.containers.flatMap(({ ports = [] }) => ports)[0]?.containerPort ?? 80;
}

/** What concerns only the way to this server, or only this server. */
const ownHeaders = /^(authorization|connection|content-length|host|impersonate-.*|keep-alive|te|upgrade)$/;

function forwarded({ path, headers, ...request }: HttpRequest): HttpRequest {
  const [, rest = "", query = ""] = /^[^?]*?\/pods\/[^/?]+\/proxy(\/[^?]*)?(\?.*)?$/.exec(path) ?? [];
  const kept = Object.entries(headers).filter(([name]) => !ownHeaders.test(name));
  return { ...request, path: `${rest === "" ? "/" : rest}${query}`, headers: Object.fromEntries(kept) };
}

function passedOn({ headers, ...reply }: HttpReply): HttpReply {
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(connection|content-length|keep-alive|transfer-encoding)$/i.test(name),
  );
  return { ...reply, headers: Object.fromEntries(kept) };
}
