import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LedgerEntry } from "../../../sim/faults/fault.ts";
import type { KvsimUnderTest } from "../../support/kvsim.ts";

/** What the ledger of a running cluster says so far. */
export async function ledgerOf({ directory }: KvsimUnderTest): Promise<LedgerEntry[]> {
  const text = await readFile(join(directory, "ledger.ndjson"), "utf8");
  // The last line may still be being written.
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as LedgerEntry);
}

/** What the ledger says a pod's requests without an answer were. */
export function unanswered(ledger: readonly LedgerEntry[], pod: string): number {
  return ledger.filter(({ from }) => from === pod).reduce((sum, { requests = 0 }) => sum + requests, 0);
}
