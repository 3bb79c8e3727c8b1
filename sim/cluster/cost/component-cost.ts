import type { ProgramKind } from "../../model/components.ts";

/** What the components of a kind cost whoever scrapes them, at t = 0. */
export interface ComponentCost {
  readonly component: ProgramKind;
  readonly targets: number;
  readonly series: number;
  /** Of all their pages together, as they are before compression. */
  readonly bytesPerScrape: number;
  readonly largestPageBytes: number;
}
