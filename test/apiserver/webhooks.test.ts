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

interface Review {
  readonly request: {
    readonly uid: string;
    readonly operation: string;
    readonly dryRun: boolean;
    readonly namespace: string;
    readonly object: { readonly metadata: { readonly name: string } };
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
  return { store, ask, reviews, names };
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
      object.metadata.name,
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
