import type { Family } from "../../sim/metrics/family.ts";
import { Page } from "../../sim/metrics/page.ts";

/** The page of these families as it is at `t`. */
export function textOf(families: readonly Family[], t = 0): string {
  const page = new Page(families).render(t);
  try {
    return Buffer.from(page.bytes).toString();
  } finally {
    page.release();
  }
}
