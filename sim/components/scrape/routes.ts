import type { HttpReply, HttpRequest } from "../../wire/exchange.ts";

/** What a component serves, by method and path: `GET /metrics`. */
export type Routes = Readonly<Record<string, (request: HttpRequest) => Promise<HttpReply>>>;

/** Answers a request from what is served; in go-restful's words when it isn't. */
export async function answerFrom(routes: Routes, request: HttpRequest): Promise<HttpReply> {
  const [path = ""] = request.path.split("?");
  const route = `${request.method} ${path}`;
  const answer = Object.hasOwn(routes, route) ? routes[route] : undefined;
  if (answer !== undefined) return answer(request);
  const methods = Object.keys(routes).filter((served) => served.endsWith(` ${path}`));
  if (methods.length > 0) {
    const allow = methods.map((served) => served.split(" ")[0]).join(", ");
    return plain(405, "405: Method Not Allowed", { allow });
  }
  return plain(404, `404: Page Not Found. Served here: ${Object.keys(routes).join(", ")}`);
}

function plain(status: number, body: string, headers: Record<string, string> = {}): HttpReply {
  return { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers }, body };
}
