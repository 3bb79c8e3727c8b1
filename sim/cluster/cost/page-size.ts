/** What something takes up on a page: lines of series, and their bytes. */
export interface Size {
  readonly series: number;
  readonly bytes: number;
}

/** What one VM takes up. */
export interface MachineSize extends Size {
  /** Series that name the node it runs on: on another node they are others. */
  readonly onNode: number;
  /** Series of its VMI: they are new when it is started. */
  readonly ofInstance: number;
}

export const noSize: MachineSize = { series: 0, bytes: 0, onNode: 0, ofInstance: 0 };

export interface PageSize {
  readonly whole: Size;
  /** By `namespace/name`. */
  readonly machines: ReadonlyMap<string, MachineSize>;
  /** What kube-state-metrics tells of nodes and the virt-handlers on them. */
  readonly ofNodes: Size;
  /** What it tells of launcher pods and of claims. */
  readonly ofLaunchers: Size;
}

const label = (name: string) => new RegExp(`[{,]${name}="([^"]+)"`);
const namespaceLabel = label("namespace");
const nameLabel = label("name");
const nodeLabel = label("node");
const nodeLine = /^kube_(?:node_|pod_.*pod="virt-handler-)/;
const launcherLine = /^kube_(?:persistentvolumeclaim_|pod_.*pod="virt-launcher-)/;

/** Reads a page in Prometheus' text format. */
export function sizeOf(page: string): PageSize {
  const machines = new Map<string, MachineSize>();
  let [series, ofNodes, ofLaunchers] = [0, noSize, noSize];
  for (const line of page.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    series += 1;
    if (nodeLine.test(line)) ofNodes = sum(ofNodes, lineSize(line));
    else if (launcherLine.test(line)) ofLaunchers = sum(ofLaunchers, lineSize(line));
    const owner = ownerOf(line);
    if (owner !== undefined) machines.set(owner, sum(machines.get(owner) ?? noSize, lineSize(line)));
  }
  return { whole: { series, bytes: Buffer.byteLength(page) }, machines, ofNodes, ofLaunchers };
}

export function sum(a: MachineSize, b: MachineSize): MachineSize {
  return {
    series: a.series + b.series,
    bytes: a.bytes + b.bytes,
    onNode: a.onNode + b.onNode,
    ofInstance: a.ofInstance + b.ofInstance,
  };
}

/** The VM that a series is about. */
function ownerOf(line: string): string | undefined {
  if (!line.startsWith("kubevirt_vm")) return undefined;
  const namespace = namespaceLabel.exec(line)?.[1];
  const name = nameLabel.exec(line)?.[1];
  return namespace === undefined || name === undefined ? undefined : `${namespace}/${name}`;
}

function lineSize(line: string): MachineSize {
  return {
    series: 1,
    bytes: Buffer.byteLength(line) + 1,
    onNode: nodeLabel.test(line) ? 1 : 0,
    ofInstance: line.startsWith("kubevirt_vmi_") ? 1 : 0,
  };
}
