import https from "node:https";
import { parseExposition, type Sample } from "./exposition.ts";

/** One scrape of a target (`ip:port`) over TLS, as Prometheus does it: without verifying the certificate. */
export async function scrapeText(address: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = https.get(
      `https://${address}/metrics`,
      { rejectUnauthorized: false, agent: false },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.once("end", () => resolve({ status: response.statusCode ?? 0, text }));
        response.once("error", reject);
      },
    );
    request.once("error", reject);
  });
}

/** The samples of one scrape. */
export async function scrape(address: string): Promise<readonly Sample[]> {
  const { status, text } = await scrapeText(address);
  if (status !== 200) throw new Error(`${address}/metrics answered ${status}: ${text}`);
  return parseExposition(text);
}
