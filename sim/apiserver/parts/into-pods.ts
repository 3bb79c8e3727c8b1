import type { Pod } from "../../store/objects/pod.ts";
import type { HttpReply, HttpRequest } from "../../wire/exchange.ts";

/** Where in a pod a request is to go. */
export interface ProxyTarget {
  readonly scheme: "http" | "https";
  readonly port: number;
}

/** A way into pods. */
export interface PodProxy {
  /** What the pod answers. Rejects with an Error that says why it cannot be reached. */
  ask(pod: Pod, target: ProxyTarget, request: HttpRequest): Promise<HttpReply>;
}
