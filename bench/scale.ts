import type { Sampling } from "./measure.ts";

/** Virt-handlers in one process, each with so many guests. */
export interface FleetSize {
  readonly handlers: number;
  readonly vmisEach: number;
  /** Aims at the process that serves them; those of the largest fleet are DESIGN's. */
  readonly aims?: { readonly seconds: number; readonly megabytes: number };
}

/** How much is measured, and how long. */
export interface Scale {
  /** Series of one virt-handler's page. */
  readonly pageSeries: readonly number[];
  readonly sampling: Sampling;
  /** Where memory per series is measured. */
  readonly memory: FleetSize;
  readonly fleets: readonly FleetSize[];
  readonly starts: number;
  readonly apiserver: ApiserverScale;
}

export interface ApiserverScale {
  readonly nodes: number;
  readonly guests: number;
  readonly watches: number;
  readonly eventsPerSecond: number;
  readonly watchedSeconds: number;
  /** Until when the guests have to run; after it is said how many do. */
  readonly runningSeconds: number;
  /** Changes until a client that reads nothing has to be cut off. */
  readonly mostUnread: number;
}

export const fullScale: Scale = {
  pageSeries: [10_000, 100_000],
  sampling: { samples: 7, sampleMillis: 500 },
  memory: { handlers: 100, vmisEach: 80 },
  fleets: [
    { handlers: 1_000, vmisEach: 8, aims: { seconds: 1, megabytes: 150 } },
    { handlers: 100, vmisEach: 80 },
  ],
  starts: 3,
  apiserver: {
    nodes: 1_000,
    guests: 8_000,
    watches: 1_000,
    eventsPerSecond: 100,
    watchedSeconds: 10,
    runningSeconds: 20,
    mostUnread: 20_000,
  },
};

/** Whether everything works, not how fast: seconds instead of minutes. */
export const quickScale: Scale = {
  pageSeries: [500],
  sampling: { samples: 1, sampleMillis: 20 },
  memory: { handlers: 5, vmisEach: 4 },
  fleets: [{ handlers: 10, vmisEach: 2 }],
  starts: 1,
  apiserver: {
    nodes: 3,
    guests: 10,
    watches: 5,
    eventsPerSecond: 100,
    watchedSeconds: 0.2,
    runningSeconds: 20,
    mostUnread: 20_000,
  },
};
