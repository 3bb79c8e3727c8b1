import { describeEvent } from "../scenario/explain-event.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** The suffix under which the plot plays the end of a fault. */
const end = ".end";

/** What a cause of the timeline does, in words; undefined for what is no event of the timeline. */
export function describeCause({ timeline }: Scenario, causeName: string): string | undefined {
  const event = timeline.find(({ name }) => name === causeName);
  if (event !== undefined) return `${causeName}: ${describeEvent(event)}`;
  const ended = timeline.find(({ name }) => `${name}${end}` === causeName);
  return ended && `${ended.name}: is over`;
}
