/** What Prometheus is set to wherever KubeVirt is monitored, and what each round of the bench stands for. */
export const scrapeIntervalSeconds = 15;
