import http from "node:http";
import https from "node:https";
import { text } from "node:stream/consumers";

export type Encoding = "identity" | "gzip";

export interface Scraped {
  readonly contentEncoding: Encoding;
  /** As it came over the wire. */
  readonly bytes: number;
}

/** Scrapes targets over connections that it keeps, as Prometheus does. */
export class Scraper {
  readonly #agents = {
    "http:": new http.Agent({ keepAlive: true }),
    "https:": new https.Agent({ keepAlive: true, rejectUnauthorized: false }),
  };

  async scrape(url: URL, encoding: Encoding): Promise<Scraped> {
    const response = await this.#get(url, encoding);
    let bytes = 0;
    for await (const chunk of response) bytes += (chunk as Buffer).length;
    const { "content-encoding": contentEncoding } = response.headers;
    return { contentEncoding: contentEncoding === "gzip" ? "gzip" : "identity", bytes };
  }

  /** The page as text. */
  async page(url: URL): Promise<string> {
    return text(await this.#get(url, "identity"));
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  /** Throws Error unless the target answers 200. */
  #get(url: URL, encoding: Encoding): Promise<http.IncomingMessage> {
    const [get, agent] =
      url.protocol === "https:" ? [https.get, this.#agents["https:"]] : [http.get, this.#agents["http:"]];
    return new Promise((resolve, reject) => {
      const request = get(url, { agent, headers: { "accept-encoding": encoding } }, (response) => {
        if (response.statusCode === 200) return resolve(response);
        response.resume();
        reject(new Error(`${url.href}: expected status 200, got ${response.statusCode}`));
      });
      request.once("error", (error) =>
        reject(new Error(`${url.href} does not answer: ${error.message}`, { cause: error })),
      );
    });
  }
}

export function countSamples(page: string): number {
  return page.match(/^[^#\n]/gm)?.length ?? 0;
}
