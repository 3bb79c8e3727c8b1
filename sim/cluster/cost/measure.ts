import { gzipSync } from "node:zlib";
import type { ProgramKind } from "../../model/components.ts";
import type { Scenario } from "../../scenario/scenario.ts";

import { componentOf, podKind } from "../../store/objects/pod.ts";
import { virtualMachineInstanceKind } from "../../store/objects/virtual-machine.ts";
import { buildVirtualCluster, type VirtualCluster } from "../virtual-cluster.ts";
import { sizeOf, type PageSize } from "./page-size.ts";
import { isSmall, sampleOf } from "./sample.ts";

/** The page of one component, as a scrape at t = 0 gets it. */
export interface MeasuredPage extends PageSize {
  readonly component: ProgramKind;
  /** What of it goes over the wire: Prometheus asks for pages compressed. */
  readonly compressedBytes: number;
}

/** More than any scrape takes on the virtual clock. */
const scrapeSeconds = 5;
const gzipLevel = 1;
/** A sample with more nodes of a kind would take too long. */
const mostNodesOfKind = 16;

/** A sample of a scenario's cluster, and the pages of all its components. */
export interface Measured {
  readonly sample: Scenario;
  readonly pages: readonly MeasuredPage[];
}

/** Builds a sample of the scenario's cluster without a socket, and scrapes all its components once. */
export async function measure(scenario: Scenario): Promise<Measured> {
  for (let nodesOfKind = 2; ; nodesOfKind *= 2) {
    const sample = sampleOf(scenario, nodesOfKind);
    const { pages, allPlaced } = await measureSample(sample);
    if (allPlaced || isSmall(scenario) || nodesOfKind >= mostNodesOfKind) return { sample, pages };
  }
}

async function measureSample(sample: Scenario) {
  const cluster = await buildVirtualCluster(sample);
  try {
    const instances = cluster.simulation.store.list(virtualMachineInstanceKind);
    return {
      pages: await pagesOf(cluster),
      allPlaced: instances.every(({ status }) => status.nodeName !== undefined),
    };
  } finally {
    cluster.close();
  }
}

async function pagesOf(cluster: VirtualCluster): Promise<MeasuredPage[]> {
  const scrapes = cluster.simulation.store.list(podKind).flatMap((pod) => {
    const component = componentOf(pod);
    return component === undefined ? [] : [measuredPage(component, cluster, pod.metadata.name)];
  });
  await cluster.advance(cluster.clock.now() + scrapeSeconds);
  return Promise.all(scrapes);
}

async function measuredPage(
  component: ProgramKind,
  cluster: VirtualCluster,
  podName: string,
): Promise<MeasuredPage> {
  const { body } = await cluster.scrape(podName);
  const page = Buffer.from(body);
  return {
    component,
    compressedBytes: gzipSync(page, { level: gzipLevel }).length,
    ...sizeOf(page.toString()),
  };
}
