import { expect } from "vitest";
import type { PodProxy } from "../../sim/apiserver/parts/into-pods.ts";
import { podKind } from "../../sim/store/objects/pod.ts";
import { testCertificates } from "../support/certificates.ts";
import { program, testWith } from "../support/prometheus.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";
import { testPlan } from "../support/simulation.ts";
import { until } from "../support/until.ts";
import { kubectlOn, startLiveApiserver } from "./support/live.ts";
import { pemRequest } from "./support/signing-request.ts";

const path = program("KUBECTL", "kubectl") ?? "";
const test = testWith({ kubectl: path === "" ? undefined : path });

const manifest = `
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: testvm
spec:
  runStrategy: Always
  template:
    metadata:
      labels: {kubevirt.io/domain: testvm}
    spec:
      domain:
        devices:
          disks: [{name: containerdisk, disk: {bus: virtio}}]
          interfaces: [{name: default, masquerade: {}}]
        resources: {requests: {memory: 64M}}
      networks: [{name: default, pod: {}}]
      volumes:
        - name: containerdisk
          containerDisk: {image: quay.io/kubevirt/cirros-container-disk-demo}
`;

async function cluster() {
  const live = await startLiveApiserver(scenario({ virtualMachines: [virtualMachine("a")] }));
  const kubectl = await kubectlOn(live, path);
  /** Its output; fails when it does. */
  const ok = async (args: string, stdin?: string) => {
    const { code, stdout, stderr } = await kubectl(args, stdin);
    expect({ args, code, stderr: code === 0 ? "" : stderr }).toEqual({ args, code: 0, stderr: "" });
    return stdout;
  };
  const refused = async (args: string, stdin?: string) => {
    const { code, stderr } = await kubectl(args, stdin);
    expect(code).not.toBe(0);
    return stderr;
  };
  return { ...live, kubectl, ok, refused };
}

test("K1 kubectl lists what is there, with the columns its users know", async () => {
  const { ok } = await cluster();
  const columns = async (args: string) => (await ok(args)).split("\n")[0]?.split(/ {2,}/);
  expect(await columns("get vmi -o wide")).toEqual([
    "NAME",
    "AGE",
    "PHASE",
    "IP",
    "NODENAME",
    "READY",
    "LIVE-MIGRATABLE",
    "PAUSED",
  ]);
  expect(await columns("get vm")).toEqual(["NAME", "AGE", "STATUS", "READY"]);
  expect(await columns("get pods -n kubevirt -o wide")).toEqual([
    "NAME",
    "READY",
    "STATUS",
    "RESTARTS",
    "AGE",
    "IP",
    "NODE",
    "NOMINATED NODE",
    "READINESS GATES",
  ]);
  expect(await ok("get pods -A --no-headers")).toContain("virt-launcher-a-");
  expect(await ok("get pods -n kubevirt -l kubevirt.io=virt-handler -o name --chunk-size=1")).toMatch(
    /^(pod\/virt-handler-.*\n){3}$/,
  );
  expect(await ok("get pods -n kubevirt --field-selector spec.nodeName=node01 -o name")).toContain(
    "pod/virt-handler-",
  );
  expect(await ok("get all -A")).toContain("virtualmachine.kubevirt.io/a");
  expect(await ok("describe node node01")).toContain("virt-handler-");
  expect(await ok("api-resources")).toContain("virtualmachineinstances");
  expect(await ok("version")).toContain("Server Version: v1.");
});

test("K3 kubectl apply makes a VM, diff sees no difference, and its guest comes up", async () => {
  const { ok, kubectl } = await cluster();
  expect(await ok("apply -f -", manifest)).toBe("virtualmachine.kubevirt.io/testvm created\n");
  expect(await ok("apply -f -", manifest)).toBe("virtualmachine.kubevirt.io/testvm unchanged\n");
  expect(await ok("diff -f -", manifest)).toBe("");
  const changed = await kubectl("diff -f -", manifest.replace("64M", "128M"));
  expect(changed).toMatchObject({ code: 1, stdout: expect.stringContaining("128M") as string });
  expect(await ok("wait vmi testvm --for=jsonpath={.status.phase}=Running --timeout=25s")).toContain(
    "condition met",
  );
  expect(await ok("apply --server-side --force-conflicts -f -", manifest)).toContain("serverside-applied");
  expect(await ok("delete vm testvm --timeout=25s")).toContain("deleted");
  expect(await ok("get vmi testvm --ignore-not-found")).toBe("");
});

test("K3 kubectl explains what users write", async () => {
  const { ok } = await cluster();
  expect(await ok("explain vm.spec.template.spec.domain.cpu")).toContain("cores\t<integer>");
  expect(await ok("explain deployment.spec.replicas")).toContain("Number of desired pods");
});

test("K4 K7 kubectl create sends protobuf and is understood", async () => {
  const { ok } = await cluster();
  await ok("create ns shop");
  await ok("create configmap settings -n shop --from-literal=k=v");
  await ok("create secret generic secret -n shop --from-literal=k=v");
  await ok("create sa bob -n shop");
  await ok("create role reader -n shop --verb=get,list --resource=pods");
  await ok("create rolebinding bob-reads -n shop --role=reader --serviceaccount=shop:bob");
  await ok("create clusterrole nodes --verb=get --resource=nodes");
  await ok("create service clusterip web -n shop --tcp=80:8080");
  await ok("create deployment web -n shop --image=nginx --replicas=2 --port=80");
  await ok("create quota few -n shop --hard=pods=10,requests.cpu=2");
  await ok("create job once -n shop --image=busybox");
  await ok("create cronjob often -n shop --image=busybox --schedule=@hourly");
  await ok("create ingress web -n shop --rule=example.com/shop*=web:80,tls=certificate");
  await ok("create pdb web -n shop --selector=app=web --min-available=50%");
  await ok("create priorityclass high --value=1000");
  expect(await ok("get quota few -n shop -o jsonpath={.spec.hard}")).toBe('{"pods":"10","requests.cpu":"2"}');
  expect(await ok("get ingress web -n shop --no-headers")).toMatch(/web +<none> +example.com +80, 443/);
  expect(await ok("get pdb web -n shop -o jsonpath={.spec.minAvailable}")).toBe("50%");
  expect(await ok("get cronjob often -n shop --no-headers")).toMatch(/often +@hourly/);
  expect(await ok("get cm settings -n shop -o jsonpath={.data.k}")).toBe("v");
  expect(await ok("auth can-i list pods -n shop --as system:serviceaccount:shop:bob")).toBe("yes\n");
  expect(await ok("rollout status deployment web -n shop --timeout=25s")).toContain(
    "successfully rolled out",
  );
  await ok("scale deployment web -n shop --replicas=1");
  expect(await ok("get deployment web -n shop -o jsonpath={.spec.replicas}")).toBe("1");
});

test("K9 a dry run changes nothing: create, delete, drain", async () => {
  const { ok, store } = await cluster();
  const names = () => ok("get pods -A -o name");
  const before = await names();
  expect(await ok("create ns tried --dry-run=server")).toContain("created (server dry run)");
  expect(await ok("drain node01 --pod-selector=kubevirt.io=virt-operator --dry-run=server")).toContain(
    "server dry run",
  );
  expect(await ok("delete pods -n kubevirt --all --dry-run=server")).toContain("server dry run");
  expect(await names()).toBe(before);
  expect(
    store
      .list({ group: "", plural: "namespaces" } as never)
      .some(({ metadata }) => metadata.name === "tried"),
  ).toBe(false);
});

test("K8 kubectl auth tells what the monitor account may do", async () => {
  const live = await startLiveApiserver(scenario());
  const kubectl = await kubectlOn(live, path, { token: "monitor-token" });
  expect((await kubectl("auth can-i list endpoints -n kubevirt")).stdout).toBe("yes\n");
  expect((await kubectl("auth can-i list nodes")).stdout).toMatch(/^no/);
  expect((await kubectl("auth can-i --list -n kubevirt")).stdout).toMatch(
    /endpoints +\[\] +\[\] +\[get list watch\]/,
  );
  expect((await kubectl("auth whoami")).stdout).toContain("system:serviceaccount:monitoring:prometheus-k8s");
  expect((await kubectl("get nodes")).stderr).toBe(
    'Error from server (Forbidden): nodes is forbidden: User "system:serviceaccount:monitoring:prometheus-k8s" cannot list resource "nodes" in API group "" at the cluster scope\n',
  );
});

test("K2 what goes wrong is said in the words of a real server", async () => {
  const { refused } = await cluster();
  expect(await refused("get pods nope")).toBe('Error from server (NotFound): pods "nope" not found\n');
  expect(await refused("create ns default")).toContain('namespaces "default" already exists');
  expect(await refused("get widgets")).toContain(`the server doesn't have a resource type "widgets"`);
  expect(await refused("top nodes")).toContain("Metrics API not available");
  expect(
    await refused("apply -f -", manifest.replace("runStrategy: Always", "runStrategy: Sometimes")),
  ).toContain("Invalid RunStrategy");
});

test("K10 whoever wants into a container is told that nothing runs there, and kubectl ends", async () => {
  const { refused } = await cluster();
  const nothing = "no program runs in a simulated container";
  expect(await refused("exec -n kubevirt deploy/virt-api -- ls")).toContain(nothing);
  expect(await refused("attach -n kubevirt deploy/virt-api")).toContain(nothing);
  expect(await refused("port-forward -n kubevirt svc/kubevirt-prometheus-metrics :443")).toContain(
    "nothing listens inside a simulated pod",
  );
});

test("K12 kubectl certificate approves and denies requests", async () => {
  const { ok } = await cluster();
  const request = (name: string) => `
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: ${name}}
spec: {request: ${pemRequest}, signerName: kubernetes.io/kube-apiserver-client, usages: [client auth]}
`;
  for (const name of ["bob", "eve"]) await ok("apply -f -", request(name));
  expect(await ok("get csr bob --no-headers")).toMatch(
    /^bob +\d+s +kubernetes.io\/kube-apiserver-client +system:admin +<none> +Pending/,
  );
  expect(await ok("certificate approve bob")).toContain("bob approved");
  expect(await ok("certificate deny eve")).toContain("eve denied");
  expect(await ok("get csr --no-headers")).toMatch(/^bob .* Approved\neve .* Denied\n$/);
  expect(await ok("describe csr bob")).toMatch(/Requesting User: +system:admin/);
});

test("K5 kubectl get -w is told of what happens", async () => {
  const live = await startLiveApiserver(scenario());
  const kubectl = await kubectlOn(live, path);
  const watching = kubectl("get cm -w -o name --request-timeout=4s");
  await until("the watch is open", () => live.apiserver.watches > 0);
  expect((await kubectl("create configmap late --from-literal=k=v")).code).toBe(0);
  expect((await watching).stdout).toContain("configmap/late");
});

test("K6 kubectl logs shows what a launcher said, and follows what a component says", async () => {
  const { ok, kubectl, podLogs, store } = await cluster();
  const launcher = (await ok("get pods -l kubevirt.io=virt-launcher -o name")).trim();
  expect(await ok(`logs ${launcher}`)).toContain(`"msg":"Marked as ready"`);
  expect(await ok(`logs ${launcher} --tail=1 --timestamps`)).toMatch(/^\d{4}-.*Z \{.*booted.*\}\n$/);
  expect(await ok(`logs ${launcher} --since=1s`)).toBe("");
  const pod = store
    .list(podKind, "kubevirt")
    .find(({ metadata }) => metadata.name.startsWith("virt-handler"));
  const { uid = "", name = "" } = pod?.metadata ?? {};
  const say = (restartCount: number, message: string) =>
    podLogs.hear({ podUid: uid, restartCount, component: "virt-handler", message });
  podLogs.begin({ podUid: uid, restartCount: 0 });
  say(0, "first run");
  podLogs.begin({ podUid: uid, restartCount: 1 });
  expect(await ok(`logs -n kubevirt ${name} --previous`)).toBe("first run\n");
  say(1, "hello");
  const following = kubectl(`logs -f -n kubevirt ${name} --since=60s`);
  await until("the log is followed", async () =>
    (await ok("get --raw /metrics")).includes(
      'apiserver_longrunning_requests{component="apiserver",group="",resource="pods",scope="resource",subresource="log",verb="GET",version="v1"} 1',
    ),
  );
  say(1, "again");
  store.remove(podKind, "kubevirt", name);
  expect(await following).toMatchObject({ code: 0, stdout: "hello\nagain\n" });
});

test("K11 kubectl is let in with a certificate, as the user and the groups it is made out to", async () => {
  const { key, certificate } = testCertificates.admin;
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const kubectl = await kubectlOn(await startLiveApiserver(scenario()), path, {
    "client-certificate-data": base64(certificate),
    "client-key-data": base64(key),
  });
  const { stdout } = await kubectl("auth whoami -o json");
  expect(JSON.parse(stdout)).toMatchObject({
    status: { userInfo: { username: "certified", groups: ["system:masters", "system:authenticated"] } },
  });
  expect((await kubectl("get nodes -o name")).stdout).toContain("node/");
});

test("K11 kubectl get --raw reads a pod's metrics through the API server, or is told why it cannot", async () => {
  const ask: PodProxy["ask"] = ({ metadata }, { scheme, port }, { path }) =>
    port === 8443
      ? Promise.resolve({ status: 200, headers: {}, body: `${scheme} ${metadata.name} ${path}\n` })
      : Promise.reject(new Error("connection refused"));
  const live = await startLiveApiserver(scenario(), testPlan, { ask });
  const kubectl = await kubectlOn(live, path);
  const [pod] = live.store.list(podKind, "kubevirt");
  const name = pod?.metadata.name ?? "";
  const raw = (target: string) =>
    kubectl(`get --raw /api/v1/namespaces/kubevirt/pods/${target}/proxy/metrics`);
  expect((await raw(`https:${name}:8443`)).stdout).toBe(`https ${name} /metrics\n`);
  expect((await raw(`https:${name}:1`)).stderr).toContain("connection refused");
});
