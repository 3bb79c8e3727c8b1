import { faultKinds } from "../../faults/registry.ts";
import { workloadKinds } from "../../model/workloads/registry.ts";
import { descriptionAt } from "../../scenario/reference.ts";
import { eventWords } from "../../scenario/schema/timeline.ts";
import { scenarioJsonSchema, type JsonSchema } from "../../scenario/json-schema.ts";

/** A word that `kvsim explain` has a page for. */
export interface Topic {
  readonly kind: "key" | "event" | "workload" | "fault";
  readonly word: string;
  readonly description: string;
}

/** The top-level keys of a scenario, the events of its timeline, the workloads and the faults. Keys further down are explained, not listed. */
export function topics(): Topic[] {
  const keys = Object.entries((scenarioJsonSchema()["properties"] ?? {}) as Record<string, JsonSchema>);
  return [
    ...keys.map(([word, { description = "" }]) => topic("key", word, String(description))),
    ...eventWords.map((word) => topic("event", word, descriptionAt(`timeline.${word}`))),
    ...Object.entries(workloadKinds).map(([word, { description }]) => topic("workload", word, description)),
    ...Object.entries(faultKinds).map(([word, { description }]) => topic("fault", word, description)),
  ];
}

function topic(kind: Topic["kind"], word: string, description: string): Topic {
  return { kind, word, description };
}

/** The first sentence, which says what it is. */
export function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}
