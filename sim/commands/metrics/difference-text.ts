import { inColumns } from "../../scenario/columns.ts";
import type { Change, Difference } from "./difference.ts";

/** The difference for people, a section for each way in which metrics differ. */
export function differenceText({ renamed, changed, added, dropped }: Difference): string {
  const changes = changed.flatMap(({ name, changes: each }) =>
    each.map(({ what, from, to }) => [name, what, from === "" ? "none" : from, "→", to === "" ? "none" : to]),
  );
  return [
    section(
      "Renamed",
      renamed.map(({ from, to, changes: each }) => [from, "→", to, remark(each)]),
    ),
    section("Changed", changes),
    section(
      "Added",
      added.map((name) => [name]),
    ),
    section(
      "Dropped",
      dropped.map((name) => [name]),
    ),
  ].join("\n");
}

/** Whoever rewrites a query for the new name has to know of these; its labels are in the list of metrics. */
function remark(changes: readonly Change[]): string {
  const said = changes.flatMap(({ what, from, to }) => (what === "labels" ? [] : [`${from} → ${to}`]));
  return said.length === 0 ? "" : `(${said.join("; ")})`;
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return `${title}: none\n`;
  return `${title}:\n${inColumns(rows)
    .map((row) => `  ${row}\n`)
    .join("")}`;
}
