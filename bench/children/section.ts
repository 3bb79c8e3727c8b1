import { fullScale, quickScale } from "../scale.ts";
import type { Peer } from "../section.ts";
import { sections } from "../sections.ts";
import type { Table } from "../table.ts";
import { answerTasks } from "./answer.ts";

/** Which section to measure. */
export interface SectionTask {
  readonly name: string;
  readonly quick: boolean;
  readonly peers: readonly Peer[];
}

export type SectionAnswer = { readonly tables: readonly Table[] } | { readonly failure: string };

await answerTasks(async ({ name, quick, peers }: SectionTask): Promise<SectionAnswer> => {
  const section = sections.find((section) => section.name === name);
  if (section === undefined) return { failure: `there is no section ${name}` };
  try {
    return { tables: await section.measure(quick ? quickScale : fullScale, peers) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
});
