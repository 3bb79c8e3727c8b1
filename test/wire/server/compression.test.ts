import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { HttpReply } from "../../../sim/wire/exchange.ts";
import { compressed } from "../../../sim/wire/server/compression.ts";

const long = JSON.stringify(Array.from({ length: 40_000 }, (_, index) => `item ${index % 100}`));

const reply = (body: HttpReply["body"], headers: Record<string, string> = {}): HttpReply => ({
  status: 200,
  headers: { "content-type": "application/json", ...headers },
  body,
});

const asked = (acceptEncoding?: string) => ({
  method: "GET",
  path: "/",
  headers: acceptEncoding === undefined ? {} : { "accept-encoding": acceptEncoding },
});

test.each(["gzip", "deflate, gzip;q=0.5", "GZIP, br"])(
  "a long answer to who takes %s is gzip",
  async (accepted) => {
    const { status, headers, body } = await compressed(asked(accepted), reply(long));
    expect({ status, headers }).toEqual({
      status: 200,
      headers: { "content-type": "application/json", "content-encoding": "gzip", vary: "Accept-Encoding" },
    });
    expect((body as Uint8Array).byteLength).toBeLessThan(long.length / 10);
    expect(gunzipSync(body as Uint8Array).toString()).toBe(long);
  },
);

test("bytes are compressed as text is, and what else the answer varies with is still said", async () => {
  const { headers, body } = await compressed(asked("gzip"), reply(Buffer.from(long), { vary: "Accept" }));
  expect(headers["vary"]).toBe("Accept, Accept-Encoding");
  expect(gunzipSync(body as Uint8Array).toString()).toBe(long);
});

test.each([
  ["nobody asked for it", asked(), reply(long)],
  ["the client does not take it", asked("gzip;q=0, br"), reply(long)],
  ["it is short", asked("gzip"), reply("short")],
  ["it is compressed already", asked("gzip"), reply(long, { "content-encoding": "gzip" })],
  ["it goes on", asked("gzip"), reply({ open: () => undefined, close: () => undefined })],
])("an answer stays as it is when %s", (_, request, given) => {
  expect(compressed(request, given)).toBe(given);
});
