import { z } from "zod";
import { programKinds } from "../../model/components.ts";
import { choose } from "./choose.ts";
import { labels, list, name, nodeName, oneOf, text } from "./leaves.ts";
import { mapping } from "./mapping.ts";
import { oneKeyOf } from "./one-key.ts";
import { says } from "./statement.ts";
import { time } from "./time.ts";

/** When it has to hold: at a moment, from a moment on at the latest, while an event lasts; else always. */
const when = {
  at: time().exactOptional().describe("It holds at this moment."),
  by: time().exactOptional().describe("It holds at this moment at the latest, having begun to."),
  during: name("an event's name").exactOptional().describe("It holds as long as this event lasts."),
};

const promQl = (what: string, example: string) => text(what, `write one, as in ${example}.`);

const comparison = /^(?:==|!=|<=|>=|<|>)\s*-?\d+(?:\.\d+)?$/;

const valueError = says({
  expected: 'a number, or a comparison such as "> 0"',
  fix: 'write is: 2 or is: "> 0".',
});
const value = z.union([z.number(), z.string().regex(comparison, { error: valueError })], {
  error: valueError,
});

const promLabels = z.record(
  z.string(),
  z.string({ error: says({ expected: "a label's value, a text", fix: "put it in quotes." }) }),
  { error: says({ expected: "a mapping of labels", fix: "write {severity: warning}, for example." }) },
);

const alertStates = ["inactive", "pending", "firing", "resolved"] as const;

/** What one expects to see, by what it is about. */
const expectations = {
  alert: mapping(
    {
      alert: text("an alert's name", "write the name of an alerting rule.").describe(
        "Name of an alerting rule.",
      ),
      labels: promLabels.exactOptional().describe("Only alerts with these labels."),
      is: oneOf(alertStates, "a state of an alert").describe("The state it is in."),
      ...when,
    },
    { what: "an expectation of an alert" },
  ),
  expr: mapping(
    {
      expr: promQl("a PromQL expression", "sum(up)").describe("A PromQL expression with one value."),
      is: value.describe("The value, or how it compares."),
      ...when,
    },
    { what: "an expectation of an expression" },
  ),
  target: mapping(
    {
      target: mapping(
        {
          component: oneOf(programKinds, "a component").exactOptional().describe("Which component."),
          node: nodeName("a node's name").exactOptional().describe("Only its pods on this node."),
          nodeSelector: labels().exactOptional().describe("Only its pods on nodes with these labels."),
        },
        { what: "a target" },
      ).describe("Targets that Prometheus scrapes."),
      is: oneOf(["up", "down"], "a state of a target").describe("The state they are in."),
      ...when,
    },
    { what: "an expectation of a target" },
  ),
  series: mapping(
    {
      series: promQl("a series selector", 'kubevirt_vmi_info{name="db"}').describe("A PromQL selector."),
      is: oneOf(["present", "absent"], "whether there is such a series").describe("Whether there is any."),
      ...when,
    },
    { what: "an expectation of a series" },
  ),
};
type Subject = keyof typeof expectations;
const subjects = Object.keys(expectations) as readonly Subject[];

export const expectSchema = list(
  choose(expectations, (value) =>
    oneKeyOf(value, subjects, {
      what: "an expectation",
      rule: "an expectation is about one thing",
      missing: "what this expectation is about",
      example: "{alert: NoReadyVirtHandler, is: inactive}",
    }),
  ),
  "expectations",
  10_000,
);
