import type { HttpReply, HttpRequest } from "../../wire/exchange.ts";

/** What a component serves, by path. All of it is read with GET. */
export type Routes = Readonly<Record<string, (request: HttpRequest) => Promise<HttpReply>>>;

/** Answers a request from what is served; in go-restful's words when it isn't. */
export async function answerFrom(routes: Routes, request: HttpRequest): Promise<HttpReply> {
  const [path = ""] = request.path.split("?");
  const answer = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (answer === undefined) {
    return plain(404, `404: Page Not Found. Served here: ${Object.keys(routes).join(", ")}`);
  }
  if (request.method !== "GET") return plain(405, "405: Method Not Allowed", { allow: "GET" });
  return answer(request);
}

function plain(status: number, body: string, headers: Record<string, string> = {}): HttpReply {
  return { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers }, body };
}
