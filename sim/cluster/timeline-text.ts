import { describeEvent } from "../scenario/explain-event.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** The suffix under which the plot plays the end of a fault. */
const end = ".end";

/** What a cause of the timeline does, in words and with its name; undefined for what is no event of the timeline. */
export function describeCause(scenario: Scenario, causeName: string): string | undefined {
  const does = whatCauseDoes(scenario, causeName);
  return does && `${endedEvent(scenario, causeName)?.name ?? causeName}: ${does}`;
}

/** The same without the name. */
export function whatCauseDoes(scenario: Scenario, causeName: string): string | undefined {
  const event = scenario.timeline.find(({ name }) => name === causeName);
  if (event !== undefined) return describeEvent(event);
  return endedEvent(scenario, causeName) && "is over";
}

/** The event whose end this is. */
function endedEvent({ timeline }: Scenario, causeName: string) {
  return timeline.find(({ name }) => `${name}${end}` === causeName);
}
