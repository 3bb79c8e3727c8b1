import { expect, onTestFinished, test } from "vitest";
import { identityOf } from "../../../sim/apiserver/identity.ts";
import { buildVirtualCluster } from "../../../sim/cluster/virtual-cluster.ts";
import { podKind } from "../../../sim/store/objects/pod.ts";
import { answerOf } from "../../apiserver/support/apiserver.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";

async function cluster() {
  const virtual = await buildVirtualCluster(scenario({ virtualMachines: [virtualMachine("a")] }));
  onTestFinished(() => virtual.close());
  const admin = identityOf("system:admin");
  const ask = (method: string, path: string) =>
    virtual.apiserver.handle({ method, path, headers: {} }, admin);
  /** What the log of a pod says, line by line. */
  const messages = (namespace: string, podName: string) => {
    const { text } = answerOf(ask("GET", `/api/v1/namespaces/${namespace}/pods/${podName}/log`));
    const lines = text.split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as { component: string; msg: string; level: string });
  };
  const podNames = (namespace: string) =>
    virtual.simulation.store.list(podKind, namespace).map(({ metadata }) => metadata.name);
  return { ...virtual, ask, messages, podNames };
}

test("the log of each component's pod tells of its process", async () => {
  const { messages, podNames } = await cluster();
  for (const name of podNames("kubevirt")) {
    const lines = messages("kubevirt", name);
    expect(lines.map(({ component }) => name.startsWith(component))).not.toContain(false);
    expect(lines[0]?.msg).toMatch(/ begins on node/);
    expect(
      lines.some(({ msg }) => msg.startsWith("caches are synced")),
      name,
    ).toBe(true);
  }
});

test("the log of a launcher tells what becomes of its guest", async () => {
  const { messages, podNames } = await cluster();
  const [launcher = ""] = podNames("default");
  expect(messages("default", launcher).map(({ msg }) => msg)).toEqual([
    "Marked as ready",
    'DomainLifecycle event Domain event="started" detail="booted" with event id 2 reason 0 received',
  ]);
});

test("a guest that migrates leaves the one launcher and arrives in the other", async () => {
  const virtual = await cluster();
  const { messages, apiserver } = virtual;
  const put = {
    method: "PUT",
    path: "/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachines/a/migrate",
    headers: { "content-type": "application/json" },
    body: new TextEncoder().encode("{}"),
  };
  expect(answerOf(apiserver.handle(put, identityOf("system:admin"))).status).toBe(202);
  const { store } = virtual.simulation;
  const said = () => {
    const begun = store.list(podKind, "default").filter(({ status }) => status.containerStatuses);
    return begun.flatMap(({ metadata }) => messages("default", metadata.name).map(({ msg }) => msg));
  };
  const told = (end: string) => said().some((message) => message.includes(end));
  for (let t = 1; t <= 120 && !told("with event id 5"); t++) await virtual.advance(t);
  expect(told('event="started" detail="migrated" with event id 2 reason 1')).toBe(true);
  expect(told('event="stopped" detail="migrated" with event id 5 reason 3')).toBe(true);
});
