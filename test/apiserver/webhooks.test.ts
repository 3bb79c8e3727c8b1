import { expect, onTestFinished, test } from "vitest";
import { buildApiserver } from "../../sim/apiserver/apiserver.ts";
import type { PodProxy } from "../../sim/apiserver/parts/into-pods.ts";
import { endpointsKind } from "../../sim/store/objects/service.ts";
import { validatingWebhookKind } from "../../sim/store/objects/webhook.ts";
import { virtualMachineKind } from "../../sim/store/objects/virtual-machine.ts";
import { scenario } from "../support/scenario.ts";
import { simulationOf } from "../support/simulation.ts";
import { admin, answerOf, tokens, virtualMachine } from "./support/apiserver.ts";

const vms = "/apis/kubevirt.io/v1/namespaces/default/virtualmachines";

interface Reviewed {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

interface Review {
  readonly request: {
    readonly uid: string;
    readonly operation: string;
    readonly dryRun: boolean;
    readonly namespace: string;
    readonly object: Reviewed | null;
    readonly oldObject: Reviewed | null;
  };
}

/** A cluster in whose virt-api pods `answer` stands for what runs there. */
function cluster(answer: (review: Review) => object | Promise<never>) {
  const { store, clock } = simulationOf(scenario());
  const reviews: Review[] = [];
  const podProxy: PodProxy = {
    ask: async (pod, { scheme, port }, { method, path, body }) => {
      expect(pod.metadata.name).toMatch(/^virt-api-/);
      expect([scheme, port, method, path]).toEqual(["https", 8443, "POST", "/virtualmachines-validate"]);
      const review = JSON.parse(new TextDecoder().decode(body)) as Review;
      reviews.push(review);
      const response = await answer(review);
      return { status: 200, headers: {}, body: JSON.stringify({ response }) };
    },
  };
  const apiserver = buildApiserver({ store, clock, seed: 1, tokens, podProxy });
  onTestFinished(() => apiserver.close());
  const ask = async (method: string, path: string, body: object, contentType = "application/json") =>
    answerOf(
      await apiserver.handle(
        {
          method,
          path,
          headers: { "content-type": contentType },
          body: new TextEncoder().encode(JSON.stringify(body)),
        },
        admin,
      ),
    );
  const names = () => store.list(virtualMachineKind).map(({ metadata }) => metadata.name);
  /** Has virt-api asked about these operations from now on. */
  const askAbout = (...operations: string[]) => {
    const [configuration] = store.list(validatingWebhookKind);
    if (configuration === undefined) throw new Error("no configuration");
    const webhooks = (configuration.webhooks ?? []).map((hook) => ({
      ...hook,
      rules: (hook.rules ?? []).map((rule) => ({ ...rule, operations })),
    }));
    store.update(validatingWebhookKind, { ...configuration, webhooks });
  };
  return { store, ask, askAbout, reviews, names };
}

const allowed = ({ request: { uid } }: Review) => ({ uid, allowed: true });

test("virt-api is asked about each VirtualMachine that is made, with what it will be, and told of dry runs", async () => {
  const { ask, reviews, names } = cluster(allowed);
  expect((await ask("POST", vms, virtualMachine("a"))).status).toBe(201);
  expect((await ask("POST", `${vms}?dryRun=All`, virtualMachine("b"))).status).toBe(201);
  const applied = await ask(
    "PATCH",
    `${vms}/c?fieldManager=m`,
    virtualMachine("c"),
    "application/apply-patch+yaml",
  );
  expect(applied.status).toBe(201);
  expect(names()).toEqual(["a", "c"]);
  expect(
    reviews.map(({ request: { object, operation, dryRun, namespace } }) => [
      object?.metadata.name,
      operation,
      namespace,
      dryRun,
    ]),
  ).toEqual([
    ["a", "CREATE", "default", false],
    ["b", "CREATE", "default", true],
    ["c", "CREATE", "default", false],
  ]);
});

test("nobody is asked about what is invalid, of another kind, or there already", async () => {
  const { ask, reviews } = cluster(allowed);
  await ask("POST", vms, virtualMachine("a"));
  expect((await ask("POST", vms, virtualMachine("b", { runStrategy: "Sometimes" }))).status).toBe(422);
  expect((await ask("POST", vms, virtualMachine("a"))).status).toBe(409);
  expect(
    (await ask("POST", "/api/v1/namespaces/default/configmaps", { metadata: { name: "a" } })).status,
  ).toBe(201);
  expect(reviews).toHaveLength(1);
});

const labelled = { metadata: { labels: { tier: "gold" } } };

test("virt-api is asked about each change of a VirtualMachine, with what it was and what it will be", async () => {
  const { ask, reviews } = cluster(allowed);
  await ask("POST", vms, virtualMachine("a"));
  const patched = await ask("PATCH", `${vms}/a`, labelled, "application/merge-patch+json");
  expect(patched.status).toBe(200);
  const { metadata } = patched.body;
  expect(
    (await ask("PUT", `${vms}/a`, { ...patched.body, metadata: { ...metadata, labels: {} } })).status,
  ).toBe(200);
  await ask("PATCH", `${vms}/a?fieldManager=m`, virtualMachine("a"), "application/apply-patch+yaml");
  // Nobody asked to be asked about deletions.
  expect((await ask("DELETE", `${vms}/a`, {})).status).toBe(200);
  expect(reviews.map(({ request: { operation } }) => operation)).toEqual([
    "CREATE",
    "UPDATE",
    "UPDATE",
    "UPDATE",
  ]);
  const labels = reviews.map(({ request: { object, oldObject } }) =>
    [oldObject, object].map((reviewed) => reviewed?.metadata.labels?.["tier"]),
  );
  expect(labels).toEqual([
    [undefined, undefined],
    [undefined, "gold"],
    ["gold", undefined],
    [undefined, undefined],
  ]);
});

test("a webhook's operations count: who asks for deletions alone hears of those, with what is to go", async () => {
  const { ask, askAbout, reviews, names } = cluster(({ request: { uid, dryRun } }) => ({
    uid,
    allowed: dryRun,
    status: { message: "it is still needed" },
  }));
  askAbout("DELETE");
  expect((await ask("POST", vms, virtualMachine("a"))).status).toBe(201);
  expect((await ask("DELETE", `${vms}/a`, { dryRun: ["All"] })).status).toBe(200);
  const refused = await ask("DELETE", `${vms}/a`, {});
  expect(refused).toMatchObject({ status: 403, body: { reason: "Forbidden" } });
  expect(refused.body.message).toContain("denied the request: it is still needed");
  expect((await ask("DELETE", `${vms}/b`, {})).status).toBe(404);
  expect(names()).toEqual(["a"]);
  expect(
    reviews.map(({ request: { operation, object, oldObject, dryRun } }) => [
      operation,
      object,
      oldObject?.metadata.name,
      dryRun,
    ]),
  ).toEqual([
    ["DELETE", null, "a", true],
    ["DELETE", null, "a", false],
  ]);
});

test("a change that a webhook is against is not made", async () => {
  const { ask, store } = cluster(({ request: { uid, operation } }) => ({
    uid,
    allowed: operation === "CREATE",
  }));
  await ask("POST", vms, virtualMachine("a"));
  expect((await ask("PATCH", `${vms}/a`, labelled, "application/merge-patch+json")).status).toBe(403);
  expect(store.get(virtualMachineKind, "default", "a")?.metadata.labels).toBeUndefined();
});

test("what a webhook is against is not made, and it says why", async () => {
  const status = { code: 422, message: "not on Sundays" };
  const { ask, names } = cluster(({ request: { uid } }) => ({ uid, allowed: false, status }));
  expect(await ask("POST", vms, virtualMachine("a"))).toMatchObject({
    status: 422,
    body: {
      kind: "Status",
      message: 'admission webhook "virtualmachine-validator.kubevirt.io" denied the request: not on Sundays',
    },
  });
  expect(names()).toEqual([]);
});

test("without a virt-api that answers no VirtualMachine is made, unless its webhook may be ignored", async () => {
  const { ask, names, store } = cluster(() => Promise.reject(new Error("connection refused")));
  const refused = await ask("POST", vms, virtualMachine("a"));
  expect(refused).toMatchObject({ status: 500, body: { reason: "InternalError" } });
  expect(refused.body.message).toBe(
    'Internal error occurred: failed calling webhook "virtualmachine-validator.kubevirt.io": failed to call webhook: Post "https://virt-api.kubevirt.svc:443/virtualmachines-validate?timeout=10s": connection refused',
  );
  const [configuration] = store.list(validatingWebhookKind);
  if (configuration === undefined) throw new Error("no configuration");
  const webhooks = (configuration.webhooks ?? []).map((hook) => ({
    ...hook,
    failurePolicy: "Ignore" as const,
  }));
  store.update(validatingWebhookKind, { ...configuration, webhooks });
  expect((await ask("POST", vms, virtualMachine("a"))).status).toBe(201);
  expect(names()).toEqual(["a"]);
});

test("with no pod behind its Service a webhook cannot be called", async () => {
  const { ask, store, reviews } = cluster(allowed);
  store.modify(
    endpointsKind,
    { ...store.get(endpointsKind, "kubevirt", "virt-api") } as never,
    (endpoints) => ({
      ...endpoints,
      subsets: [],
    }),
  );
  const { status, body } = await ask("POST", vms, virtualMachine("a"));
  expect(status).toBe(500);
  expect(body.message).toContain('no endpoints available for service "virt-api"');
  expect(reviews).toEqual([]);
});
