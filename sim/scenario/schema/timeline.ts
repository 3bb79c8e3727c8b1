import { faultKindNames } from "../../faults/fault.ts";
import { choose } from "./choose.ts";
import { list, name, oneOf } from "./leaves.ts";
import { mapping } from "./mapping.ts";
import { duration } from "./measures.ts";
import { parseDuration } from "../units.ts";
import { oneKeyOf } from "./one-key.ts";
import { says } from "./statement.ts";
import { supportedVerbs } from "../scenario.ts";
import { faultEnd } from "./targets.ts";
import { time } from "./time.ts";
import { churnSchema, verbs } from "./verbs.ts";

export const mostEvents = 10_000;

/** When an event happens, and by what name others refer to it. */
const eventTime = {
  name: eventName().exactOptional().describe("Name of the event, for times relative to it."),
  at: time().describe("When it happens: 12m after t = 0, or outage+2m, or outage.end+5m."),
  every: duration("a duration", "10m", { least: 1 })
    .exactOptional()
    .describe("Repeats it until the scenario's end."),
};

/** A name that no one takes for a time. */
function eventName() {
  const error = says({
    expected: "a name for the event that is no duration",
    fix: (found) => `write at-${String(found)}, for example.`,
  });
  return name("the event's name").refine((given) => parseDuration(given) === undefined, { error });
}

const lasting = duration("a duration", "5m", { least: 0.001 });

/** An event in which a user or a machine does something that takes no time of its own. */
function verbEvent<V extends keyof typeof verbs>(verb: V) {
  const shape = { ...eventTime, [verb]: verbs[verb] } as typeof eventTime & Record<V, (typeof verbs)[V]>;
  return mapping(shape, {
    what: `a ${verb} event`,
    elsewhere: {
      for: "delete it; only a fault lasts.",
      vm: `write it as ${verb}: {vm: shop/db}.`,
      component: `write it as ${verb}: {component: virt-handler}.`,
      node: `write it as ${verb}: {node: node01}.`,
    },
  });
}

const churnEvent = mapping(
  {
    ...eventTime,
    churn: churnSchema.describe("VMs come and go."),
    for: lasting.exactOptional().describe("How long it goes on. Without it: to the end."),
  },
  { what: "a churn event" },
);

/** Kinds of fault that are meant to come, and the settings they will have. */
const plannedFaults = ["connection-reset", "black-hole", "http-status", "latency"] as const;
const plannedSettings = ["probability", "first", "persist", "phase", "status", "delay"];

const faultEvent = mapping(
  {
    ...eventTime,
    fault: oneOf([...faultKindNames, ...plannedFaults], "a kind of fault", faultKindNames).describe(
      "What the client sees.",
    ),
    for: lasting.exactOptional().describe("How long it lasts. Without it: to the end."),
    from: faultEnd("from").exactOptional().describe("Who is hit. Without it: everyone."),
    to: faultEnd("to").describe("Whom they cannot reach."),
  },
  {
    what: "a fault",
    elsewhere: {
      component: "write it as from: {component: …} or to: {component: …}.",
      duration: "did you mean for?",
    },
    planned: plannedSettings,
  },
);

/** What an event can do, by the key that says so. */
const events = {
  create: verbEvent("create"),
  apply: verbEvent("apply"),
  delete: verbEvent("delete"),
  start: verbEvent("start"),
  stop: verbEvent("stop"),
  restart: verbEvent("restart"),
  pause: verbEvent("pause"),
  unpause: verbEvent("unpause"),
  migrate: verbEvent("migrate"),
  drain: verbEvent("drain"),
  cordon: verbEvent("cordon"),
  uncordon: verbEvent("uncordon"),
  addNode: verbEvent("addNode"),
  removeNode: verbEvent("removeNode"),
  scale: verbEvent("scale"),
  rollout: verbEvent("rollout"),
  crash: verbEvent("crash"),
  churn: churnEvent,
  fault: faultEvent,
};
export type Doing = keyof typeof events;
export const doings = Object.keys(events) as readonly Doing[];

export const timelineSchema = list(
  choose(events, (value) =>
    oneKeyOf(value, doings, {
      what: "an event",
      rule: "an event does one thing",
      missing: "what happens in this event",
      example: "{at: 5m, stop: {vm: shop/db}}",
      shown: [...supportedVerbs, "fault"],
    }),
  ),
  "events",
  mostEvents,
);
