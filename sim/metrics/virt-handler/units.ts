/**
 * What a release makes of a reading before it prints it. Readings have libvirt's precision and base units;
 * most are printed as they are.
 */
export type Unit = (reading: number) => number;

export const asRead: Unit = (reading) => reading;

/** Nanoseconds that were never divided. */
export const nanoseconds: Unit = (seconds) => Math.round(seconds * 1e9);

/** Nanoseconds divided as integers. */
export const wholeSeconds: Unit = (seconds) => Math.floor(seconds);
