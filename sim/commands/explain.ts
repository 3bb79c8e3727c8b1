import { formatProblems } from "../scenario/errors.ts";
import { explainScenario } from "../scenario/explain.ts";
import { loadScenario } from "../scenario/load.ts";
import { referenceOf } from "../scenario/reference.ts";
import { nearest } from "../scenario/suggest.ts";
import { UsageError, valuesOf } from "./arguments.ts";
import type { Arguments, Command, CommandIo } from "./command.ts";
import { costText } from "./explain/cost-text.ts";
import { firstSentence, topics, type Topic } from "./explain/topics.ts";
import { documentOf, formatOf, tableOf, type Column } from "./listing.ts";
import { outputOption, setOption } from "./shared-options.ts";

export const explain: Command = {
  name: "explain",
  summary: "tell what a scenario does, or what a word in one means",
  usage: "[FILE | WORD] [OPTION...]",
  description: [
    "With a scenario: its fleet and its timeline in plain English, and what it costs a Prometheus to scrape it;",
    "-o json|yaml prints it as it was read, with every default filled in, and the cost. With a fault, a workload, or a key such as virtualMachines.disks: what it is and",
    "which settings it has. Without either: the words there are. A file named like a word is ./WORD.",
  ].join("\n"),
  options: { set: setOption, output: outputOption },
  positionals: { least: 0, most: 1 },
  run: (given, io) => {
    const [name] = given.positionals;
    if (name !== undefined && looksLikeFile(name)) return explainFile(name, given, io);
    refuseSettings(given);
    return Promise.resolve(name === undefined ? listTopics(given, io) : explainWord(name, given, io));
  },
};

function looksLikeFile(name: string): boolean {
  return /\.ya?ml$|\.json$|[/\\]/.test(name);
}

async function explainFile(file: string, given: Arguments, { out, err }: CommandIo): Promise<number> {
  const loaded = await loadScenario(file, valuesOf(given, "set"));
  if ("problems" in loaded) {
    err.write(`${formatProblems(loaded.problems)}\n`);
    return 1;
  }
  const { scenario } = loaded;
  // Only now: it needs most of the simulator's code, the reference needs next to none.
  const { costOf } = await import("../cluster/cost/cost.ts");
  const cost = await costOf(scenario);
  const text = () => `${explainScenario(scenario)}\n${costText(cost)}`;
  out.write(documentOf({ ...scenario, cost }, formatOf(given)) ?? text());
  return 0;
}

function explainWord(word: string, given: Arguments, { out }: CommandIo): number {
  const text = referenceOf(word);
  if (text === undefined) {
    throw new UsageError(
      `kvsim explain: ${word} is no word of the scenario format, and no file that ends in .yaml`,
      `${whereToLook(word)} A file is ./${word}.`,
    );
  }
  if (formatOf(given) !== undefined) {
    throw new UsageError(
      "kvsim explain: -o is for scenarios and for the list of words",
      `Write kvsim explain ${word}; for programs there is kvsim schema.`,
    );
  }
  out.write(`${text}\n`);
  return 0;
}

function whereToLook(word: string): string {
  const above = word.slice(0, Math.max(0, word.lastIndexOf(".")));
  if (above !== "" && referenceOf(above) !== undefined)
    return `See kvsim explain ${above} for what is in it.`;
  const words = topics().map((topic) => topic.word);
  const meant = nearest(word, words);
  return meant === undefined ? "See kvsim explain for the words there are." : `Did you mean ${meant}?`;
}

const columns: readonly Column<Topic>[] = [
  { title: "KIND", cell: ({ kind }) => kind },
  { title: "WORD", cell: ({ word }) => word },
  { title: "WHAT IT IS", cell: ({ description }) => firstSentence(description) },
];
const wideColumns: readonly Column<Topic>[] = [
  ...columns.slice(0, 2),
  { title: "WHAT IT IS", cell: ({ description }) => description },
];

function listTopics(given: Arguments, { out }: CommandIo): number {
  const format = formatOf(given);
  const all = topics();
  const lines = () => tableOf(all, format === "wide" ? wideColumns : columns);
  out.write(documentOf(all, format) ?? `${lines().join("\n")}\n`);
  return 0;
}

function refuseSettings(given: Arguments): void {
  if (valuesOf(given, "set").length === 0) return;
  throw new UsageError("kvsim explain: --set is for a scenario", "Name its file, or leave --set out.");
}
