import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { fleet } from "../../bench/fleet.ts";
import { against } from "../../bench/against.ts";
import { https } from "../../bench/https.ts";
import { memory } from "../../bench/memory.ts";
import { rendering } from "../../bench/rendering.ts";
import { quickScale } from "../../bench/scale.ts";
import type { Section } from "../../bench/section.ts";

test.each<[Section, readonly (string | RegExp)[]]>([
  [
    rendering,
    [
      /^Rendering one virt-handler's page, 517 series/,
      "Rendering 5 virt-handlers' pages in turn, 4 guests each",
      "A change of one VMI in a virt-handler",
    ],
  ],
  [memory, ["Memory of 5 virt-handlers with 4 guests each, 940 series"]],
  [https, [/^Scraping one virt-handler, \d+ series$/]],
  [fleet, ["10 virt-handlers with 2 guests each in one process, over HTTPS"]],
])("a section has a table for each size, and every figure is a number: $name", async (section, titles) => {
  const tables = await section.measure(quickScale, []);
  expect(tables.map(({ title }) => title)).toEqual(
    titles.map((title): unknown => (typeof title === "string" ? title : expect.stringMatching(title))),
  );
  const figures = tables.flatMap(({ figures }) => figures);
  expect(figures.filter(({ value }) => !Number.isFinite(value))).toEqual([]);
  expect(figures).not.toHaveLength(0);
});

test("a peer is scraped as a virt-handler with as many series is, in what encodings it has", async () => {
  const samples = Array.from({ length: 100 }, (_, index) => `peer{index="${index}"} ${index}\n`).join("");
  let scrapes = 0;
  const peer = createServer((_request, response) => {
    scrapes += 1;
    response.end(`# HELP peer A metric.\n# TYPE peer gauge\n${samples}`);
  });
  await new Promise<void>((resolve) => peer.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void peer.close());
  const url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/metrics`;

  const [table] = await against.measure(quickScale, [{ url, pid: process.pid }]);
  expect(table?.title).toBe(`Against ${url}, 100 series`);
  expect(scrapes).toBeGreaterThan(2);
  const measured = table?.figures.map(({ what }) => what);
  expect(measured).toEqual(
    expect.arrayContaining([
      "peer, identity: one scrape",
      "virt-handler, gzip: server's CPU",
      "less CPU than the peer, identity",
    ]),
  );
  expect(measured).not.toContain("peer, gzip: one scrape");
});

test("a peer that does not answer is named", async () => {
  const url = "http://127.0.0.1:9/metrics";
  await expect(against.measure(quickScale, [{ url }])).rejects.toThrow(
    `${url} does not answer: connect ECONNREFUSED 127.0.0.1:9`,
  );
});

test("a peer's process that is not there is named", async () => {
  const peer = createServer((_request, response) => response.end("peer 1\n"));
  await new Promise<void>((resolve) => peer.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void peer.close());
  const url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/metrics`;
  await expect(against.measure(quickScale, [{ url, pid: 2 ** 31 }])).rejects.toThrow(
    "--against-pid 2147483648: there is no such process",
  );
});
