export type { Cluster, ClusterOptions, ClusterState, LogEntry } from "./cluster/cluster.ts";
export { startCluster } from "./cluster/start.ts";
export { ClusterError } from "./cluster/errors.ts";
export {
  buildVirtualCluster,
  type VirtualCluster,
  type VirtualClusterOptions,
} from "./cluster/virtual-cluster.ts";
export { formatProblems, type ScenarioProblem } from "./scenario/errors.ts";
export { loadScenario, parseScenario, type LoadResult } from "./scenario/load.ts";
export type { Scenario } from "./scenario/scenario.ts";
