import { expect, test } from "vitest";
import { nodeKind } from "../../sim/store/objects/node.ts";
import { handler, scrapeInto } from "./handler-cluster.ts";
import { sumOf } from "./small-cluster.ts";

test("a virt-handler watches what the real one watches", async () => {
  const { cluster } = await handler();
  const watched = cluster.askedBy("virt-handler-a", "GET", "watch=true").map(({ path }) => {
    const { pathname, searchParams } = new URL(path, "http://x");
    const selector = searchParams.get("labelSelector") ?? searchParams.get("fieldSelector") ?? "";
    return `${pathname.split("/").at(-1) ?? ""} ${selector}`.trim();
  });
  expect(watched.toSorted()).toEqual([
    "configmaps metadata.name=kubevirt-ca",
    "customresourcedefinitions",
    "kubevirts",
    "nodes metadata.name=node01",
    "plugins",
    "virtualmachinebackuptrackers",
    "virtualmachineinstances",
    "virtualmachineinstances kubevirt.io/migrationTargetNodeName in (node01)",
    "virtualmachineinstances kubevirt.io/nodeName in (node01)",
  ]);
});

test("on SIGTERM it marks its node unschedulable, and is gone", async () => {
  const { cluster, tested } = await handler();
  const stopped = tested.component.stop();
  await cluster.clock.advance(11);
  await stopped;
  const labels = () => cluster.store.get(nodeKind, undefined, "node01")?.metadata.labels;
  expect(labels()).toMatchObject({ "kubevirt.io/schedulable": "false" });
  const before = cluster.asked.length;
  await cluster.clock.advance(1000);
  expect(cluster.asked).toHaveLength(before);
});

test("on SIGTERM without an apiserver it tries a few times, and is gone all the same", async () => {
  const { cluster, tested } = await handler();
  cluster.refuse("virt-handler-a");
  await cluster.clock.advance(20);
  const stopped = tested.component.stop();
  await cluster.clock.advance(25);
  await expect(stopped).resolves.toBeUndefined();
});

test("while it is refused, its watches are tried at the reflector's back-off", async () => {
  const { cluster, tested } = await handler();
  cluster.refuse("virt-handler-a");
  await cluster.clock.advance(10 + 700);
  const samples = await cluster.scrape(tested);
  const errors = sumOf(samples, "kubevirt_rest_client_requests_total", { code: "<error>", verb: "WATCH" });
  // Per watch: 0.8 s doubled up to 30 s, each with half as much again on the average: about 5 + 12 + 1 tries.
  expect(errors).toBeGreaterThan(9 * 14);
  expect(errors).toBeLessThan(9 * 26);
  expect(sumOf(samples, "kubevirt_rest_client_requests_total", { code: "<error>", verb: "LIST" })).toBe(0);
});

test("a fourth scrape at once is turned away, until one of the others has been delivered", async () => {
  const { cluster, tested } = await handler();
  const three = [scrapeInto(tested), scrapeInto(tested), scrapeInto(tested)];
  const fourth = await scrapeInto(tested);
  expect(fourth.status).toBe(503);
  expect(fourth.body).toBe("Limit of concurrent requests reached (3), try again later.\n");
  fourth.finished?.();
  await cluster.clock.advance(12);
  const replies = await Promise.all(three);
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  // Printed, but not delivered yet.
  expect((await scrapeInto(tested)).status).toBe(503);
  replies[0]?.finished?.();
  const next = scrapeInto(tested);
  await cluster.clock.advance(14);
  const page = await next;
  expect(page.status).toBe(200);
  const text = Buffer.from(page.body as Uint8Array).toString();
  expect(text).toContain('promhttp_metric_handler_requests_total{code="503"} 1\n');
  expect(text).toContain('promhttp_metric_handler_requests_total{code="200"} 1\n');
  // Itself, the two that are not delivered, and the one turned away that nobody took.
  expect(text).toContain("promhttp_metric_handler_requests_in_flight 4\n");
});

test("it asks for the apiserver's version only when it does not know that it is there", async () => {
  const { cluster, tested } = await handler();
  await cluster.clock.advance(300);
  expect(cluster.askedBy("virt-handler-a", "GET", "/version")).toHaveLength(1);
  const health = await tested.component.handle({ method: "GET", path: "/healthz", headers: {} });
  expect(health.status).toBe(200);
  const version = sumOf(await cluster.scrape(tested), "kubevirt_rest_client_requests_total", {
    resource: "none",
    verb: "none",
    code: "200",
  });
  expect(version).toBe(1);
});
