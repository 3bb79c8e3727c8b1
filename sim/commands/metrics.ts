import type { CatalogueEntry } from "../metrics/catalogue/entry.ts";
import { catalogueOf } from "../metrics/catalogue.ts";
import { kubeVirtVersions, type KubeVirtVersion } from "../model/components.ts";
import { UsageError, valueOf } from "./arguments.ts";
import type { Arguments, Command, CommandIo } from "./command.ts";
import { documentOf, formatOf, tableOf, type Column } from "./listing.ts";
import { differenceText } from "./metrics/difference-text.ts";
import { differenceOf } from "./metrics/difference.ts";
import { outputOption } from "./shared-options.ts";

const defaultVersion: KubeVirtVersion = "v1.9";
const usage = "[diff FROM TO] [--version VERSION] [-o wide|json|yaml]";

export const metrics: Command = {
  name: "metrics",
  summary: "list the metrics of a KubeVirt version, or how two differ",
  usage,
  description: [
    "Lists every metric that the components of a KubeVirt version expose; -o wide adds labels, units, and when there",
    `are series. kvsim metrics diff ${kubeVirtVersions.join(" ")} tells which were renamed, changed, added and dropped.`,
    `The versions are ${kubeVirtVersions.join(" and ")}.`,
  ].join("\n"),
  options: {
    version: {
      takes: "value",
      placeholder: kubeVirtVersions.join("|"),
      choices: kubeVirtVersions,
      summary: `whose metrics to list (default ${defaultVersion})`,
    },
    output: outputOption,
  },
  positionals: { least: 0, most: 3 },
  run: (given, io) => {
    const [what, from, to] = given.positionals;
    if (what === undefined) return Promise.resolve(list(given, io));
    if (what !== "diff") {
      throw new UsageError(
        `kvsim metrics: does not know what to do with ${what}`,
        `The usage is: kvsim metrics ${usage}`,
      );
    }
    if (valueOf(given, "version") !== undefined) {
      throw new UsageError(
        "kvsim metrics diff: --version is for the list of one version's metrics",
        `Write both versions behind diff: kvsim metrics diff ${kubeVirtVersions.join(" ")}.`,
      );
    }
    return Promise.resolve(diff(versionNamed(from), versionNamed(to), given, io));
  },
};

function list(given: Arguments, { out }: CommandIo): number {
  const wanted = valueOf(given, "version") ?? defaultVersion;
  const entries = catalogueOf(versionNamed(wanted)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const format = formatOf(given);
  out.write(documentOf(entries, format) ?? `${tableOf(entries, columns, format).join("\n")}\n`);
  return 0;
}

const columns: readonly Column<CatalogueEntry>[] = [
  { title: "NAME", cell: ({ name }) => name },
  { title: "TYPE", cell: ({ type }) => type },
  { title: "COMPONENTS", cell: ({ components }) => components.join(",") },
  { title: "UNIT", cell: ({ unit }) => unit, wide: true },
  { title: "LABELS", cell: ({ labels }) => labels.join(","), wide: true },
  { title: "SERIES", cell: ({ when }) => when, wide: true },
  { title: "HELP", cell: ({ help }) => help, wide: true },
  { title: "NOTES", cell: ({ notes = "" }) => notes, wide: true },
];

function diff(from: KubeVirtVersion, to: KubeVirtVersion, given: Arguments, { out }: CommandIo): number {
  const difference = differenceOf(catalogueOf(from), catalogueOf(to));
  out.write(documentOf(difference, formatOf(given)) ?? differenceText(difference));
  return 0;
}

function versionNamed(name: string | undefined): KubeVirtVersion {
  const version = kubeVirtVersions.find((known) => known === name);
  if (version !== undefined) return version;
  throw new UsageError(
    name === undefined
      ? "kvsim metrics diff: expected two versions"
      : `kvsim metrics diff: there is no version ${name}`,
    `Choose from ${kubeVirtVersions.join(" and ")}: kvsim metrics diff ${kubeVirtVersions.join(" ")}.`,
  );
}
