import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ManualClock } from "../../../sim/clock/manual.ts";
import { MetricsEndpoint } from "../../../sim/components/scrape/metrics-endpoint.ts";
import { Page } from "../../../sim/metrics/page.ts";
import { buildScrapeFamilies } from "../../../sim/metrics/scrapes.ts";
import { FunctionMetric } from "../../../sim/metrics/vec.ts";

const line = "# HELP now The present t.\n# TYPE now gauge\nnow 3\n";

function endpoint(collect?: () => Promise<Page>) {
  const clock = new ManualClock({ start: 3 });
  const { families, metrics } = buildScrapeFamilies("v1.9");
  const page = new Page([
    new FunctionMetric({ name: "now", help: "The present t.", type: "gauge" }, (t) => t),
    ...families,
  ]);
  const served = new MetricsEndpoint({
    clock,
    version: "v1.9",
    scrapes: metrics,
    collect: collect ?? (() => Promise.resolve(page)),
  });
  const get = (headers: Record<string, string> = {}) =>
    served.answer({ method: "GET", path: "/metrics", headers });
  const printed = () => Buffer.from(page.render(3).bytes).toString();
  return { get, printed };
}

function textOf(body: unknown): string {
  return Buffer.from(body as Uint8Array).toString();
}

test("a page is printed as it is now, plain unless the client takes gzip", async () => {
  const { get } = endpoint();
  const plain = await get();
  expect(plain.status).toBe(200);
  expect(plain.headers).toEqual({
    "content-type": "text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
  });
  expect(textOf(plain.body)).toContain(line);
  const packed = await get({ "accept-encoding": "gzip" });
  expect(packed.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(packed.body as Uint8Array).toString()).toContain(line);
});

test("a compressed page is whole even if its buffer is used again before it is delivered", async () => {
  const { get } = endpoint();
  const [first, second] = await Promise.all([
    get({ "accept-encoding": "gzip" }),
    get({ "accept-encoding": "gzip" }),
  ]);
  await get();
  for (const reply of [first, second]) {
    expect(gunzipSync(reply.body as Uint8Array).toString()).toContain(line);
  }
});

test("a scrape is in flight from its arrival until it is delivered, and counted then", async () => {
  const { get, printed } = endpoint();
  const inFlight = (text: string) => /requests_in_flight (\d+)/.exec(text)?.[1];
  const reply = await get();
  expect(inFlight(textOf(reply.body))).toBe("1");
  expect(inFlight(printed())).toBe("1");
  expect(printed()).toContain('requests_total{code="200"} 0\n');
  reply.finished?.();
  expect(inFlight(printed())).toBe("0");
  expect(printed()).toContain('requests_total{code="200"} 1\n');
});

test("a page that cannot be collected is counted as 500, and takes no place", async () => {
  const { get, printed } = endpoint(() => Promise.reject(new Error("broken")));
  await expect(get()).rejects.toThrow("broken");
  expect(printed()).toContain('requests_total{code="500"} 1\n');
  expect(printed()).toContain("requests_in_flight 0\n");
});
