import https from "node:https";
import { errorCode, errorMessage } from "../../cluster/errors.ts";

interface HttpsGetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** PEM; without it the server's certificate is not verified, as Prometheus does with KubeVirt's components. */
  readonly caCertificate?: string;
  readonly timeoutSeconds: number;
}

/** One GET on a connection of its own. Rejects when there is no whole answer in time. */
export function httpsGet(
  url: string,
  { headers, caCertificate, timeoutSeconds }: HttpsGetOptions,
): Promise<{ readonly status: number; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    const request = https.get(
      url,
      {
        agent: false,
        ...(headers === undefined ? {} : { headers }),
        ...(caCertificate === undefined ? { rejectUnauthorized: false } : { ca: caCertificate }),
        signal: AbortSignal.timeout(timeoutSeconds * 1000),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("end", () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }),
        );
        response.once("error", reject);
      },
    );
    request.once("error", reject);
  });
}

/** What became of a request without an answer, in words. */
export function whyNoAnswer(error: unknown): string {
  switch (errorCode(error)) {
    case "ECONNREFUSED":
      return "connection refused";
    case "ECONNRESET":
      return "connection reset";
    case "ABORT_ERR":
      return "no answer in time";
    default:
      return errorMessage(error);
  }
}
