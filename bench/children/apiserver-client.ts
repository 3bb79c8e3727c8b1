import http2 from "node:http2";
import { answerTasks } from "./answer.ts";

/**
 * The clients of the apiserver bench, in a process of their own so that the server's memory and CPU time are
 * its own: started with its URL as argument, told what to do by lines of JSON, which it answers with lines.
 */
export type ClientTask =
  /** Creates VMIs named vmi-0 …, so many at a time; answers when all are created. */
  | { readonly task: "create"; readonly count: number; readonly atATime: number }
  /** One LIST of all VMIs. */
  | { readonly task: "list" }
  /** Opens watches, each on a connection of its own, and one more that reads nothing. */
  | { readonly task: "watch"; readonly count: number }
  /** What the watches were told. */
  | { readonly task: "count" }
  /** Ends all watches but the one that reads nothing. */
  | { readonly task: "stop-reading" };

export interface ClientAnswer {
  readonly seconds: number;
  readonly bytes: number;
  readonly events: number;
}

const [url = "", token = ""] = process.argv.slice(2);
const configMaps = "/api/v1/namespaces/default/configmaps?watch=true";
const instances = "/apis/kubevirt.io/v1/namespaces/default/virtualmachineinstances";

let events = 0;
const readers: http2.ClientHttp2Session[] = [];

function connect(): http2.ClientHttp2Session {
  return http2.connect(url, { rejectUnauthorized: false });
}

/** Sends a request; its answer is not read. */
function request(session: http2.ClientHttp2Session, method: string, path: string, body?: string) {
  const stream = session.request({
    ":method": method,
    ":path": path,
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  });
  stream.end(body);
  return stream;
}

/** The size of an answer in bytes. Throws when its status is not `wanted`. */
async function bytesOf(stream: http2.ClientHttp2Stream, wanted: number): Promise<number> {
  let bytes = 0;
  let status = 0;
  stream.once("response", (headers) => (status = headers[":status"] ?? 0));
  for await (const chunk of stream) bytes += (chunk as Buffer).length;
  if (status !== wanted) throw new Error(`expected ${wanted}, got ${status}`);
  return bytes;
}

async function create(count: number, atATime: number): Promise<number> {
  const session = connect();
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const body = JSON.stringify(instance(`vmi-${next++}`));
      await bytesOf(request(session, "POST", instances, body), 201);
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  session.close();
  return 0;
}

function instance(name: string) {
  return {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstance",
    metadata: { name, labels: { app: "bench" } },
    spec: {
      domain: {
        cpu: { cores: 1 },
        memory: { guest: "1Gi" },
        devices: {
          disks: [{ name: "rootdisk", disk: { bus: "virtio" } }],
          interfaces: [{ name: "default", masquerade: {} }],
        },
      },
      networks: [{ name: "default", pod: {} }],
      volumes: [{ name: "rootdisk", containerDisk: { image: "quay.io/containerdisks/fedora:latest" } }],
    },
  };
}

async function list(): Promise<number> {
  const session = connect();
  const bytes = await bytesOf(request(session, "GET", instances), 200);
  session.close();
  return bytes;
}

async function watch(count: number): Promise<number> {
  for (let opened = 0; opened < count; opened++) readers.push(await openReader());
  await answered(request(connect(), "GET", configMaps));
  return 0;
}

async function openReader(): Promise<http2.ClientHttp2Session> {
  const session = connect();
  const stream = request(session, "GET", configMaps);
  await answered(stream);
  stream.on("data", (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) events += 1;
  });
  return session;
}

function answered(stream: http2.ClientHttp2Stream): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once("error", reject);
    stream.once("response", (headers) =>
      headers[":status"] === 200
        ? resolve()
        : reject(new Error(`a watch was answered ${headers[":status"]}`)),
    );
  });
}

function perform(given: ClientTask): number | Promise<number> {
  switch (given.task) {
    case "create":
      return create(given.count, given.atATime);
    case "list":
      return list();
    case "watch":
      return watch(given.count);
    case "count":
      return 0;
    case "stop-reading":
      for (const session of readers) session.destroy();
      return 0;
  }
}

await answerTasks(async (given: ClientTask): Promise<ClientAnswer> => {
  const begun = performance.now();
  const bytes = await perform(given);
  return { seconds: (performance.now() - begun) / 1000, bytes, events };
});
