import { expect, onTestFinished, test } from "vitest";
import { buildApiserver } from "../../../sim/apiserver/apiserver.ts";
import { identityOf } from "../../../sim/apiserver/identity.ts";
import { deploymentKind } from "../../../sim/store/objects/workloads.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";
import { atOnce } from "../../support/at-once.ts";
import { admin, answerOf, tokens } from "../support/apiserver.ts";

const root = "/apis/subresources.kubevirt.io/v1";
const pause = `${root}/namespaces/default/virtualmachineinstances/a/pause`;

function cluster() {
  const { simulation, store, clock } = simulationOf(scenario({ virtualMachines: [virtualMachine("a")] }));
  const { hypervisors } = simulation;
  const apiserver = buildApiserver({ store, clock, seed: 1, tokens, hypervisors });
  onTestFinished(() => apiserver.close());
  const ask = (method: string, path: string, as = admin) =>
    answerOf(atOnce(apiserver.handle({ method, path, headers: {} }, as)));
  const scaleAndWait = (replicas: number) => {
    const virtApi = store.get(deploymentKind, "kubevirt", "virt-api");
    if (virtApi === undefined) throw new Error("no virt-api");
    store.update(deploymentKind, { ...virtApi, spec: { ...virtApi.spec, replicas } });
    clock.advanceSync(clock.now() + 120);
  };
  return { ask, scaleAndWait };
}

test("virt-api tells anyone who is somebody which release runs, and how it is", () => {
  const { ask } = cluster();
  const somebody = identityOf("alice");
  expect(ask("GET", `${root}/version`, somebody)).toMatchObject({
    status: 200,
    body: { gitVersion: "v1.9.0" },
  });
  expect(ask("GET", `${root}/healthz`).body).toMatchObject({ apiserver: { connectivity: "ok" } });
  expect(ask("GET", `${root}/virtualmachines`).status).toBe(405);
  expect(ask("GET", `${root}/anything`).status).toBe(404);
});

test("without a virt-api that is ready nothing can be asked of it; with one again, it can", () => {
  const { ask, scaleAndWait } = cluster();
  scaleAndWait(0);
  for (const [method, path] of [
    ["GET", `${root}/version`],
    ["PUT", pause],
  ] as const)
    expect(ask(method, path)).toMatchObject({ status: 503, body: { reason: "ServiceUnavailable" } });
  scaleAndWait(1);
  expect(ask("PUT", pause).status).toBe(202);
});
