import { expect, test } from "vitest";
import { WorkqueueFamilies } from "../../sim/metrics/workqueue.ts";
import { parseExposition } from "../support/exposition.ts";
import { textOf } from "../support/page.ts";

function queueOf(name: string) {
  const families = new WorkqueueFamilies("v1.9");
  const queue = families.queue(name);
  const value = (metric: string, t: number) =>
    parseExposition(textOf(families.families, t)).find(
      (sample) => sample.name === `kubevirt_workqueue_${metric}` && sample.labels["name"] === name,
    )?.value;
  return { families, queue, value };
}

test("a queue shows all its series with zeros before anything happened", () => {
  const { families } = queueOf("virt-handler-vm");
  const samples = parseExposition(textOf(families.families));
  expect(samples.every(({ value }) => value === 0)).toBe(true);
  expect(samples.map(({ name }) => name)).toContain("kubevirt_workqueue_work_duration_seconds_count");
});

test("an item counts as it goes through the queue", () => {
  const { queue, value } = queueOf("q");
  queue.added("a", 10);
  queue.added("b", 10);
  expect(value("depth", 10)).toBe(2);
  expect(value("adds_total", 10)).toBe(2);

  queue.started("a", 10.25);
  expect(value("depth", 11)).toBe(1);
  expect(value("queue_duration_seconds_sum", 11)).toBe(0.25);
  expect(value("longest_running_processor_seconds", 11)).toBe(0.75);

  queue.started("b", 11);
  expect(value("unfinished_work_seconds", 12)).toBe(2.75);
  queue.finished("a", 12.25);
  expect(value("work_duration_seconds_sum", 13)).toBe(2);
  expect(value("longest_running_processor_seconds", 13)).toBe(2);

  queue.retried();
  expect(value("retries_total", 13)).toBe(1);
});

test("the queues of a component are told apart by name", () => {
  const { families, queue, value } = queueOf("one");
  families.queue("other").added("x", 0);
  queue.added("y", 0);
  queue.added("z", 0);
  expect(value("adds_total", 1)).toBe(2);
});
