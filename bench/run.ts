import { startChild } from "./child.ts";
import type { SectionAnswer, SectionTask } from "./children/section.ts";
import { OptionsError, parseOptions, usage, type BenchOptions } from "./options.ts";
import { reportIn } from "./report.ts";
import { sections } from "./sections.ts";
import type { Table } from "./table.ts";

/** `npm run bench`: what pages, scrapes, fleets and the apiserver cost, as ratios where there is a peer. */
async function run(argv: readonly string[]): Promise<void> {
  const options = parseOptions(
    argv,
    sections.map(({ name }) => name),
  );
  const report = reportIn(options.format);
  process.stdout.write(report.begin(["npm run bench --", ...argv].join(" ")));
  for (const name of chosenSections(options)) {
    process.stdout.write(report.section(await measureApart(name, options)));
  }
  process.stdout.write(report.end());
}

function chosenSections({ only, peers }: BenchOptions): readonly string[] {
  const possible = sections.map(({ name }) => name).filter((name) => name !== "against" || peers.length > 0);
  return only.length === 0 ? possible : possible.filter((name) => only.includes(name));
}

/** Each section has a process to itself: what one leaves behind would slow down the next and count as its memory. */
async function measureApart(name: string, { quick, peers }: BenchOptions): Promise<readonly Table[]> {
  const child = startChild<SectionTask, SectionAnswer>("section.ts");
  try {
    const answer = await child.ask({ name, quick, peers });
    if ("failure" in answer) throw new Error(`${name}: ${answer.failure}`);
    return answer.tables;
  } finally {
    child.close();
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof OptionsError) process.stderr.write(`usage: ${usage}\n`);
  process.exitCode = error instanceof OptionsError ? 2 : 1;
}
