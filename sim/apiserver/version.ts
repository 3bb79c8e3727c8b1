/** `GET /version`: the Kubernetes release that is imitated; clients choose APIs by it. */
export const kubernetesVersion = {
  major: "1",
  minor: "34",
  gitVersion: "v1.34.1",
  gitCommit: "0000000000000000000000000000000000000000",
  gitTreeState: "clean",
  buildDate: "2025-09-09T19:37:53Z",
  goVersion: "go1.24.6",
  compiler: "gc",
  platform: "linux/amd64",
};
