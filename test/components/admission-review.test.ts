import { expect, test } from "vitest";
import { SmallCluster, sumOf } from "./small-cluster.ts";

const created = "kubevirt_vm_created_by_pod_total";

async function api() {
  const cluster = new SmallCluster();
  const tested = cluster.start("virt-api", "virt-api-a");
  await cluster.clock.advance(1);
  const review = (body: unknown) =>
    tested.component.handle({
      method: "POST",
      path: "/virtualmachines-validate?timeout=10s",
      headers: {},
      body: new TextEncoder().encode(JSON.stringify(body)),
    });
  return { cluster, tested, review };
}

test("a VM that is created is allowed, and counted by the virt-api that was asked", async () => {
  const { cluster, tested, review } = await api();
  const request = { uid: "x-1", operation: "CREATE", namespace: "shop" };
  const { status, body } = await review({
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request,
  });
  expect(status).toBe(200);
  expect(JSON.parse(body as string)).toMatchObject({
    kind: "AdmissionReview",
    response: { uid: "x-1", allowed: true },
  });
  expect(sumOf(await cluster.scrape(tested), created, { namespace: "shop" })).toBe(1);
});

test("what is only tried, changed or deleted is allowed and not counted", async () => {
  const { cluster, tested, review } = await api();
  for (const request of [
    { uid: "1", operation: "CREATE", namespace: "shop", dryRun: true },
    { uid: "2", operation: "UPDATE", namespace: "shop" },
    { uid: "3", operation: "DELETE", namespace: "shop" },
  ]) {
    expect((await review({ request })).status).toBe(200);
  }
  expect(sumOf(await cluster.scrape(tested), created)).toBe(0);
});

test("what is no AdmissionReview is turned away", async () => {
  const { review } = await api();
  for (const body of [null, "text", {}, { request: { operation: "CREATE" } }]) {
    expect((await review(body)).status).toBe(400);
  }
});
