import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The parts of Grafana's model of a dashboard that tests look at. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
  readonly panels: readonly Panel[];
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly datasource: { readonly uid: string };
  }[];
}

export async function loadDashboard(): Promise<Dashboard> {
  const file = new URL("../../grafana/dashboards/simulated-kubevirt.json", import.meta.url);
  return JSON.parse(await readFile(fileURLToPath(file), "utf8")) as Dashboard;
}

/** All queries, with the panel that each is of. */
export function queriesOf({ panels }: Dashboard): { readonly panel: string; readonly expr: string }[] {
  return panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ panel: title, expr })));
}
