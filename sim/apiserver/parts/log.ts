import type { Pod } from "../../store/objects/pod.ts";
import type { EventStream } from "../../wire/exchange.ts";
import { isTrue } from "../request-info.ts";
import { badRequest } from "../status.ts";

/** What of a container's log is wanted. */
export interface LogRequest {
  readonly container: string;
  /** The run before the present one. */
  readonly previous: boolean;
  readonly follow: boolean;
  /** The last lines only; undefined: all. */
  readonly tailLines: number | undefined;
  readonly timestamps: boolean;
}

/** Where the logs of pods come from: whoever runs their processes. */
export interface PodLogs {
  /** The log as text, or as a stream for one that is followed; undefined when there is none. */
  read(pod: Pod, request: LogRequest): string | EventStream | undefined;
}

/** What a request for `/log` asks for. Throws ApiError 400 when it names no container that there is. */
export function logRequestOf(pod: Pod, query: URLSearchParams): LogRequest {
  const { name } = pod.metadata;
  const containers = pod.spec.containers.map((container) => container.name);
  const wanted = query.get("container") ?? "";
  if (wanted === "" && containers.length > 1) {
    throw badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${containers.join(" ")}]`,
    );
  }
  const container = wanted === "" ? (containers[0] ?? "") : wanted;
  if (!containers.includes(container))
    throw badRequest(`container ${container} is not valid for pod ${name}`);
  return {
    container,
    previous: isTrue(query.get("previous")),
    follow: isTrue(query.get("follow")),
    tailLines: tailLinesOf(query.get("tailLines") ?? ""),
    timestamps: isTrue(query.get("timestamps")),
  };
}

function tailLinesOf(text: string): number | undefined {
  if (text === "") return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw badRequest(`tailLines: Invalid value: ${JSON.stringify(text)}: must be greater than or equal to 0`);
}
