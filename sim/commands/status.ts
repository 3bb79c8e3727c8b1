import { valueOf } from "./arguments.ts";
import type { Command } from "./command.ts";
import { documentOf, formatOf } from "./listing.ts";
import { apiserverView, type ApiserverView } from "./running/apiserver-view.ts";
import { controlView } from "./running/control-view.ts";
import { runningCluster } from "./running/directory-state.ts";
import { whyNoAnswer } from "./running/https-get.ts";
import { defaultDirectory, dirOption, outputOption } from "./shared-options.ts";
import { reportText } from "./status/report-text.ts";
import { reportOf, type Problem } from "./status/report.ts";

export const status: Command = {
  name: "status",
  summary: "tell how a running cluster is",
  usage: "[--dir DIRECTORY] [-o wide|json|yaml]",
  description: [
    "Tells which faults are in force in a running cluster and what happens next, and lists its components: which",
    "of them the apiserver calls ready, and how often their containers were started again. Exit code 1: none runs.",
  ].join("\n"),
  options: { dir: dirOption, output: outputOption },
  positionals: { least: 0, most: 0 },
  run: async (given, { out }) => {
    const directory = valueOf(given, "dir") ?? defaultDirectory;
    const cluster = await runningCluster(directory);
    const [now, view] = await Promise.all([controlView(cluster.control.url), viewOrProblem(directory)]);
    const report = reportOf(cluster, now, view);
    const format = formatOf(given);
    out.write(documentOf(report, format) ?? reportText(report, format));
    return 0;
  },
};

/** A fault may have cut the apiserver off: that is a status, too. */
async function viewOrProblem(directory: string): Promise<ApiserverView | Problem> {
  return apiserverView(directory).catch((error: unknown) => ({
    problem: whyNoAnswer(error),
  }));
}
