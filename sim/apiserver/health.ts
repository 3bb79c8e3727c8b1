import type { HttpReply } from "../wire/exchange.ts";
import { textReply } from "./reply.ts";

const endpoints = ["healthz", "livez", "readyz"];
const checks = ["ping", "etcd", "informer-sync", "shutdown"];

/** `/healthz`, `/livez`, `/readyz` and their single checks; undefined for any other path. */
export function healthReply(path: string, query: URLSearchParams): HttpReply | undefined {
  const [name = "", check, ...more] = path.split("/").slice(1);
  if (!endpoints.includes(name) || more.length > 0) return undefined;
  if (check !== undefined) return checks.includes(check) ? textReply(200, "ok") : undefined;
  if (!query.has("verbose")) return textReply(200, "ok");
  const lines = checks.map((passed) => `[+]${passed} ok`);
  return textReply(200, [...lines, `${name} check passed`, ""].join("\n"));
}
