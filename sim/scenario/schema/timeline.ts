import { choose } from "./choose.ts";
import { eventTime, lasting } from "./event-time.ts";
import { faultEventSchema } from "./fault.ts";
import { list } from "./leaves.ts";
import { mapping } from "./mapping.ts";
import { oneKeyOf } from "./one-key.ts";
import { churnSchema, hangSchema, verbs } from "./verbs.ts";

export const mostEvents = 10_000;

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

const hangEvent = mapping(
  {
    ...eventTime,
    hang: hangSchema.describe("The VM's launcher does not answer its virt-handler; the guest runs on."),
    for: lasting()
      .exactOptional()
      .describe("How long a launcher does not answer. Without it: until the guest is gone."),
  },
  { what: "a hang event" },
);

const churnEvent = mapping(
  {
    ...eventTime,
    churn: churnSchema.describe("VMs come and go."),
    for: lasting().exactOptional().describe("How long VMs come and go. Without it: to the end."),
  },
  { what: "a churn event" },
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
  panic: verbEvent("panic"),
  hang: hangEvent,
  fill: verbEvent("fill"),
  drain: verbEvent("drain"),
  cordon: verbEvent("cordon"),
  uncordon: verbEvent("uncordon"),
  addNode: verbEvent("addNode"),
  removeNode: verbEvent("removeNode"),
  scale: verbEvent("scale"),
  rollout: verbEvent("rollout"),
  crash: verbEvent("crash"),
  churn: churnEvent,
  fault: faultEventSchema,
};
export type Doing = keyof typeof events;
export const doings = Object.keys(events) as readonly Doing[];
export const eventWords = doings.filter((doing) => doing !== "fault");

export const timelineSchema = list(
  choose(events, (value) =>
    oneKeyOf(value, doings, {
      what: "an event",
      rule: "an event does one thing",
      missing: "what happens in this event",
      example: "{at: 5m, stop: {vm: shop/db}}",
    }),
  ),
  "events",
  mostEvents,
);
