import https from "node:https";
import { onTestFinished } from "vitest";

/** Scrapes one target without a pause over a connection that is kept, as Prometheus keeps it. */
export interface SteadyScraper {
  readonly scrapes: () => number;
  /** What went wrong, and each connection after the first. */
  readonly troubles: readonly string[];
}

/** Begins to scrape a target (`ip:port`), until the test ends. */
export function scrapeSteadily(address: string): SteadyScraper {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  const troubles: string[] = [];
  let scrapes = 0;
  let connections = 0;
  let stopped = false;
  function scrapeNext(): void {
    if (stopped) return;
    const request = https.get(`https://${address}/metrics`, { agent }, (response) => {
      if (response.statusCode !== 200) troubles.push(`answered ${response.statusCode}`);
      response.resume().once("end", () => {
        scrapes += 1;
        setImmediate(scrapeNext);
      });
    });
    request.once("socket", (socket) => {
      if (!request.reusedSocket && ++connections > 1) troubles.push(`connection ${connections}`);
      socket.setMaxListeners(0);
    });
    request.once("error", (error) => {
      if (stopped) return;
      troubles.push(error.message);
      setImmediate(scrapeNext);
    });
  }
  scrapeNext();
  onTestFinished(() => {
    stopped = true;
    agent.destroy();
  });
  return { scrapes: () => scrapes, troubles };
}
