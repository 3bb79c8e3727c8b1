import type { RequestSelector } from "../../faults/fault.ts";
import { requestInfoOf, type RequestLine } from "../request-info.ts";

/** Tells the requests that a fault is about from others. */
export function requestMatcher({ method, verbs, path }: RequestSelector): (request: RequestLine) => boolean {
  const pattern = path === undefined ? undefined : new RegExp(path);
  return (request) =>
    (method === undefined || request.method === method) &&
    (pattern === undefined || pattern.test(request.path)) &&
    (verbs === undefined || verbs.includes(verbOf(request)));
}

/** The Kubernetes verb; empty for what no apiserver could read. */
function verbOf(request: RequestLine): string {
  try {
    return requestInfoOf(request).verb;
  } catch {
    return "";
  }
}
