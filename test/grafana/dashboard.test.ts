import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { buildOwnMetrics } from "../../sim/cluster/control/own-metrics.ts";
import { noStats } from "../../sim/cluster/process-stats.ts";
import { catalogueOf } from "../../sim/metrics/catalogue.ts";
import { loadDashboard, queriesOf, type Panel } from "../support/dashboard.ts";

const dashboard = await loadDashboard();
const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

/** Names of series: of KubeVirt, of the simulator, and what Prometheus makes of each target. */
function knownSeries(): Set<string> {
  const own = buildOwnMetrics({
    stats: noStats,
    apiserverStats: undefined,
    restarts: new Map(),
    activeFaults: 0,
  });
  const families = [...catalogueOf("v1.9"), ...own.getMetricsAsArray()] as {
    name: string;
    type?: unknown;
  }[];
  const suffixes = ["_bucket", "_sum", "_count"];
  return new Set([
    "up",
    ...families.flatMap(({ name, type }) =>
      type === "histogram" ? suffixes.map((suffix) => `${name}${suffix}`) : [name],
    ),
  ]);
}

function seriesIn(expr: string): string[] {
  return expr.match(/\b(?:kubevirt|kvsim|process|nodejs|scrape|prometheus)_\w+|\bup\b/g) ?? [];
}

test.each(queriesOf(dashboard))("$panel asks for series there are: $expr", ({ expr }) => {
  const known = knownSeries();
  const named = seriesIn(expr);
  expect(named).not.toEqual([]);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test("the lists of namespaces and nodes come from series there are", () => {
  const definitions = dashboard.templating.list.flatMap(({ definition }) => definition ?? []);
  expect(definitions).toHaveLength(2);
  const known = knownSeries();
  for (const definition of definitions)
    expect(seriesIn(definition).every((name) => known.has(name))).toBe(true);
});

test("every panel has an id and a place of its own, and asks the data source that was chosen", () => {
  const { panels } = dashboard;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const [index, panel] of panels.entries()) {
    for (const other of panels.slice(index + 1)) expect(overlap(panel, other), panel.title).toBe(false);
    expect(panel.gridPos.x + panel.gridPos.w).toBeLessThanOrEqual(24);
    for (const target of panel.targets ?? []) expect(target.datasource.uid).toBe("${datasource}");
    if (panel.type !== "row") expect(panel.targets?.length).toBeGreaterThan(0);
  }
});

function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

interface Compose {
  readonly services: Record<
    string,
    {
      readonly image?: string;
      readonly ports?: readonly string[];
      readonly profiles?: readonly string[];
      readonly volumes?: readonly string[];
      readonly environment?: Readonly<Record<string, string>>;
    }
  >;
}

test("Grafana is given the dashboard and sources that compose serves", async () => {
  const { services } = parse(await read("docker-compose.yml")) as Compose;
  const { volumes = [], environment = {}, profiles } = services["grafana"] ?? {};
  expect(profiles).toEqual(["grafana"]);
  expect(services["victoriametrics"]?.profiles).toEqual(["victoriametrics"]);
  const [, folder = ""] = volumes.map((volume) => volume.split(":")[1] ?? "");
  expect(environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]).toBe(`${folder}/simulated-kubevirt.json`);

  const { providers } = parse(await read("grafana/provisioning/dashboards/simulated-kubevirt.yml")) as {
    providers: { options: { path: string } }[];
  };
  expect(providers.map(({ options }) => options.path)).toEqual([folder]);

  const { datasources } = parse(await read("grafana/provisioning/datasources/prometheus.yml")) as {
    datasources: { url: string }[];
  };
  const published = (services["net"]?.ports ?? []).map((port) => port.split(":").at(-1));
  for (const { url } of datasources) {
    expect(new URL(url).hostname).toBe("net");
    expect(published).toContain(new URL(url).port);
  }
});

test("images are pinned to a version", async () => {
  const { services } = parse(await read("docker-compose.yml")) as Compose;
  const foreign = Object.values(services).flatMap(({ image }) =>
    image === undefined || image.startsWith("kubevirt-metrics-sim") ? [] : image,
  );
  for (const image of foreign) expect(image).toMatch(/:v?\d+[.\w-]*$/);
});
