import { expect, test } from "vitest";
import { waitUntilReady, type ReadinessOptions } from "../../sim/cluster/readiness.ts";
import type { ComponentProcess } from "../../sim/cluster/workers/workers.ts";

function component(podName: string, ready: boolean): ComponentProcess {
  return {
    pid: 1,
    ready,
    container: {
      podUid: podName,
      podName,
      namespace: "kubevirt",
      component: "virt-handler",
      nodeName: "node01",
      address: { ip: "127.10.0.1", port: 8443 },
      front: { ip: "127.10.128.1", port: 6443 },
      restartCount: 0,
    },
  };
}

function waiting(deadlineSeconds: number) {
  let changed: () => void = () => undefined;
  const abort = new AbortController();
  const supervisor: {
    -readonly [K in keyof ReadinessOptions["supervisor"]]: ReadinessOptions["supervisor"][K];
  } = {
    apiserverReady: false,
    status: undefined,
    components: [],
  };
  const set = (components: ComponentProcess[], componentsReady: number) => {
    supervisor.apiserverReady = true;
    supervisor.components = components;
    supervisor.status = {
      t: 0,
      componentsReady,
      componentsWanted: 2,
      runningInstances: 0,
      activeFaults: [],
      nextEvent: undefined,
    };
    changed();
  };
  const ready = waitUntilReady({
    supervisor,
    deadlineSeconds,
    onChange: (listener) => {
      changed = listener;
      return () => undefined;
    },
    signal: abort.signal,
  });
  return { ready, set, abort };
}

test("it waits for every component to answer and to be listed", async () => {
  const { ready, set } = waiting(10);
  let settled = false;
  void ready.then(() => (settled = true));
  for (const [components, listed] of [
    [[component("a", true)], 1],
    [[component("a", true), component("b", false)], 1],
    [[component("a", true), component("b", true)], 1],
  ] as const) {
    set([...components], listed);
    await Promise.resolve();
    expect(settled).toBe(false);
  }
  set([component("a", true), component("b", true)], 2);
  await ready;
});

test("what has not answered by the deadline is named", async () => {
  const { ready, set } = waiting(0.01);
  set([component("virt-handler-x7k2p", false)], 0);
  await expect(ready).rejects.toThrow(
    "no answer from virt-handler-x7k2p; 1 of 2 components have not been started",
  );
});

test("of very many that have not answered some are named", async () => {
  const { ready, set } = waiting(0.01);
  set(
    Array.from({ length: 1000 }, (_, index) => component(`virt-handler-${index}`, false)),
    0,
  );
  await expect(ready).rejects.toThrow("virt-handler-8, virt-handler-9 and 990 more");
});

test("an apiserver that does not answer is named", async () => {
  await expect(waiting(0.01).ready).rejects.toThrow("the apiserver does not answer");
});

test("it gives up when it is told to", async () => {
  const { ready, abort } = waiting(10);
  abort.abort(new Error("enough"));
  await expect(ready).rejects.toThrow("enough");
});
