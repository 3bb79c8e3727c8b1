import type { Cluster } from "../../cluster/cluster.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { Display } from "./display.ts";
import { formatDuration } from "./duration.ts";
import { ScrapeRate } from "./scrape-rate.ts";

const refreshMillis = 1000;

/** Keeps the display's status fresh, and says when the timeline is over. Returns how to stop. */
export function showStatus(cluster: Cluster, scenario: Scenario, display: Display): () => void {
  const { name, durationSeconds } = scenario;
  const rate = new ScrapeRate();
  let over = false;

  function refresh(): void {
    const state = cluster.state();
    const scrapesPerSecond = rate.at(state.t, state.scrapes);
    if (!over && durationSeconds !== undefined && state.t >= durationSeconds) {
      over = true;
      display.tell(
        `The timeline is over after ${formatDuration(durationSeconds)}. The cluster stays as it is until Ctrl-C.`,
      );
    }
    display.status({ scenario: name, durationSeconds, state, scrapesPerSecond });
  }

  refresh();
  const timer = setInterval(refresh, refreshMillis);
  return () => clearInterval(timer);
}
