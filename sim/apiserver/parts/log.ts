import type { Clock } from "../../clock/clock.ts";
import type { Pod } from "../../store/objects/pod.ts";
import type { EventStream } from "../../wire/exchange.ts";
import { isTrue } from "../../wire/request-info.ts";
import { badRequest, invalid, type ApiError } from "../status.ts";

/** What of a container's log is wanted. */
export interface LogRequest {
  readonly container: string;
  /** The run before the present one. */
  readonly previous: boolean;
  readonly follow: boolean;
  /** The last lines only; undefined: all. */
  readonly tailLines: number | undefined;
  /** Lines from this t on only; undefined: all. */
  readonly since: number | undefined;
  /** No more than this; undefined: all. */
  readonly limitBytes: number | undefined;
  readonly timestamps: boolean;
}

/** Where the logs of pods come from: whoever runs their processes. */
export interface PodLogs {
  /** The log as text, or as a stream for one that is followed; undefined when there is no previous run. */
  read(pod: Pod, request: LogRequest): string | EventStream | undefined;
}

/**
 * What a request for `/log` asks for. Throws ApiError 400 when it names no container that there is, 422 for
 * numbers that make no sense.
 */
export function logRequestOf(pod: Pod, query: URLSearchParams, clock: Clock): LogRequest {
  return {
    container: containerOf(pod, query.get("container") ?? ""),
    previous: isTrue(query.get("previous")),
    follow: isTrue(query.get("follow")),
    tailLines: numberOf(pod, query, "tailLines", 0),
    since: sinceOf(pod, query, clock),
    limitBytes: numberOf(pod, query, "limitBytes", 1),
    timestamps: isTrue(query.get("timestamps")),
  };
}

function containerOf({ metadata: { name }, spec }: Pod, wanted: string): string {
  const containers = spec.containers.map((container) => container.name);
  if (wanted === "" && containers.length > 1) {
    throw badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${containers.join(" ")}]`,
    );
  }
  const container = wanted === "" ? (containers[0] ?? "") : wanted;
  if (containers.includes(container)) return container;
  throw badRequest(`container ${container} is not valid for pod ${name}`);
}

function sinceOf(pod: Pod, query: URLSearchParams, clock: Clock): number | undefined {
  const seconds = numberOf(pod, query, "sinceSeconds", 1);
  const time = query.get("sinceTime") ?? "";
  if (time === "") return seconds === undefined ? undefined : clock.now() - seconds;
  if (seconds !== undefined)
    throw invalidOption(pod, "", "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified");
  const millis = Date.parse(time);
  if (Number.isNaN(millis))
    throw badRequest(`sinceTime: Invalid value: ${JSON.stringify(time)}: expected a time as in RFC 3339`);
  return (millis - clock.epochMillis) / 1000;
}

function numberOf(pod: Pod, query: URLSearchParams, name: string, least: number): number | undefined {
  const text = query.get(name) ?? "";
  if (text === "") return undefined;
  if (!/^-?\d{1,15}$/.test(text))
    throw badRequest(`${name}: Invalid value: ${JSON.stringify(text)}: expected a whole number`);
  const number = Number(text);
  if (number >= least) return number;
  const bound = least === 0 ? "greater than or equal to 0" : "greater than 0";
  throw invalidOption(pod, name, `Invalid value: ${text}: must be ${bound}`);
}

function invalidOption({ metadata }: Pod, field: string, message: string): ApiError {
  return invalid({ group: "", kind: "PodLogOptions" }, metadata.name, [
    { reason: "FieldValueInvalid", field, message },
  ]);
}
