import type { Verb } from "./verbs.ts";

/** Which of the things that an event can do the plot can play. What it cannot play is checked, and refused. */
export const supportedVerbs: Readonly<Record<Verb | "churn" | "fault", boolean>> = {
  create: true,
  apply: false,
  delete: true,
  start: true,
  stop: true,
  restart: false,
  pause: false,
  unpause: false,
  migrate: false,
  drain: false,
  cordon: false,
  uncordon: false,
  addNode: false,
  removeNode: false,
  scale: false,
  rollout: false,
  crash: true,
  churn: false,
  fault: true,
};

/** Those that can be used. */
export const supportedWords: readonly string[] = Object.entries(supportedVerbs)
  .filter(([, isSupported]) => isSupported)
  .map(([word]) => word);
